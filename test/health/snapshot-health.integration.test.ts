import { expect, test } from 'vitest';
import { addCheckIn } from '../../src/check-ins/store.ts';
import { saveOverride } from '../../src/health/override/set-override.ts';
import { type SnapshotChange, snapshotHealth } from '../../src/health/snapshots/snapshot-health.ts';
import type { Database } from '../../src/storage/database.ts';
import { someAnswers } from '../check-ins/samples.ts';
import { StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();

async function aWorkspace(): Promise<{
  db: Database;
  clock: StillClock;
  take: () => Promise<SnapshotChange[]>;
}> {
  const { db } = database;
  await db.deleteFrom('workspaces').execute();
  await seedAgency(db);
  const clock = new StillClock(TUESDAY_9_LONDON);
  const take = async () => {
    const all: SnapshotChange[] = [];
    await snapshotHealth({ db, clock }, async (_trx, taken) => void all.push(...taken));
    return all;
  };
  return { db, clock, take };
}

async function say(db: Database, clientId: string, clientSentiment: 1 | 5, at: Temporal.Instant) {
  await db.transaction().execute((trx) =>
    addCheckIn(
      trx,
      {
        workspaceId: ID.team,
        clientId,
        authorId: ID.ana,
        viewId: `V${at.epochMilliseconds}`,
        answers: someAnswers({ clientSentiment, ourImpression: clientSentiment }),
        spokeAt: at,
      },
      at,
    ),
  );
}

const kept = (db: Database) =>
  db.selectFrom('health_snapshots').selectAll().orderBy('taken_at').orderBy('id').execute();

test('health is kept once a day, however often it is looked at', async () => {
  const { db, clock, take } = await aWorkspace();
  await seedClient(db, 'Acme');
  await Promise.all([take(), take(), take()]);
  await take();
  expect(await kept(db)).toHaveLength(1);
  clock.at = clock.at.add({ hours: 24 });
  await Promise.all([take(), take()]);
  expect((await kept(db)).map(({ day }) => String(day))).toEqual(['2026-03-03', '2026-03-04']);
});

test('health is kept at every change, and tells what it was before', async () => {
  const { db, clock, take } = await aWorkspace();
  const acme = await seedClient(db, 'Acme');
  await take();
  await say(db, acme.id, 5, clock.at);
  expect((await take()).map(({ before, overview }) => [before, overview.health.band])).toEqual([
    ['unknown', 'healthy'],
  ]);
  clock.at = clock.at.add({ minutes: 5 });
  await say(db, acme.id, 1, clock.at);
  expect((await take()).map(({ before, overview }) => [before, overview.health.band])).toEqual([
    ['healthy', 'at-risk'],
  ]);
  expect(await take()).toEqual([]);
  expect((await kept(db)).map(({ band }) => band)).toEqual(['unknown', 'healthy', 'at-risk']);
});

test('what another process has kept is known where its clock is a little ahead', async () => {
  const { db, clock, take } = await aWorkspace();
  const acme = await seedClient(db, 'Acme');
  await take();
  clock.at = clock.at.add({ seconds: 2 });
  await say(db, acme.id, 1, clock.at);
  await take();
  clock.at = clock.at.subtract({ seconds: 1 });
  await say(db, acme.id, 1, clock.at);
  expect((await take()).map(({ before, overview }) => [before, overview.health.band])).toEqual([
    ['at-risk', 'at-risk'],
  ]);
});

test('what fails to be told of is not kept either, and comes again', async () => {
  const { db, clock, take } = await aWorkspace();
  await seedClient(db, 'Acme');
  const broken = snapshotHealth({ db, clock }, async () => {
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  expect(await kept(db)).toEqual([]);
  expect(await take()).toHaveLength(1);
});

test('a workspace of more clients than fit in one transaction is kept whole', async () => {
  const { db, take } = await aWorkspace();
  const acme = await seedClient(db, 'Acme');
  const {
    id: _id,
    health_due: _due,
    ...columns
  } = await db.selectFrom('clients').selectAll().where('id', '=', acme.id).executeTakeFirstOrThrow();
  await db
    .insertInto('clients')
    .values(
      Array.from({ length: 449 }, (_, index) => ({
        ...columns,
        name: `Client ${index}`,
        name_key: `client ${index}`,
      })),
    )
    .execute();
  expect(await take()).toHaveLength(450);
  expect(await kept(db)).toHaveLength(450);
});

test('an override that runs out is looked at again at once', async () => {
  const { db, clock, take } = await aWorkspace();
  const acme = await seedClient(db, 'Acme');
  await say(db, acme.id, 1, clock.at);
  const until = clock.at.add({ hours: 2 });
  const chosen = {
    clientId: acme.id,
    viewId: 'V1',
    band: 'healthy',
    reason: 'They have signed',
    until,
  } as const;
  await saveOverride({ db, clock }, { workspaceId: ID.team, userId: ID.ana }, chosen);
  await take();
  clock.at = clock.at.add({ hours: 3 });
  expect((await take()).map(({ before, overview }) => [before, overview.health.band])).toEqual([
    ['healthy', 'at-risk'],
  ]);
  expect(await take()).toEqual([]);
});
