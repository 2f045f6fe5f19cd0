import { sql } from 'kysely';
import type { Database } from '../../src/storage/database.ts';
import type { Notes } from './notes.ts';

const ASKED = ['prospect', 'active', 'leaving'];

/** An occurrence that is moved to another zone, or another time of day, stays as near as this, in hours. */
const NEAR_HOURS = 50;

/** How one client stands, as far as its next occurrence goes. */
interface Line {
  id: string;
  status: string;
  owner_id: string;
  cover_id: string | null;
  /** The next occurrence, as Postgres writes it. */
  at: string | null;
  is_due: boolean;
  /** The zone and time of day that the owner's clients are planned with. */
  plannedWith: string;
  unit: string;
  every: number;
}

interface Occurrence {
  id: string;
  at: string;
}

/**
 * Follows every client's next occurrence from outside. One that has come must have a prompt after the next tick; one that
 * is moved before it has come must have been moved by somebody, as the notes tell, and not far.
 */
export class Ledger {
  readonly lost: string[] = [];
  readonly #db: Database;
  readonly #notes: Notes;
  #lines = new Map<string, Line>();

  constructor(db: Database, notes: Notes) {
    this.#db = db;
    this.#notes = notes;
  }

  /** Looks after each tick that ran at `now`. */
  async afterTick(now: Temporal.Instant): Promise<void> {
    const lines = await this.#read(now);
    const moved = this.#notes.takeMoved();
    const passed: Occurrence[] = [];
    const shifted: { before: Occurrence; after: Line }[] = [];
    for (const line of lines) {
      const before = this.#lines.get(line.id);
      this.#lines.set(line.id, line);
      const isAsked = ASKED.includes(line.status);
      if (line.is_due && isAsked) this.lost.push(`${line.id} is still due at ${line.at}, ${now}`);
      if (isAsked && !line.at) this.lost.push(`${line.id} is asked about no more, ${now}`);
      if (!before || isSame(before, line)) continue;
      if (before.owner_id !== line.owner_id) {
        this.#notes.changedOwner(line.id, now);
        this.#mustBeGiven(before, line, now);
      }
      const by = moved.get(line.id);
      if (by && line.at && isAsked) this.#mustNotBeFar(line, by === 'snooze', now);
      if (by || !before.at) continue;
      const occurrence = { id: line.id, at: before.at };
      if (before.owner_id !== line.owner_id || before.plannedWith !== line.plannedWith)
        shifted.push({ before: occurrence, after: line });
      else if (before.at !== line.at) passed.push(occurrence);
    }
    await this.#mustHavePrompts(passed, now);
    await this.#mustFollow(passed, now);
    for (const each of shifted) await this.#mustBeNear(each.before, each.after, now);
  }

  async #read(now: Temporal.Instant): Promise<Line[]> {
    const { rows } = await sql<Line>`
      select c.id, c.status, c.owner_id, c.cover_id, c.next_due_at::text as at, c.next_due_at <= ${now} as is_due,
        concat_ws(' ', p.planned_zone, p.planned_time) as "plannedWith", c.cadence_unit as unit, c.cadence_every as every
      from clients c join people p on p.workspace_id = c.workspace_id and p.id = c.owner_id`.execute(
      this.#db,
    );
    return rows;
  }

  /** By somebody who handed it over, or to the cover of an owner who has left. */
  #mustBeGiven(before: Line, after: Line, now: Temporal.Instant): void {
    const given = this.#notes.handOvers.findLast(({ clientIds }) => clientIds.includes(after.id));
    if (given?.toId === after.owner_id) return;
    const hasLeft = [before.owner_id, given?.toId ?? ''].some((id) => this.#notes.leavers.has(id));
    if (hasLeft && before.cover_id === after.owner_id) return;
    this.lost.push(`${after.id} went from ${before.owner_id} to ${after.owner_id} by itself, ${now}`);
  }

  /** After a contact or a change of status: no more than a step of the cadence away, and half of one for the nearest day. */
  #mustNotBeFar({ id, at, unit, every }: Line, isPutOff: boolean, now: Temporal.Instant): void {
    const days = at ? Temporal.Instant.from(at).since(now).total('hours') / 24 : 0;
    const most = (unit === 'week' ? every * 7 + 5 : every * 31 + 17) + (isPutOff ? 30 : 0);
    if (days > most) this.lost.push(`${id} is asked about in ${days} days, ${now}`);
  }

  async #mustHavePrompts(passed: readonly Occurrence[], now: Temporal.Instant): Promise<void> {
    if (passed.length === 0) return;
    const { rows } = await sql<Occurrence>`
      select passed.id, passed.at::text as at
      from unnest(${passed.map(({ id }) => id)}::uuid[], ${passed.map(({ at }) => at)}::timestamptz[]) passed(id, at)
      where not exists (
        select from prompts where prompts.client_id = passed.id and prompts.occurrence_at = passed.at)`.execute(
      this.#db,
    );
    for (const { id, at } of rows)
      this.lost.push(`${id} had an occurrence at ${at} that has no prompt, ${now}`);
  }

  /** From an occurrence that passed to the next one, through those between: each at most one gap after the one before. */
  async #mustFollow(passed: readonly Occurrence[], now: Temporal.Instant): Promise<void> {
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

  /** One that goes along with its owner, or to another: it is still to come, or has come, at about the same time. */
  async #mustBeNear(before: Occurrence, after: Line, now: Temporal.Instant): Promise<void> {
    const { rows } = await sql`
      select from clients c
      where c.id = ${before.id} and (
        abs(extract(epoch from c.next_due_at - ${before.at}::timestamptz)) <= ${NEAR_HOURS * 3_600}
        or exists (
          select from prompts
          where prompts.client_id = c.id
            and abs(extract(epoch from prompts.occurrence_at - ${before.at}::timestamptz)) <= ${NEAR_HOURS * 3_600}))`.execute(
      this.#db,
    );
    if (rows.length === 0) this.lost.push(`${before.id} was moved from ${before.at} to ${after.at}, ${now}`);
  }
}

function isSame(before: Line, after: Line): boolean {
  return (
    before.at === after.at &&
    before.owner_id === after.owner_id &&
    before.plannedWith === after.plannedWith &&
    before.status === after.status
  );
}
