/**
 * How fast Slack is written to. Each lane of a workspace is one row, so that all processes together keep to its pace, and
 * so that one workspace's waiting is no other's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Clock } from '../../runtime/clock.ts';
import type { Database } from '../../storage/database.ts';

/** One of the things that Slack counts by itself. */
export interface Lane {
  name: string;
  /** Milliseconds between two, in the long run. */
  everyMs: number;
  /** So many may come at once, after a rest. */
  burst: number;
}

/**
 * A message counts for its conversation (one a second) and for its workspace (two hundred a minute). Source:
 * docs.slack.dev, "Rate limits": about one message a second in a channel, several hundred a minute in a workspace.
 */
export function lanesOfMessage(conversation: string): Lane[] {
  return [
    { name: 'workspace', everyMs: 300, burst: 10 },
    { name: conversation, everyMs: 1_000, burst: 1 },
  ];
}

/** `chat.update` is counted apart. Source: docs.slack.dev, chat.update: tier 3, fifty a minute. */
export const LANES_OF_UPDATE: readonly Lane[] = [{ name: 'updates', everyMs: 1_200, burst: 20 }];

/** It is not our turn yet. */
export class NotOurTurn extends Error {
  override readonly name = 'NotOurTurn';
  /** When to come back. */
  readonly at: Temporal.Instant;

  constructor(at: Temporal.Instant) {
    super('It is not our turn yet');
    this.at = at;
  }
}

/** Who keeps the pace. */
export interface Pace {
  /** Resolves when it is our turn in all of these lanes. @throws NotOurTurn when that would take long. */
  turn(workspaceId: string, lanes: readonly Lane[]): Promise<void>;
  /** Slack told us to stop: nobody has a turn in this lane before `until`. */
  block(workspaceId: string, lane: Lane, until: Temporal.Instant): Promise<void>;
}

/** For what keeps no pace: a simulation, a test of something else. */
export const unpaced: Pace = { turn: async () => {}, block: async () => {} };

/** Longer than this, in milliseconds, no worker is held up: the delivery's row waits instead. */
const PATIENCE_MS = 5_000;

/** The clock may be moved on while we wait, so it is looked at this often, in milliseconds. */
const LOOK_EVERY_MS = 100;

/** @param wait for so many milliseconds, by the machine's clock. */
export function createPace(db: Database, clock: Clock, wait: (ms: number) => Promise<unknown> = pause): Pace {
  return {
    async turn(workspaceId, lanes) {
      const now = clock.now();
      const at = await reserve(db, workspaceId, lanes, now);
      if (waitMs(at, now) > PATIENCE_MS) throw new NotOurTurn(at);
      await waitUntil(clock, at, wait);
    },
    async block(workspaceId, lane, until) {
      const freeAt = until.add({ milliseconds: (lane.burst - 1) * lane.everyMs });
      await sql`
        insert into pace (workspace_id, lane, free_at) values (${workspaceId}, ${lane.name}, ${freeAt})
        on conflict (workspace_id, lane) do update set free_at = greatest(pace.free_at, excluded.free_at)`.execute(
        db,
      );
    },
  };
}

/**
 * Takes the next turn in all lanes, unless it is further away than anybody waits. `free_at` is when the lane would be free
 * of all turns given so far; a burst may come that much before.
 */
async function reserve(
  db: Database,
  workspaceId: string,
  lanes: readonly Lane[],
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .insertInto('pace')
      .values(lanes.map(({ name }) => ({ workspace_id: workspaceId, lane: name, free_at: now })))
      // Locks the rows that were there, in the order of `lanes`.
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'lane']).doUpdateSet((eb) => ({ free_at: eb.ref('pace.free_at') })),
      )
      .returning(['lane', 'free_at'])
      .execute();
    const freeAt = new Map(rows.map((row) => [row.lane, row.free_at]));
    const free = (lane: Lane) => later(freeAt.get(lane.name) ?? now, now);
    const at = lanes
      .map((lane) => free(lane).subtract({ milliseconds: (lane.burst - 1) * lane.everyMs }))
      .reduce(later, now);
    if (waitMs(at, now) > PATIENCE_MS) return at;
    for (const lane of lanes) {
      await trx
        .updateTable('pace')
        .set({ free_at: later(free(lane), at).add({ milliseconds: lane.everyMs }) })
        .where('workspace_id', '=', workspaceId)
        .where('lane', '=', lane.name)
        .execute();
    }
    return at;
  });
}

/** By the clock, but never longer than the wait would take by the machine's: some clocks stand still. */
async function waitUntil(
  clock: Clock,
  at: Temporal.Instant,
  wait: (ms: number) => Promise<unknown>,
): Promise<void> {
  let left = waitMs(at, clock.now());
  for (let longest = left; longest > 0 && left > 0; longest -= LOOK_EVERY_MS) {
    await wait(Math.min(left, LOOK_EVERY_MS));
    left = waitMs(at, clock.now());
  }
}

function waitMs(at: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, Math.ceil(at.since(now).total('milliseconds')));
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b;
}
