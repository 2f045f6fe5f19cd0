import { beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../src/runtime/log.ts';
import {
  createPace,
  LANES_OF_UPDATE,
  type Lane,
  lanesOfMessage,
  NotOurTurn,
} from '../../../src/slack/outbound/rate-limiter.ts';
import { connectDatabase } from '../../../src/storage/database.ts';
import { clearAgency, StillClock, seedAgency } from '../../reminders/agency.ts';
import { useDatabase } from '../../support/database.ts';
import { ID } from '../../support/studio.ts';

const database = useDatabase();
const start = Temporal.Instant.from('2026-03-03T09:00:00Z');
const clock = new StillClock(start);
const other = 'T0OTHER';

beforeEach(async () => {
  clock.at = start;
  await clearAgency(database.db);
  await seedAgency(database.db);
  await seedAgency(database.db, other);
});

/** Takes turns until one is refused, moving the clock on to each time that it is told, for so long. */
async function turnsWithin(
  lanes: (turn: number) => readonly Lane[],
  seconds: number,
  paces = [createPace(database.db, clock)],
): Promise<number> {
  const end = start.add({ seconds });
  for (let turn = 0; ; turn += 1) {
    const pace = paces[turn % paces.length];
    for (;;) {
      const refused = await pace?.turn(ID.team, lanes(turn)).catch((error: unknown) => error);
      if (!refused) break;
      if (!(refused instanceof NotOurTurn)) throw refused;
      clock.at = refused.at;
    }
    if (Temporal.Instant.compare(clock.at, end) >= 0) return turn;
    // Each process asks again as soon as it may: nobody sleeps in this test.
    clock.at = await freeAt(lanes(turn + 1));
    if (Temporal.Instant.compare(clock.at, end) >= 0) return turn + 1;
  }
}

/** When the last of these lanes may be used again. */
async function freeAt(lanes: readonly Lane[]): Promise<Temporal.Instant> {
  const rows = await database.db
    .selectFrom('pace')
    .selectAll()
    .where('workspace_id', '=', ID.team)
    .where(
      'lane',
      'in',
      lanes.map(({ name }) => name),
    )
    .execute();
  return rows
    .map(({ lane, free_at }) => {
      const { burst = 1, everyMs = 0 } = lanes.find(({ name }) => name === lane) ?? {};
      return free_at.subtract({ milliseconds: (burst - 1) * everyMs });
    })
    .reduce((a, b) => (Temporal.Instant.compare(a, b) > 0 ? a : b), clock.at);
}

describe('the pace of sending', () => {
  test('is one message a second in a conversation', async () => {
    expect(await turnsWithin(() => lanesOfMessage('D1'), 30)).toBe(30);
  });

  test('is two hundred messages a minute in a workspace, after the first ten', async () => {
    const turns = await turnsWithin((turn) => lanesOfMessage(`D${turn}`), 60);
    expect(turns).toBeGreaterThanOrEqual(200);
    expect(turns).toBeLessThanOrEqual(210);
  });

  test('is kept by two processes together', async () => {
    const second = connectDatabase(database.url, silentLog);
    try {
      const paces = [createPace(database.db, clock), createPace(second, clock)];
      const turns = await turnsWithin((turn) => lanesOfMessage(`D${turn}`), 60, paces);
      expect(turns).toBeLessThanOrEqual(210);
    } finally {
      await second.destroy();
    }
  });

  test('gives one of many that ask at once its turn, and the others a later one', async () => {
    const pace = createPace(database.db, clock);
    const blocked = start.add({ seconds: 60 });
    const [workspace] = lanesOfMessage('D1');
    if (workspace) await pace.block(ID.team, workspace, blocked);
    clock.at = blocked;
    const asked = await Promise.all([1, 2, 3].map((n) => pace.turn(ID.team, lanesOfMessage(`D${n}`))));
    expect(asked).toHaveLength(3);
    // The burst was used up by the block: the third turn is 600 ms after it.
    const row = await database.db
      .selectFrom('pace')
      .select('free_at')
      .where('lane', '=', 'workspace')
      .executeTakeFirstOrThrow();
    expect(row.free_at.since(blocked).total('milliseconds')).toBe(3 * 300 + 9 * 300);
  });

  test('stops until the time that a 429 named, in that workspace alone', async () => {
    const pace = createPace(database.db, clock);
    const [workspace] = lanesOfMessage('D1');
    const until = start.add({ seconds: 30 });
    if (workspace) await pace.block(ID.team, workspace, until);
    await expect(pace.turn(ID.team, lanesOfMessage('D1'))).rejects.toThrow(NotOurTurn);
    await expect(pace.turn(ID.team, lanesOfMessage('D2'))).rejects.toMatchObject({ at: until });
    await pace.turn(other, lanesOfMessage('D1'));
    await pace.turn(ID.team, LANES_OF_UPDATE);
    clock.at = until;
    await pace.turn(ID.team, lanesOfMessage('D1'));
    expect(clock.at).toBe(until);
  });

  test('is not shortened by an earlier 429 that is heard of later', async () => {
    const pace = createPace(database.db, clock);
    const [workspace] = lanesOfMessage('D1');
    if (!workspace) throw new Error('A message has no lane');
    await pace.block(ID.team, workspace, start.add({ seconds: 30 }));
    await pace.block(ID.team, workspace, start.add({ seconds: 10 }));
    await expect(pace.turn(ID.team, lanesOfMessage('D1'))).rejects.toMatchObject({
      at: start.add({ seconds: 30 }),
    });
  });

  test('takes no turn from a lane when another one is not free', async () => {
    const pace = createPace(database.db, clock);
    const [workspace, d1] = lanesOfMessage('D1');
    if (!workspace || !d1) throw new Error('A message has no lane');
    await pace.block(ID.team, workspace, start.add({ seconds: 30 }));
    await expect(pace.turn(ID.team, [workspace, d1])).rejects.toThrow(NotOurTurn);
    expect(await freeAt([d1])).toEqual(start);
  });
});
