import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { DEFAULT_WEIGHTS, SCORE_INPUTS, type Weights } from '../../src/health/score/rules.ts';
import { loadWeights } from '../../src/health/snapshots/history-store.ts';
import { parseWeights, WEIGHT_FIELDS, weightsModal } from '../../src/health/weights/modal.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

function stateOf(typed: Record<keyof Weights, string>) {
  return {
    values: Object.fromEntries(
      SCORE_INPUTS.map((name) => [WEIGHT_FIELDS[name], { [WEIGHT_FIELDS[name]]: { value: typed[name] } }]),
    ),
  };
}

function typedAs({ words, read, scope, contact }: Weights) {
  return { words: String(words), read: String(read), scope: String(scope), contact: String(contact) };
}

function wrongIn(typed: Record<keyof Weights, string>): Record<string, string> {
  try {
    parseWeights(stateOf(typed));
  } catch (error) {
    if (error instanceof InvalidFields) return error.fields;
  }
  return {};
}

describe('the modal', () => {
  const some = { words: '40', read: '25', scope: '20', contact: '15' };

  test('takes four whole numbers that make 100, and no others', () => {
    const number = fc.nat({ max: 100 });
    fc.assert(
      fc.property(number, number, number, number, (words, read, scope, contact) => {
        const sum = words + read + scope + contact;
        const wrong = wrongIn(typedAs({ words, read, scope, contact }));
        const said = `These add up to ${sum}; they have to make 100.`;
        expect(wrong).toEqual(sum === 100 ? {} : { [WEIGHT_FIELDS.contact]: said });
      }),
    );
    expect(parseWeights(stateOf(some))).toEqual(DEFAULT_WEIGHTS);
  });

  test.each(['', '-1', '101', '12.5', 'ten', '1e1', '٣'])('says so at a field with “%s”', (typed) => {
    expect(wrongIn({ ...some, scope: typed })).toEqual({
      [WEIGHT_FIELDS.scope]: 'Give a whole number from 0 to 100.',
    });
  });

  test('is taken by Slack, and offers the usual weights where others are set', () => {
    const other = weightsModal({ words: 100, read: 0, scope: 0, contact: 0 });
    for (const modal of [other, weightsModal(DEFAULT_WEIGHTS)]) expect(checkView(modal, 'modal')).toBeNull();
    expect(JSON.stringify(other)).toContain('Back to 40, 25, 20, 15');
    expect(JSON.stringify(weightsModal(DEFAULT_WEIGHTS))).not.toContain('Back to');
  });
});

describe('in Slack', () => {
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

  async function fillIn(person: PersonDriver, words: string, read: string): Promise<void> {
    await person.waitForModal('Health weights');
    await person.type('Their own words', words);
    await person.type('Our own read', read);
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

  test('anybody sets them while there is no lead, and all clients are reckoned anew', async () => {
    await openWeights(ana);
    await fillIn(ana, '60', '5');
    expect(await due()).toEqual([]);
    await ana.submit(2);
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(
      'Saved: their own words 60, our own read 5, scope and money 20, contact 15.',
    );
    expect(await weights()).toEqual({ words: 60, read: 5, scope: 20, contact: 15 });
    expect(await due()).toEqual(['Acme', 'Birch']);
  });

  test('weights that do not make 100 stay in the modal, with the sum', async () => {
    await openWeights(ana);
    await fillIn(ana, '35', '25');
    await ana.submit();
    const modal = renderView(await ana.waitForModal('Health weights'));
    expect(modal).toContain('These add up to 95; they have to make 100.');
    expect(await weights()).toEqual(DEFAULT_WEIGHTS);
    expect(await due()).toEqual([]);
  });

  test('“Back to” sets the usual ones again', async () => {
    await rapport.db.updateTable('workspaces').set({ weight_words: 60, weight_read: 5 }).execute();
    await openWeights(ana);
    await ana.waitForModal('Health weights');
    await ana.press('Back to 40, 25, 20, 15');
    await ana.waitForModal('Rapport');
    expect(await weights()).toEqual(DEFAULT_WEIGHTS);
    expect(await due()).toEqual(['Acme', 'Birch']);
  });

  test('where there is a lead, nobody else sets them, not even in a modal that was open before', async () => {
    await openWeights(ana);
    await fillIn(ana, '60', '5');
    await rapport.db.updateTable('workspaces').set({ lead_id: ID.ben }).execute();
    await ana.submit();
    const refused = 'Only ben, the lead, can change what health is reckoned from.';
    expect(renderView(await ana.waitForModal('Health weights'))).toContain(refused);
    await ana.closeModal();
    await ana.press('Health weights');
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(refused);
    expect(await weights()).toEqual(DEFAULT_WEIGHTS);
    await openWeights(ben);
    await fillIn(ben, '60', '5');
    await ben.submit();
    await ben.waitForModal('Rapport');
    expect(await weights()).toMatchObject({ words: 60, read: 5 });
  });
});
