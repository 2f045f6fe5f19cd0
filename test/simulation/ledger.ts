/** The books of a simulated year: what was to happen, what did, and whatever went wrong. */

import Holidays from 'date-holidays';
import { sql } from 'kysely';
import type { Database } from '../../src/storage/database.ts';
import type { Posted } from './memory-slack.ts';
import { WORKSPACE } from './population.ts';

export interface Tally {
  occurrences: number;
  /** How many ended in each way, such as `answered` or `missed: away`. */
  ends: Record<string, number>;
  /** Of those that were asked: of the owner, or of their cover. */
  askedOfCover: number;
  rounds: number;
  nudges: number;
  notices: number;
  /** Messages that Slack took without saying so. */
  lostAnswers: number;
  /** What must not be: each says in words what and when. */
  lost: string[];
  doubled: string[];
  disturbed: string[];
}

/**
 * Follows every client's next occurrence from outside. One that has come must have a prompt after the next tick; one that
 * is moved before it has come must have been moved by somebody: `touched` names whose.
 */
export class Ledger {
  readonly lost: string[] = [];
  readonly #db: Database;
  #next = new Map<string, string>();
  #touched = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Somebody has moved this client's schedule, as a check-in does; no id means everybody's. */
  touched(clientId: string): void {
    this.#touched.add(clientId);
  }

  /** Looks after each tick that ran at `now`. */
  async afterTick(now: Temporal.Instant): Promise<void> {
    const rows = await this.#db.selectFrom('clients').select(['id', 'next_due_at']).execute();
    const moved = rows.filter((row) => this.#next.get(row.id) !== String(row.next_due_at));
    for (const row of rows) {
      if (row.next_due_at && Temporal.Instant.compare(row.next_due_at, now) <= 0)
        this.lost.push(`${row.id} is still due at ${row.next_due_at}, ${now}`);
    }
    const before = moved.flatMap(({ id }) => {
      const at = this.#next.get(id);
      return at ? [{ id, at }] : [];
    });
    await this.#mustHavePrompts(
      before.filter(({ id }) => !this.#touched.has(id)),
      now,
    );
    await this.#mustFollow(
      before.filter(({ id }) => !this.#touched.has(id)),
      now,
    );
    for (const row of moved) this.#next.set(row.id, String(row.next_due_at));
    this.#touched.clear();
  }

  /** From an occurrence that passed to the next one, through those between: each at most one gap after the one before. */
  async #mustFollow(passed: readonly { id: string; at: string }[], now: Temporal.Instant): Promise<void> {
    if (passed.length === 0) return;
    const ids = passed.map(({ id }) => id);
    const { rows } = await sql<{ id: string; at: Temporal.Instant; unit: string; every: number }>`
      select clients.id, occurrence.at, clients.cadence_unit as unit, clients.cadence_every as every
      from unnest(${ids}::uuid[], ${passed.map(({ at }) => at)}::timestamptz[]) passed(id, at)
      join clients on clients.id = passed.id
      cross join lateral (
        select clients.next_due_at as at
        union select occurrence_at from prompts
        where prompts.client_id = passed.id and prompts.occurrence_at >= passed.at) occurrence
      where occurrence.at is not null
      order by clients.id, occurrence.at`.execute(this.#db);
    for (const [id, chain] of Map.groupBy(rows, (row) => row.id)) {
      for (const [n, { at, unit, every }] of chain.entries()) {
        const before = chain[n - 1];
        const gap = before ? at.since(before.at).total('hours') / 24 : 0;
        if (gap > (unit === 'week' ? every * 7 + 1 : every * 31 + 7)) {
          this.lost.push(`${id} goes from ${before?.at} to ${at}, ${now}`);
        }
      }
    }
  }

  async #mustHavePrompts(
    passed: readonly { id: string; at: string }[],
    now: Temporal.Instant,
  ): Promise<void> {
    if (passed.length === 0) return;
    const { rows } = await sql<{ id: string; at: string }>`
      select passed.id, passed.at::text as at
      from unnest(${passed.map(({ id }) => id)}::uuid[], ${passed.map(({ at }) => at)}::timestamptz[]) passed(id, at)
      where not exists (
        select from prompts where prompts.client_id = passed.id and prompts.occurrence_at = passed.at)`.execute(
      this.#db,
    );
    for (const { id, at } of rows)
      this.lost.push(`${id} had an occurrence at ${at} that has no prompt, ${now}`);
  }
}

/** Closes the books at `now`. */
export async function closeBooks(
  db: Database,
  { posted, lostAnswers }: { posted: readonly Posted[]; lostAnswers: number },
  disturbed: string[],
  lost: string[],
  snoozed: ReadonlySet<string>,
  now: Temporal.Instant,
): Promise<Tally> {
  const prompts = await db
    .selectFrom('prompts')
    .select(['status', 'missed_reason'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy(['status', 'missed_reason'])
    .execute();
  const ends = Object.fromEntries(
    prompts.map((row) => [
      row.missed_reason ? `missed: ${row.missed_reason}` : row.status,
      Number(row.count),
    ]),
  );
  const kinds = await db
    .selectFrom('deliveries')
    .select('kind')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', 'in', ['sent', 'unknown'])
    .groupBy('kind')
    .execute();
  const sentOf = (kind: string) => Number(kinds.find((row) => row.kind === kind)?.count ?? 0);
  const covered = await sql<{ count: number }>`
    select count(*) as count from prompts where covering_for is not null`.execute(db);
  return {
    occurrences: Object.values(ends).reduce((sum, count) => sum + count, 0),
    ends,
    askedOfCover: Number(covered.rows[0]?.count ?? 0),
    rounds: sentOf('round'),
    nudges: sentOf('nudge'),
    notices: sentOf('notice'),
    lostAnswers,
    lost: [...lost, ...(await stuck(db, now))],
    doubled: [...postedTwice(posted), ...(await askedTwice(db, snoozed))],
    disturbed,
  };
}

/** What is open and will never be asked, or was asked and never sent. */
async function stuck(db: Database, now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select prompts.id from prompts
    where status = 'open' and (
      ask_at < ${now.subtract({ hours: 1 })}
      or ask_at is null and not exists (
        select from round_prompts
        join rounds on rounds.id = round_prompts.round_id
        join deliveries on deliveries.id = rounds.delivery_id
        where round_prompts.prompt_id = prompts.id and deliveries.status in ('sent', 'pending', 'sending', 'unknown')))`.execute(
    db,
  );
  return rows.map(({ id }) => `prompt ${id} is open and forgotten`);
}

function postedTwice(posted: readonly Posted[]): string[] {
  return [...Map.groupBy(posted, ({ deliveryId }) => deliveryId)]
    .filter(([, times]) => times.length > 1)
    .map(([id, times]) => `delivery ${id} was posted ${times.length} times`);
}

/** The same person, about the same occurrence, though nobody had put it off or was away. */
async function askedTwice(db: Database, snoozed: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await sql<{ id: string; rounds: number }>`
    select prompts.id, count(*) as rounds from prompts
    join round_prompts on round_prompts.prompt_id = prompts.id
    join rounds on rounds.id = round_prompts.round_id
    where not prompts.id = any(${[...snoozed]}::uuid[])
    group by prompts.id, rounds.owner_id
    having count(*) > 1 and not exists (
      select from away_dates
      where away_dates.person_id in (rounds.owner_id, prompts.covering_for, prompts.owner_id)
        and away_dates.first_day <= max(rounds.due_at)::date + 1
        and away_dates.last_day >= min(rounds.due_at)::date - 1)`.execute(db);
  return rows.map(({ id, rounds }) => `prompt ${id} was in ${rounds} rounds of one person`);
}

/** What a person has said about when they may be disturbed, read from the tables. */
interface Ways {
  zone: string;
  days: number[];
  from: string;
  to: string;
  holidays: string | null;
}

const holidays = new Map<string, ReadonlySet<string>>();
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Why a message at `at` disturbs a person; null when it does not. Reckoned from the rows with Intl and the holidays'
 * library alone, apart from Rapport's own calendar.
 */
export async function disturbance(
  db: Database,
  personId: string,
  at: Temporal.Instant,
): Promise<string | null> {
  const { rows } = await sql<Ways>`
    select coalesce(p.zone_override, p.time_zone, w.default_time_zone) as zone,
      coalesce(p.working_days, w.working_days) as days,
      coalesce(p.quiet_from, w.quiet_from)::text as "from", coalesce(p.quiet_to, w.quiet_to)::text as "to",
      coalesce(p.holidays, w.holidays) as holidays
    from people p join workspaces w on w.id = p.workspace_id
    where p.workspace_id = ${WORKSPACE} and p.id = ${personId}`.execute(db);
  const [ways] = rows;
  if (!ways) return 'nobody knows them';
  const { date, time } = clockIn(ways.zone, at);
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  const what = `${personId} at ${date} ${time} in ${ways.zone}`;
  if (!ways.days.includes(weekday)) return `${what}: no working day`;
  const isQuiet =
    ways.from > ways.to ? time >= ways.from || time < ways.to : time >= ways.from && time < ways.to;
  if (isQuiet) return `${what}: quiet from ${ways.from} to ${ways.to}`;
  if (isHoliday(ways.holidays, date)) return `${what}: a holiday`;
  return null;
}

function clockIn(zone: string, at: Temporal.Instant): { date: string; time: string } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  const [date = '', time = ''] = format.format(at.epochMilliseconds).split(' ');
  return { date, time };
}

function isHoliday(place: string | null, date: string): boolean {
  if (!place) return false;
  const year = date.slice(0, 4);
  const key = `${place} ${year}`;
  const [country = '', state = ''] = place.split('-');
  const days =
    holidays.get(key) ??
    new Set(
      new Holidays(country, state, { types: ['public'] })
        .getHolidays(year)
        .map((each) => each.date.slice(0, 10)),
    );
  holidays.set(key, days);
  return days.has(date);
}
