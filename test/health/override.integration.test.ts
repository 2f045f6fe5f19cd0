import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import { addCheckIn } from '../../src/check-ins/store.ts';
import type { Client } from '../../src/clients/rules.ts';
import { recordContact } from '../../src/clients/schedule-store.ts';
import { loadOverviews } from '../../src/health/load-overviews.ts';
import { saveOverride } from '../../src/health/override/set-override.ts';
import { seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { aCheckIn } from './samples.ts';

const LONDON = 'Europe/London';

describe('an override', () => {
  const rapport = useRapport();
  let ana: PersonDriver;
  let ben: PersonDriver;
  let acme: Client;

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
    await rapport.db.updateTable('workspaces').set({ lead_id: null }).execute();
    acme = await seedClient(rapport.db, 'Acme');
    const answers = aCheckIn({ clientSentiment: 3, ourImpression: 3 });
    const checkIn = {
      workspaceId: ID.team,
      clientId: acme.id,
      authorId: ID.ana,
      viewId: `V${acme.id}`,
      answers,
      spokeAt: rapport.clock.now(),
    };
    await rapport.db.transaction().execute(async (trx) => {
      await addCheckIn(trx, checkIn, rapport.clock.now());
      const at = rapport.clock.now();
      await recordContact(trx, acme, { at, owner: { timeZone: LONDON, remindAt: null } }, at);
    });
    await rapport.tick();
  });

  afterEach(async () => {
    await rapport.driver.clearFaults();
    for (const person of [ana, ben]) {
      while ((await person.screen()).modals.length > 0) await person.closeModal();
    }
  });

  /** The card, asked for again. */
  async function cardOf(person: PersonDriver): Promise<string> {
    const before = (await person.conversation(ID.general)).messages.length;
    await person.command('/client-health acme', { in: ID.general });
    const card = await person.waitFor('the card', ({ conversations }) =>
      conversations
        .find(({ id }) => id === ID.general)
        ?.messages.slice(before)
        .find(({ text }) => text.startsWith('Acme: ')),
    );
    return renderMessage(card);
  }

  async function fillIn(person: PersonDriver, band: string, reason: string): Promise<void> {
    await person.press('Override', { near: '' });
    await person.waitForModal('Override health');
    await person.choose('How is this client?', band);
    await person.type('What do you know that the score doesn’t?', reason);
  }

  const rows = () =>
    rapport.db.selectFrom('client_holds').selectAll().orderBy('set_at').orderBy('id').execute();
  const isDue = async () => {
    const row = await rapport.db.selectFrom('clients').select('health_due').executeTakeFirstOrThrow();
    return row.health_due;
  };

  test('is set once by the owner, however often it is submitted, and the card shows it beside the score', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'signed a new <contract>');
    await ana.pick('Keep until', '2026-03-20');
    expect(await isDue()).toBe(false);
    await ana.submit(2);
    const said = renderView(await ana.waitForModal('Rapport'));
    expect(said).toContain(
      'Acme is 🟢 Healthy until Friday 20 March, set manually. Score: 🟡 Watch, 73 of 100.',
    );
    expect(await rows()).toMatchObject([
      { band: 'healthy', reason: 'signed a new <contract>', set_by: ID.ana, ended_at: null },
    ]);
    expect(await isDue()).toBe(true);
    const card = await cardOf(ana);
    expect(card).toContain('🟢 Healthy, set by ana until Friday 20 March: “signed a new <contract>”');
    expect(card).toContain('Score: 🟡 Watch, 73 of 100');

    await rapport.tick();
    const latest = () =>
      rapport.db
        .selectFrom('health_snapshots')
        .select(['band', 'computed_band', 'score'])
        .orderBy('taken_at', 'desc')
        .executeTakeFirst();
    await expect.poll(latest).toEqual({ band: 'healthy', computed_band: 'watch', score: 73 });
  });

  test('by the lead replaces the owner’s', async () => {
    await rapport.db.updateTable('workspaces').set({ lead_id: ID.ben }).execute();
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await ana.submit();
    await cardOf(ben);
    await fillIn(ben, '🔴 At risk', 'Their board met');
    await ben.submit();
    const [first, second] = await rows();
    expect(first).toMatchObject({ band: 'healthy', ended_by: ID.ben });
    expect(second).toMatchObject({ band: 'at-risk', set_by: ID.ben, ended_at: null });
    expect(await cardOf(ana)).toContain('🔴 At risk, set by ben until');
  });

  test.each([
    ['without a lead', null, 'Only ana, the owner of Acme, can override its health.'],
    ['with one', ID.gone, 'Only ana, the owner of Acme, or Gone Person, the lead, can override its health.'],
  ])('is refused to anybody else, who is told who may, %s', async (_, leadId, said) => {
    const gone = { workspace_id: ID.team, id: ID.gone, name: 'Gone Person', kind: 'member' as const };
    await rapport.db
      .insertInto('people')
      .values({ ...gone, time_zone: LONDON, refreshed_at: rapport.clock.now() })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(gone))
      .execute();
    await rapport.db.updateTable('workspaces').set({ lead_id: leadId }).execute();
    await cardOf(ben);
    await ben.press('Override', { near: '' });
    await ben.waitForMessage(said, ID.general);
    expect((await ben.screen()).modals).toEqual([]);
  });

  test('is refused to a former owner, with everything they typed', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await rapport.db.updateTable('clients').set({ owner_id: ID.ben }).execute();
    await ana.submit();
    const modal = renderView(await ana.waitForModal('Override health'));
    expect(modal).toContain('Only ben, the owner of Acme');
    expect(modal).toContain('They smiled');
    expect(await rows()).toEqual([]);
  });

  test('can be removed, and says what the band becomes', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await ana.submit();
    await ana.closeModal();
    await cardOf(ana);
    await ana.press('Override', { near: '' });
    const modal = await ana.waitForModal('Override health');
    expect(renderView(modal)).toContain('They smiled');
    expect(JSON.stringify(modal.view)).toContain('Acme becomes 🟡 Watch, 73 of 100.');
    await ana.press('Remove override');
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(
      'Acme is back to its score: 🟡 Watch, 73 of 100.',
    );
    expect(await rows()).toMatchObject([{ ended_by: ID.ana }]);
    expect(await isDue()).toBe(true);
    expect(await cardOf(ana)).not.toContain('set by');
  });

  test('set from App Home updates the card underneath', async () => {
    await rapport.db.updateTable('clients').set({ name: 'Homely' }).execute();
    await ana.openHome();
    await ana.waitFor('Home', ({ home }) => home && renderView(home).includes('Homely'));
    await ana.press('Show', { near: 'Homely', in: 'home' });
    await ana.waitForModal('Client');
    await ana.press('Override', { in: 'modal' });
    await ana.waitForModal('Override health');
    await ana.choose('How is this client?', '🔴 At risk');
    await ana.type('What do you know that the score doesn’t?', 'Their board met');
    await ana.submit();
    await ana.waitForModal('Rapport');
    await ana.waitFor('the card that follows', ({ modals }) =>
      modals.some((modal) => renderView(modal).includes('🔴 At risk, set by ana')),
    );
    await ana.waitFor(
      'the Home that follows',
      ({ home }) => home && renderView(home).includes('set manually'),
    );
  });

  test('ends with the chosen day, in the zone where it was chosen', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await ana.pick('Keep until', '2026-03-02');
    await ana.submit();
    await ana.closeModal();
    const bandAt = async (instant: string) => {
      const [overview] = await loadOverviews(rapport.db, ID.team, [acme], Temporal.Instant.from(instant));
      return overview?.health.band;
    };
    expect(await bandAt('2026-03-02T23:59:59Z')).toBe('healthy');
    expect(await bandAt('2026-03-03T00:00:00Z')).toBe('watch');
    await cardOf(ana);
    await fillIn(ana, '🔴 At risk', 'Their board met');
    await ana.submit();
    expect(await rows()).toMatchObject([{ ended_by: ID.ana }, { band: 'at-risk', ended_at: null }]);
  });

  test('is not brought back by a modal that comes late', async () => {
    const by = { workspaceId: ID.team, userId: ID.ana };
    const until = rapport.clock.now().add({ hours: 48 });
    const set = (viewId: string, reason: string) =>
      saveOverride(rapport, by, { clientId: acme.id, band: 'watch', reason, until, viewId });
    await Promise.all([set('V1', 'First'), set('V1', 'First')]);
    await set('V1', 'First, better said');
    await set('V2', 'Second');
    await set('V1', 'First');
    expect((await rows()).map(({ reason }) => reason)).toEqual(['First, better said', 'Second']);
    const [overview] = await loadOverviews(rapport.db, ID.team, [acme], rapport.clock.now());
    expect(overview?.health.override?.reason).toBe('Second');
  });

  test('is refused for a client that has ended', async () => {
    await cardOf(ana);
    await rapport.db
      .updateTable('clients')
      .set({ status: 'ended', next_due_at: null, ended_at: rapport.clock.now() })
      .execute();
    await ana.press('Override', { near: '' });
    await ana.waitForMessage('Acme has ended. Resume it first.', ID.general);
  });

  test('keeps what was typed while the database is away', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await rapport.db.schema.alterTable('client_holds').renameTo('hidden').execute();
    try {
      await ana.submit();
    } finally {
      await rapport.db.schema.alterTable('hidden').renameTo('client_holds').execute();
    }
    const modal = renderView(await ana.waitForModal('Override health'));
    expect(modal).toContain('Everything you typed is still here.');
    await ana.submit();
    await ana.waitForModal('Rapport');
    expect(await rows()).toHaveLength(1);
  });
});
