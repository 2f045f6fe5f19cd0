import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import {
  DEFAULT_WEIGHTS,
  SCORE_INPUT_LABELS,
  SCORE_INPUTS,
  type ScoreInput,
} from '../../src/health/score/rules.ts';
import { loadWeights } from '../../src/health/weights/store.ts';
import { seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

describe('weights', () => {
  const rapport = useRapport();
  let ana: PersonDriver;
  let ben: PersonDriver;

  beforeAll(async () => {
    ana = rapport.driver.as(ID.ana);
    ben = rapport.driver.as(ID.ben);
    for (const person of [ana, ben]) {
      await person.openHome();
      await person.waitFor('Home', ({ home }) => home);
    }
  });

  beforeEach(async () => {
    await rapport.db.deleteFrom('clients').execute();
    await rapport.db
      .updateTable('workspaces')
      .set({ lead_id: null, weight_words: 40, weight_read: 25, weight_scope: 20, weight_contact: 15 })
      .execute();
    await seedClient(rapport.db, 'Acme');
    await seedClient(rapport.db, 'Birch');
    await rapport.tick();
  });

  afterEach(async () => {
    for (const person of [ana, ben]) {
      while ((await person.screen()).modals.length > 0) await person.closeModal();
    }
  });

  async function openWeights(person: PersonDriver): Promise<void> {
    await person.command('/client-health settings', { in: ID.general });
    await person.waitForModal('Settings');
    await person.press('Health weights');
  }

  async function fillIn(person: PersonDriver, weights: readonly number[]): Promise<void> {
    await person.waitForModal('Health weights');
    for (const [index, weight] of weights.entries()) {
      await person.type(SCORE_INPUT_LABELS[SCORE_INPUTS[index] as ScoreInput], String(weight));
    }
  }

  const weights = () => loadWeights(rapport.db, ID.team);
  const due = async () => {
    const rows = await rapport.db
      .selectFrom('clients')
      .select('name')
      .where('health_due', '=', true)
      .execute();
    return rows.map(({ name }) => name).sort();
  };

  test('can be set by anybody while there is no lead; each is saved, and all scores are recalculated', async () => {
    await openWeights(ana);
    await fillIn(ana, [11, 50, 23, 16]);
    expect(await due()).toEqual([]);
    await ana.submit(2);
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(
      'Saved: their own words 11, our own impression 50, scope and money 23, contact 16.',
    );
    expect(await weights()).toEqual({ words: 11, read: 50, scope: 23, contact: 16 });
    expect(await due()).toEqual(['Acme', 'Birch']);
  });

  test('that do not make 100 stay in the modal, with their sum', async () => {
    await openWeights(ana);
    await fillIn(ana, [35]);
    await ana.submit();
    const modal = renderView(await ana.waitForModal('Health weights'));
    expect(modal).toContain('These add up to 95. They need to make 100.');
    expect(await weights()).toEqual(DEFAULT_WEIGHTS);
    expect(await due()).toEqual([]);
  });

  test('go back to the default with one press', async () => {
    await rapport.db.updateTable('workspaces').set({ weight_words: 60, weight_read: 5 }).execute();
    await openWeights(ana);
    await ana.waitForModal('Health weights');
    await ana.press('Back to 40, 25, 20, 15');
    await ana.waitForModal('Rapport');
    expect(await weights()).toEqual(DEFAULT_WEIGHTS);
    expect(await due()).toEqual(['Acme', 'Birch']);
  });

  test('can only be set by the lead where there is one, even in a modal that was open before', async () => {
    await openWeights(ana);
    await fillIn(ana, [60, 5]);
    await rapport.db.updateTable('workspaces').set({ lead_id: ID.ben }).execute();
    await ana.submit();
    const refused = 'Only ben, the lead, can change the health weights.';
    expect(renderView(await ana.waitForModal('Health weights'))).toContain(refused);
    await ana.closeModal();
    await ana.press('Health weights');
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(refused);
    expect(await weights()).toEqual(DEFAULT_WEIGHTS);
    await openWeights(ben);
    await fillIn(ben, [60, 5]);
    await ben.submit();
    await ben.waitForModal('Rapport');
    expect(await weights()).toMatchObject({ words: 60, read: 5 });
  });
});
