import { sql } from 'kysely';
import type { Client, ClientDetails, ClientStatus } from '../../src/clients/rules.ts';
import { insertClient } from '../../src/clients/store.ts';
import { savePerson } from '../../src/people/store.ts';
import { escalateUnanswered } from '../../src/reminders/escalation/escalate-unanswered.ts';
import { planNudges } from '../../src/reminders/nudges/plan-nudges.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import type { Database } from '../../src/storage/database.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { ID } from '../support/studio.ts';

/** Tuesday, the day on which the clients of these tests are asked about. */
export const TUESDAY_9_LONDON = Temporal.Instant.from('2026-03-03T09:00:00Z');

/** Ana in London, Ben in New York. */
export async function seedAgency(db: Database, workspaceId: string = ID.team): Promise<void> {
  const now = Temporal.Instant.from('2026-01-05T09:00:00Z');
  await saveWorkspace(db, { workspaceId, workspaceName: 'Studio', botUserId: 'U0BOT' }, now);
  for (const [id, name, timeZone] of [
    [ID.ana, 'Ana Silva', 'Europe/London'],
    [ID.ben, 'Ben Carter', 'America/New_York'],
  ] as const) {
    await savePerson(db, workspaceId, { id, name, timeZone, kind: 'member' }, now);
  }
}

export interface Seed extends Partial<ClientDetails> {
  status?: ClientStatus;
  nextDueAt?: Temporal.Instant | null;
}

/** A client of Ana's, asked about every week on Tuesday at 09:00, due on Tuesday 3 March unless the seed says otherwise. */
export async function seedClient(db: Database, name: string, seed: Seed = {}): Promise<Client> {
  const details = {
    ownerId: ID.ana,
    coverId: null,
    channelId: null,
    cadence: { every: 1, unit: 'week' as const, weekdays: [2], time: Temporal.PlainTime.from('09:00') },
    longestGapDays: 30,
    monthlyFee: null,
    agreedHours: null,
    contact: { name: null, salutation: null, preferredChannel: null },
    status: 'active' as const,
    nextDueAt: TUESDAY_9_LONDON,
    ...seed,
    name,
  };
  const now = Temporal.Instant.from('2026-01-05T09:00:00Z');
  return db.transaction().execute((trx) => insertClient(trx, ID.team, details, now));
}

/** A clock that stands still until it is set. */
export class StillClock implements Clock {
  at: Temporal.Instant;

  constructor(at: Temporal.Instant | string) {
    this.at = Temporal.Instant.from(at);
  }

  now(): Temporal.Instant {
    return this.at;
  }
}

/** A tick at `when`, after which Slack has everything. */
export async function tickAt(db: Database, clock: StillClock, when: string): Promise<void> {
  clock.at = Temporal.Instant.from(when);
  await planRounds(db, clock);
  await planNudges(db, clock);
  await escalateUnanswered(db, clock);
  await db
    .updateTable('deliveries')
    .set({ status: 'sent', channel_id: 'D0', message_ts: '1', sent_at: clock.at, lease_until: null })
    .where('status', '=', 'pending')
    .execute();
}

/** A tick each hour from one instant to another. */
export async function tickHourly(db: Database, clock: StillClock, from: string, to: string): Promise<void> {
  const end = Temporal.Instant.from(to);
  for (
    let at = Temporal.Instant.from(from);
    Temporal.Instant.compare(at, end) <= 0;
    at = at.add({ hours: 1 })
  ) {
    await tickAt(db, clock, String(at));
  }
}

/** Empties the database between tests. */
export async function clearAgency(db: Database): Promise<void> {
  await sql`truncate workspaces cascade`.execute(db);
}
