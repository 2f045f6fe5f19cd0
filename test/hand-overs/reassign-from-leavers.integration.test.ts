import { beforeEach, describe, expect, test } from 'vitest';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { findClient } from '../../src/clients/store.ts';
import { reassignClients } from '../../src/hand-overs/reassign-clients.ts';
import { reassignFromLeavers } from '../../src/hand-overs/reassign-from-leavers.ts';
import { renderNotification } from '../../src/notifications/render-notification.ts';
import type { PersonKind } from '../../src/people/rules.ts';
import { findPerson, savePerson } from '../../src/people/store.ts';
import { snoozePrompt } from '../../src/reminders/answers/snooze-prompt.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { renderRound } from '../../src/reminders/rounds/render-round.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { NOTIFICATION_KINDS } from '../support/notification-kinds.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const LEAD = 'U0LEAD';

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  await person(LEAD, 'Lea Lead', 'member');
  await setLead(LEAD);
});

const person = (id: string, name: string, kind: PersonKind) =>
  savePerson(database.db, ID.team, { id, name, kind, timeZone: 'Europe/London' }, clock.now());

const setLead = (id: string | null) =>
  database.db.updateTable('workspaces').set({ lead_id: id }).where('id', '=', ID.team).execute();

const anaLeaves = (kind: PersonKind = 'deactivated') => person(ID.ana, 'Ana Silva', kind);

const follow = () => reassignFromLeavers(database.db, clock);

/** What each person was told, in the order in which it was written. */
async function told(): Promise<{ who: string; text: string | undefined }[]> {
  const rows = await database.db
    .selectFrom('deliveries')
    .select(['id', 'destination'])
    .where('kind', '=', 'notification')
    .orderBy('destination')
    .orderBy('created_at')
    .execute();
  const render = renderNotification({ db: database.db, clock }, NOTIFICATION_KINDS);
  return Promise.all(
    rows.map(async ({ id, destination }) => ({
      who: destination,
      text: (await render(ID.team, id))?.text,
    })),
  );
}

const ownerOf = async (id: string) => (await findClient(database.db, ID.team, id))?.ownerId;

describe.each(['deactivated', 'guest'] as const)('when an owner becomes %s', (kind) => {
  test('clients go to their cover, who is told, and so is the lead', async () => {
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await anaLeaves(kind);
    await follow();
    expect(await findClient(database.db, ID.team, acme.id)).toMatchObject({ ownerId: ID.ben, coverId: null });
    expect(await told()).toEqual([
      { who: ID.ben, text: expect.stringMatching(/^Ana Silva has left\..* yours now: Acme\./) },
      { who: LEAD, text: expect.stringContaining('Their covers took over: Acme.') },
    ]);
  });

  test('clients without a cover are listed for the lead, once', async () => {
    const acme = await seedClient(database.db, 'Acme');
    await anaLeaves(kind);
    await follow();
    await follow();
    clock.at = clock.at.add({ hours: 24 });
    await follow();
    expect(await ownerOf(acme.id)).toBe(ID.ana);
    expect(await told()).toEqual([
      { who: LEAD, text: expect.stringContaining('nobody covers for these clients: Acme.') },
    ]);
  });
});

describe('when an owner has left', () => {
  test('open reminders go to the cover, at the cover’s local time', async () => {
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await planRounds(database.db, clock);
    await anaLeaves();
    await follow();
    const [prompt] = await listOpenPrompts(database.db, ID.team);
    expect(prompt).toMatchObject({ assigneeId: ID.ben, occurrenceAt: TUESDAY_9_LONDON });
    // Nine in London is four in the morning in New York: too early to be asked.
    expect(String(prompt?.askAt)).toBe('2026-03-03T13:00:00Z');
    const next = (await findClient(database.db, ID.team, acme.id))?.nextDueAt;
    expect(next?.toZonedDateTimeISO('America/New_York').toPlainTime().hour).toBe(9);
  });

  test('a cover who has left too, or is a guest, gets nothing', async () => {
    await person(ID.ben, 'Ben Carter', 'guest');
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await anaLeaves();
    await follow();
    expect(await ownerOf(acme.id)).toBe(ID.ana);
  });

  test('ended clients stay as they are, and paused ones move without being planned', async () => {
    const ended = await seedClient(database.db, 'Ended', {
      coverId: ID.ben,
      status: 'ended',
      nextDueAt: null,
    });
    const paused = await seedClient(database.db, 'Paused', {
      coverId: ID.ben,
      status: 'paused',
      nextDueAt: null,
    });
    await anaLeaves();
    await follow();
    expect(await ownerOf(ended.id)).toBe(ID.ana);
    expect(await findClient(database.db, ID.team, paused.id)).toMatchObject({
      ownerId: ID.ben,
      nextDueAt: null,
    });
  });

  test('the list for the lead waits until there is a lead who has not left', async () => {
    await setLead(ID.ana);
    await seedClient(database.db, 'Acme');
    await anaLeaves();
    await follow();
    expect(await told()).toEqual([]);
    await setLead(LEAD);
    await follow();
    expect((await told()).map(({ who }) => who)).toEqual([LEAD]);
  });

  describe('and there is no cover, the lead is asked', () => {
    const plan = async (at: string) => {
      clock.at = Temporal.Instant.from(at);
      await follow();
      await planRounds(database.db, clock);
    };

    /** Everybody's rounds so far, and what the newest of the lead's says. */
    async function rounds() {
      const rows = await database.db
        .selectFrom('rounds')
        .select(['recipient_id', 'due_at', 'delivery_id'])
        .orderBy('due_at')
        .execute();
      const newest = rows.findLast(({ recipient_id }) => recipient_id === LEAD);
      const message = newest && (await renderRound({ db: database.db, clock })(ID.team, newest.delivery_id));
      return {
        asked: rows.map(({ recipient_id, due_at }) => `${recipient_id} ${due_at}`),
        says: message ? renderBlocks(message.blocks) : '',
      };
    }

    const prompts = () =>
      database.db.selectFrom('prompts').select(['status', 'missed_reason', 'assignee_id']).execute();

    test('when the next occurrence comes', async () => {
      await seedClient(database.db, 'Acme');
      await anaLeaves();
      await plan('2026-03-03T09:00:00Z');
      const { asked, says } = await rounds();
      expect(asked).toEqual([`${LEAD} 2026-03-03T09:00:00Z`]);
      expect(says).toMatch(/Acme.*covering for/);
      expect((await told()).map(({ text }) => text)).toEqual([
        expect.stringContaining('I’ll ask you about them until you hand them over.'),
      ]);
    });

    test('about what the leaver has not answered or has snoozed, once', async () => {
      await seedClient(database.db, 'Acme');
      const { id } = await seedClient(database.db, 'Beta');
      await plan('2026-03-03T09:00:00Z');
      const [snoozed] = await listOpenPrompts(database.db, ID.team, { clientIds: [id] });
      await snoozePrompt(
        { db: database.db, clock },
        { workspaceId: ID.team, userId: ID.ana },
        snoozed?.id ?? '',
        'hour',
      );
      await anaLeaves();
      await plan('2026-03-03T09:30:00Z');
      await plan('2026-03-03T09:31:00Z');
      expect((await rounds()).says).toContain('Acme');
      await plan('2026-03-03T10:00:00Z');
      await plan('2026-03-03T10:01:00Z');
      expect((await rounds()).asked).toEqual([
        `${ID.ana} 2026-03-03T09:00:00Z`,
        `${LEAD} 2026-03-03T09:30:00Z`,
        `${LEAD} 2026-03-03T10:00:00Z`,
      ]);
    });

    test('once the lead is back', async () => {
      await seedClient(database.db, 'Acme');
      await database.db
        .insertInto('away_dates')
        .values({
          workspace_id: ID.team,
          person_id: LEAD,
          first_day: Temporal.PlainDate.from('2026-03-03'),
          last_day: Temporal.PlainDate.from('2026-03-04'),
          created_at: clock.now(),
        })
        .execute();
      await anaLeaves();
      await plan('2026-03-03T09:00:00Z');
      await plan('2026-03-04T12:00:00Z');
      expect((await rounds()).asked).toEqual([]);
      await plan('2026-03-05T09:00:00Z');
      expect((await rounds()).asked).toEqual([`${LEAD} 2026-03-05T09:00:00Z`]);
    });

    test('and without a lead the occurrence is missed because nobody was available', async () => {
      await setLead(null);
      await seedClient(database.db, 'Acme');
      await anaLeaves();
      await plan('2026-03-03T09:00:00Z');
      expect((await rounds()).asked).toEqual([]);
      expect(await prompts()).toEqual([{ status: 'missed', missed_reason: 'away', assignee_id: ID.ana }]);
    });

    test('until the client has a new owner, who is asked from then on', async () => {
      const acme = await seedClient(database.db, 'Acme');
      await anaLeaves();
      await plan('2026-03-03T15:00:00Z');
      const ben = await findPerson(database.db, ID.team, ID.ben);
      await database.db.transaction().execute(async (trx) => {
        if (ben)
          await reassignClients(trx, { clients: [acme], to: ben, byId: LEAD, key: 'once' }, clock.now());
      });
      await plan('2026-03-03T15:05:00Z');
      expect((await rounds()).asked).toEqual([
        `${LEAD} 2026-03-03T15:00:00Z`,
        `${ID.ben} 2026-03-03T15:05:00Z`,
      ]);
      const [list] = (await told()).filter(({ who }) => who === LEAD);
      expect(list?.text).toBe('Ana Silva has left. These clients have a new owner: Acme.');
      const { stale } = await database.db
        .selectFrom('deliveries')
        .innerJoin('notifications', 'notifications.delivery_id', 'deliveries.id')
        .select((eb) => eb('revision', '>', eb.ref('shown_revision')).as('stale'))
        .where('notifications.kind', '=', 'owner-left')
        .executeTakeFirstOrThrow();
      expect(stale).toBe(true);
    });
  });

  test('two processes that notice at the same time reassign each client once', async () => {
    await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await anaLeaves();
    await Promise.all([follow(), follow(), follow()]);
    expect((await told()).map(({ who }) => who)).toEqual([ID.ben, LEAD]);
  });

  test('nobody who is still a member loses a client', async () => {
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await follow();
    expect(await ownerOf(acme.id)).toBe(ID.ana);
    expect(await told()).toEqual([]);
  });
});
