import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { NotificationKind } from '../../src/notifications/kind.ts';
import { notify } from '../../src/notifications/notify.ts';
import { renderNotification } from '../../src/notifications/render-notification.ts';
import { COVER } from '../../src/reminders/covering/notifications.ts';
import { UNANSWERED, UNDELIVERABLE } from '../../src/reminders/escalation/notifications.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { markAnswered } from '../../src/reminders/prompts/state-machine.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import type { Database } from '../../src/storage/database.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { NOTIFICATION_KINDS } from '../support/notification-kinds.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
let acme: Client;
let beta: Client;

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  acme = await seedClient(database.db, 'Acme <!channel>');
  beta = await seedClient(database.db, 'Beta');
});

const toBen = <Subject>(key: string, subject: Subject) => ({
  workspaceId: ID.team,
  recipientId: ID.ben,
  key,
  subject,
});

const tell = <Subject>(kind: NotificationKind<Subject>, key: string, subject: Subject) =>
  database.db.transaction().execute((trx) => notify(trx, kind, toBen(key, subject), clock.now()));

const owed = () =>
  database.db
    .selectFrom('deliveries')
    .selectAll()
    .where('kind', '=', 'notification')
    .orderBy('created_at')
    .execute();

/** The only notification, as it would be sent now. */
async function shown(): Promise<{ text: string; page: string } | null> {
  const [delivery] = await owed();
  const message = await renderNotification({ db: database.db, clock }, NOTIFICATION_KINDS)(
    ID.team,
    delivery?.id ?? '',
  );
  return message && { text: message.text, page: renderBlocks(message.blocks) };
}

/** How many statements wait for somebody's lock. */
async function waiting(db: Database): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from pg_locks
    where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(
    db,
  );
  return Number(rows[0]?.waiting ?? 0);
}

const cover = () => ({ ownerId: ID.ana, clientIds: [acme.id, beta.id], lastDay: '2026-03-13' });

describe('a notification', () => {
  test('is sent once under its key, however often it is given', async () => {
    expect(await tell(COVER, 'cover 1', cover())).toBe(true);
    expect(await tell(COVER, 'cover 1', cover())).toBe(false);
    expect(await owed()).toMatchObject([{ destination: ID.ben, status: 'pending', kind: 'notification' }]);
    expect(await tell(COVER, 'cover 2', cover())).toBe(true);
    expect(await owed()).toHaveLength(2);
  });

  test('that two processes give at the same time is sent once', async () => {
    let second: Promise<boolean> | undefined;
    const first = await database.db.transaction().execute(async (trx) => {
      const isFirst = await notify(trx, COVER, toBen('cover 1', cover()), clock.now());
      second = tell(COVER, 'cover 1', cover());
      // The second has its own delivery by now, and waits for what becomes of the first.
      await expect.poll(() => waiting(database.db)).toBe(1);
      return isFirst;
    });
    expect([first, await second]).toEqual([true, false]);
    expect(await owed()).toHaveLength(1);
  });

  test('is not sent when what it tells is rolled back', async () => {
    await database.db
      .transaction()
      .execute(async (trx) => {
        await notify(trx, COVER, toBen('cover 1', cover()), clock.now());
        throw new Error('undone');
      })
      .catch(() => {});
    expect(await owed()).toEqual([]);
  });

  test('tells a cover whom they cover for, until when and for which clients, and pings nobody', async () => {
    await tell(COVER, 'cover 1', cover());
    const message = await shown();
    expect(message?.text).toBe(
      'You’re covering for Ana Silva until Friday 13 March. I’ll ask you about: Acme &lt;!channel&gt; and Beta.',
    );
    expect(message?.page).toContain('Acme <!channel>');
  });

  test('about prompts without an answer leaves out those answered since', async () => {
    await planRounds(database.db, clock);
    const promptIds = (await listOpenPrompts(database.db, ID.team)).map(({ id }) => id);
    await tell(UNANSWERED, 'unanswered 2026-03-03', { promptIds });
    await database.db
      .transaction()
      .execute((trx) => markAnswered(trx, { workspaceId: ID.team, clientId: acme.id }, ID.ana, clock.now()));
    expect((await shown())?.text).toMatch(/^Nobody has replied yet about 1 client: Beta\./);
    await database.db
      .transaction()
      .execute((trx) => markAnswered(trx, { workspaceId: ID.team, clientId: beta.id }, ID.ana, clock.now()));
    expect(await shown()).toBeNull();
  });

  test('tells the lead whom Slack won’t let us message', async () => {
    await tell(UNDELIVERABLE, 'undeliverable 1', { personId: ID.ana, clientIds: [beta.id] });
    expect((await shown())?.text).toContain('Slack won’t let me message Ana Silva');
  });

  test('about clients that are all gone is not sent', async () => {
    await tell(COVER, 'cover 1', { ...cover(), clientIds: ['00000000-0000-4000-8000-000000000000'] });
    expect(await shown()).toBeNull();
  });

  test('about more clients than fit says how many are left out', async () => {
    const many = [];
    for (let n = 0; n < 45; n += 1) many.push((await seedClient(database.db, `Client ${n}`)).id);
    await tell(COVER, 'cover 1', { ...cover(), clientIds: many });
    const message = await shown();
    expect(message?.page).toContain('and 5 more clients');
    expect(message?.text).toContain('and 40 more.');
  });
});
