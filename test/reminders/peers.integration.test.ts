/** What other bots of this kind get wrong, each tried from end to end. */
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildPerson } from '../../sandbox/build-world.ts';
import { AdjustableClock } from '../../sandbox/clock.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import type { ScreenMessage, World } from '../../sandbox/protocol.ts';
import { startSandbox } from '../../sandbox/server/start.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { cloneDatabase } from '../support/database.ts';
import { readManifest, useRapport } from '../support/rapport.ts';
import { ID, studio } from '../support/studio.ts';
import { seedAgency, seedClient } from './agency.ts';

const instant = (text: string) => Temporal.Instant.from(text);

async function remindersOf(driver: SandboxDriver, personId: string): Promise<ScreenMessage[]> {
  const { conversations } = await driver.as(personId).screen();
  return conversations.filter(({ kind }) => kind === 'dm').flatMap(({ messages }) => messages);
}

describe.each([
  { place: 'Kolkata', zone: 'Asia/Kolkata', nine: '2026-03-03T03:30:00Z' },
  { place: 'Honolulu', zone: 'Pacific/Honolulu', nine: '2026-03-03T19:00:00Z' },
  { place: 'Kiritimati', zone: 'Pacific/Kiritimati', nine: '2026-03-02T19:00:00Z' },
])('somebody in $place', ({ place, zone, nine }) => {
  const far = buildPerson({ id: 'U0FAR', realName: 'Kai Far', teamId: ID.team, timeZone: zone });
  const world: World = {
    ...studio,
    people: [...studio.people, far],
    channels: studio.channels.map((channel) =>
      channel.id === ID.general ? { ...channel, memberIds: [...channel.memberIds, far.id] } : channel,
    ),
  };
  const rapport = useRapport({ world });

  test('is asked at nine o’clock on Tuesday in their own zone, and at no other nine', async () => {
    const kai = rapport.driver.as(far.id);
    await kai.command('/client-health add', { in: ID.general });
    await kai.waitForModal('Add a client');
    await kai.type('Name', 'Acme');
    await kai.submit();
    expect(JSON.stringify(await kai.modal())).toContain(`09:00 (${place})`);
    await kai.closeModal();

    const before = String(instant(nine).subtract({ minutes: 1 }));
    // Nine in London, where the bot may run, in UTC and in New York.
    const nines = [
      '2026-03-02T09:00:00Z',
      '2026-03-02T14:00:00Z',
      '2026-03-03T09:00:00Z',
      '2026-03-03T14:00:00Z',
    ];
    for (const at of [...nines, before].filter((at) => at <= before).sort()) await rapport.moveTo(at);
    expect(await remindersOf(rapport.driver, far.id)).toEqual([]);
    await rapport.moveTo(nine);
    expect(await remindersOf(rapport.driver, far.id)).toHaveLength(1);
    for (const at of nines.filter((at) => at > nine)) await rapport.moveTo(at);
    expect(await remindersOf(rapport.driver, far.id)).toHaveLength(1);
  });
});

describe('a database write that fails after the send', () => {
  const rapport = useRapport();

  test('leads to one DM, however often it fails', async () => {
    await seedAgency(rapport.db);
    await seedClient(rapport.db, 'Acme');
    await sql`
      create function refuse() returns trigger language plpgsql as $$
      begin raise exception 'not now'; end $$`.execute(rapport.db);
    await sql`
      create trigger refuse before update on deliveries for each row when (new.status = 'sent')
      execute function refuse()`.execute(rapport.db);

    for (const minutes of ['00', '03', '06', '09']) {
      await rapport.moveTo(`2026-03-03T09:${minutes}:00Z`);
      expect(await remindersOf(rapport.driver, ID.ana)).toHaveLength(1);
    }
    await sql`drop trigger refuse on deliveries`.execute(rapport.db);
    await rapport.moveTo('2026-03-03T09:12:00Z');
    const [reminder, ...others] = await remindersOf(rapport.driver, ID.ana);
    expect(others).toEqual([]);
    const row = await rapport.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ status: 'sent', message_ts: reminder?.ts });
    expect(await rapport.driver.calls('chat.postMessage')).toHaveLength(1);
  });
});

describe.each([
  {
    change: 'back',
    start: '2026-10-17T12:00:00Z',
    mondays: ['2026-10-19T08:00:00Z', '2026-10-26T09:00:00Z'],
  },
  {
    change: 'forward',
    start: '2026-03-21T12:00:00Z',
    mondays: ['2026-03-23T09:00:00Z', '2026-03-30T08:00:00Z'],
  },
])('clocks that go $change on Sunday', ({ start, mondays }) => {
  const rapport = useRapport({ now: start });

  test('let Monday’s reminder come once, at the same local hour', async () => {
    await seedAgency(rapport.db);
    const [first = '', second = ''] = mondays;
    const time = Temporal.PlainTime.from('09:00');
    const cadence = { every: 1, unit: 'week' as const, weekdays: [1], time };
    await seedClient(rapport.db, 'Acme', { cadence, nextDueAt: instant(first) });

    const came: string[] = [];
    for (const monday of [first, second]) {
      for (let hours = -26; hours <= 8; hours += 1) {
        const at = instant(monday).add({ hours });
        const known = (await remindersOf(rapport.driver, ID.ana)).length;
        await rapport.moveTo(String(at));
        const now = (await remindersOf(rapport.driver, ID.ana)).length;
        came.push(...Array<string>(now - known).fill(String(at)));
      }
    }
    expect(came).toEqual(mondays);
  });
});

test('a reminder that falls due while Rapport restarts is sent at the start', async () => {
  const clock = new AdjustableClock(instant('2026-03-03T08:55:00Z'));
  const database = await cloneDatabase();
  onTestFinished(() => database.drop());
  const sandbox = await startSandbox({ world: studio, manifest: await readManifest(), clock });
  onTestFinished(() => sandbox.stop());
  await seedAgency(database.db);
  await seedClient(database.db, 'Acme');
  const config = readConfig(
    {
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_APP_TOKEN: sandbox.appToken,
      SLACK_API_URL: sandbox.slackApiUrl,
      DATABASE_URL: database.url,
    },
    { platform: process.platform, uid: undefined, home: '/nowhere' },
  );
  const start = async () => {
    const queue = createQueue({ databaseUrl: database.url, clock, log: silentLog });
    const app = await createApp(config, { database: database.db, queue, clock, log: silentLog });
    await app.start();
    await queue.idle();
    return app;
  };
  const driver = connectSandbox(sandbox.url);

  const before = await start();
  expect(await remindersOf(driver, ID.ana)).toEqual([]);
  await before.stop(5_000);
  clock.moveTo(instant('2026-03-03T09:04:00Z'));
  const after = await start();
  onTestFinished(() => after.stop(5_000));
  await driver.as(ID.ana).waitForMessage('Acme');
  expect(await remindersOf(driver, ID.ana)).toHaveLength(1);
  const prompts = await database.db.selectFrom('prompts').selectAll().execute();
  expect(prompts.map(({ occurrence_at, status }) => [String(occurrence_at), status])).toEqual([
    ['2026-03-03T09:00:00Z', 'open'],
  ]);
});
