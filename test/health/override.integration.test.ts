import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { addCheckIn } from '../../src/check-ins/store.ts';
import type { Client } from '../../src/clients/rules.ts';
import { recordContact } from '../../src/clients/schedule-store.ts';
import { loadOverviews } from '../../src/health/load-overviews.ts';
import { OVERRIDE_FIELDS, overrideModal, parseOverride } from '../../src/health/override/modal.ts';
import { saveOverride } from '../../src/health/override/set-override.ts';
import type { Override } from '../../src/health/rules.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { aCheckIn, aClient, anOverview, NOW, someFacts } from './samples.ts';
import { HOSTILE, saidIn } from './shown.ts';

const LONDON = 'Europe/London';
const TODAY = Temporal.PlainDate.from('2026-11-21');

describe('the modal', () => {
  const state = (band: string | null, reason: string | null, until: string | null) => ({
    values: {
      [OVERRIDE_FIELDS.band]: { [OVERRIDE_FIELDS.band]: { selected_option: band && { value: band } } },
      [OVERRIDE_FIELDS.reason]: { [OVERRIDE_FIELDS.reason]: { value: reason } },
      [OVERRIDE_FIELDS.until]: { [OVERRIDE_FIELDS.until]: { selected_date: until } },
    },
  });
  const parse = (...typed: Parameters<typeof state>) =>
    parseOverride({ private_metadata: 'c1', state: state(...typed) }, TODAY, LONDON);
  const wrongWith = (...typed: Parameters<typeof state>) => {
    try {
      parse(...typed);
    } catch (error) {
      if (error instanceof InvalidFields) return error.fields;
    }
    return {};
  };

  test('takes a band, a reason and a day, until the end of which the band stands where it was chosen', () => {
    expect(parse('watch', '  They\n moved  ', '2026-12-03')).toEqual({
      clientId: 'c1',
      band: 'watch',
      reason: 'They moved',
      until: Temporal.Instant.from('2026-12-04T00:00:00Z'),
    });
    const parsed = parseOverride(
      { private_metadata: 'c1', state: state('watch', 'Why', '2027-03-14') },
      TODAY,
      'America/New_York',
    );
    expect(parsed.until).toEqual(Temporal.Instant.from('2027-03-15T04:00:00Z'));
  });

  test.each([
    ['no band', ['unknown', 'Why', '2026-12-03'], OVERRIDE_FIELDS.band, 'Choose one'],
    ['no reason', ['watch', ' \u202E ', '2026-12-03'], OVERRIDE_FIELDS.reason, 'in a few words why'],
    ['too long a reason', ['watch', 'x'.repeat(301), '2026-12-03'], OVERRIDE_FIELDS.reason, '300'],
    ['no day', ['watch', 'Why', null], OVERRIDE_FIELDS.until, 'Choose a day'],
    ['yesterday', ['watch', 'Why', '2026-11-20'], OVERRIDE_FIELDS.until, 'past'],
    ['more than a year', ['watch', 'Why', '2027-11-22'], OVERRIDE_FIELDS.until, 'a year'],
  ] as const)('with %s says what is missing', (_, [band, reason, until], field, said) => {
    expect(wrongWith(band, reason, until)[field]).toContain(said);
  });

  test.each(['2026-11-21', '2027-11-21'])('takes %s, which is not past, nor more than a year away', (day) => {
    expect(parse('healthy', 'x'.repeat(300), day).reason).toHaveLength(300);
  });

  test('is taken by Slack, with what is set already and what would come back, however long that is', () => {
    const client = aClient({ name: HOSTILE });
    const checkIns = [aCheckIn({ clientSentiment: 1 })];
    const override: Override = {
      band: 'watch',
      reason: '<!channel>'.repeat(30),
      by: 'UANA',
      at: NOW.subtract({ hours: 1 }),
      until: Temporal.Instant.from('2026-12-04T00:00:00Z'),
    };
    const facts = someFacts({ client, checkIns, override });
    const modal = overrideModal(anOverview(client, checkIns, { facts }), LONDON, NOW);
    expect(checkView(modal, 'modal')).toBeNull();
    expect(saidIn(modal.blocks[0])).toContain('reckoned to be 🔴 At risk');
    const typed = JSON.stringify(modal.blocks);
    expect(typed).toContain('becomes 🔴 At risk');
    expect(typed).toContain('"initial_date":"2026-12-03"');
    const fresh = overrideModal(anOverview(), LONDON, NOW);
    expect(checkView(fresh, 'modal')).toBeNull();
    expect(JSON.stringify(fresh.blocks)).toContain('"initial_date":"2026-12-19"');
    expect(JSON.stringify(fresh.blocks)).not.toContain('override-remove');
  });
});

describe('in Slack', () => {
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

  /** The card, asked for anew. */
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
    await person.press('Set by hand', { near: '' });
    await person.waitForModal('Set by hand');
    await person.choose('How is this client?', band);
    await person.type('What do you know that the score does not?', reason);
  }

  const rows = () =>
    rapport.db.selectFrom('health_overrides').selectAll().orderBy('set_at').orderBy('id').execute();
  const isDue = async () => {
    const row = await rapport.db.selectFrom('clients').select('health_due').executeTakeFirstOrThrow();
    return row.health_due;
  };

  test('the owner sets a band, once however often it is submitted, and the card shows both', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'signed a new <contract>');
    await ana.pick('Until the end of', '2026-03-20');
    expect(await isDue()).toBe(false);
    await ana.submit(2);
    const said = renderView(await ana.waitForModal('Rapport'));
    expect(said).toContain(
      'Acme is 🟢 Healthy until Friday 20 March, as set by hand. Reckoned: 🟡 Watch, 73 of 100.',
    );
    expect(await rows()).toMatchObject([
      { band: 'healthy', reason: 'signed a new <contract>', set_by: ID.ana, ended_at: null },
    ]);
    expect(await isDue()).toBe(true);
    const card = await cardOf(ana);
    expect(card).toContain('🟢 Healthy, set by ana until Friday 20 March: “signed a new <contract>”');
    expect(card).toContain('Score: 🟡 Watch, 73 of 100');

    await rapport.tick();
    const latest = await rapport.db
      .selectFrom('health_snapshots')
      .select(['band', 'computed_band', 'score'])
      .orderBy('taken_at', 'desc')
      .executeTakeFirst();
    expect(latest).toEqual({ band: 'healthy', computed_band: 'watch', score: 73 });
  });

  test('what the lead sets takes the place of what the owner has set', async () => {
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
    ['without a lead', null, 'Only ana, who owns Acme, can set its health by hand.'],
    ['with one', ID.gone, 'Only ana, who owns Acme, or Gone Person, the lead, can set its health by hand.'],
  ])('anybody else is told who may, %s', async (_, leadId, said) => {
    const gone = { workspace_id: ID.team, id: ID.gone, name: 'Gone Person', kind: 'member' as const };
    await rapport.db
      .insertInto('people')
      .values({ ...gone, time_zone: LONDON, refreshed_at: rapport.clock.now() })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(gone))
      .execute();
    await rapport.db.updateTable('workspaces').set({ lead_id: leadId }).execute();
    await cardOf(ben);
    await ben.press('Set by hand', { near: '' });
    await ben.waitForMessage(said, ID.general);
    expect((await ben.screen()).modals).toEqual([]);
  });

  test('who was the owner when the modal opened, and is no more, is refused with all they typed', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await rapport.db.updateTable('clients').set({ owner_id: ID.ben }).execute();
    await ana.submit();
    const modal = renderView(await ana.waitForModal('Set by hand'));
    expect(modal).toContain('Only ben, who owns Acme');
    expect(modal).toContain('They smiled');
    expect(await rows()).toEqual([]);
  });

  test('“Remove” brings the reckoned band back, and says which before and after', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await ana.submit();
    await ana.closeModal();
    await cardOf(ana);
    await ana.press('Set by hand', { near: '' });
    const modal = await ana.waitForModal('Set by hand');
    expect(renderView(modal)).toContain('They smiled');
    expect(JSON.stringify(modal.view)).toContain('Acme becomes 🟡 Watch, 73 of 100, as reckoned.');
    await ana.press('Remove what is set');
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(
      'Acme is 🟡 Watch, 73 of 100 again, as reckoned.',
    );
    expect(await rows()).toMatchObject([{ ended_by: ID.ana }]);
    expect(await isDue()).toBe(true);
    expect(await cardOf(ana)).not.toContain('set by');
  });

  test('from App Home, the card underneath follows', async () => {
    await rapport.db.updateTable('clients').set({ name: 'Homely' }).execute();
    await ana.openHome();
    await ana.waitFor('Home', ({ home }) => home && renderView(home).includes('Homely'));
    await ana.press('Show', { near: 'Homely', in: 'home' });
    await ana.waitForModal('Client');
    await ana.press('Set by hand', { in: 'modal' });
    await ana.waitForModal('Set by hand');
    await ana.choose('How is this client?', '🔴 At risk');
    await ana.type('What do you know that the score does not?', 'Their board met');
    await ana.submit();
    await ana.waitForModal('Rapport');
    await ana.waitFor('the card that follows', ({ modals }) =>
      modals.some((modal) => renderView(modal).includes('🔴 At risk, set by ana')),
    );
    await ana.waitFor(
      'the Home that follows',
      ({ home }) => home && renderView(home).includes('set by hand'),
    );
  });

  test('it ends by itself with the chosen day, where it was chosen', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await ana.pick('Until the end of', '2026-03-02');
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

  test('a modal that comes late does not bring back what was replaced meanwhile', async () => {
    const by = { workspaceId: ID.team, userId: ID.ana };
    const until = rapport.clock.now().add({ hours: 48 });
    const set = (viewId: string, reason: string) =>
      saveOverride(
        rapport.db,
        rapport.clock,
        by,
        { clientId: acme.id, band: 'watch', reason, until },
        viewId,
      );
    await Promise.all([set('V1', 'First'), set('V1', 'First')]);
    await set('V1', 'First, better said');
    await set('V2', 'Second');
    await set('V1', 'First');
    expect((await rows()).map(({ reason }) => reason)).toEqual(['First, better said', 'Second']);
    const [overview] = await loadOverviews(rapport.db, ID.team, [acme], rapport.clock.now());
    expect(overview?.health.override?.reason).toBe('Second');
  });

  test('of an ended client is refused', async () => {
    await cardOf(ana);
    await rapport.db
      .updateTable('clients')
      .set({ status: 'ended', next_due_at: null, ended_at: rapport.clock.now() })
      .execute();
    await ana.press('Set by hand', { near: '' });
    await ana.waitForMessage('Acme is ended: resume it first.', ID.general);
  });

  test('says so, and keeps what was typed, while the database is away', async () => {
    await cardOf(ana);
    await fillIn(ana, '🟢 Healthy', 'They smiled');
    await rapport.db.schema.alterTable('health_overrides').renameTo('hidden').execute();
    try {
      await ana.submit();
    } finally {
      await rapport.db.schema.alterTable('hidden').renameTo('health_overrides').execute();
    }
    const modal = renderView(await ana.waitForModal('Set by hand'));
    expect(modal).toContain('Everything you typed is still here.');
    await ana.submit();
    await ana.waitForModal('Rapport');
    expect(await rows()).toHaveLength(1);
  });
});
