/** How one owner's clients could be spread over the weekdays, so that no day has many more than another. */

import { instantAt } from '../calendars/rules.ts';
import { type Cadence, occurrencesBetween, withOwnerTime } from '../clients/cadence/rules.ts';
import { type Client, isAsked } from '../clients/rules.ts';
import { mondayOf } from './rules.ts';

/** A client's weekday and the one it could have, by ISO number. */
export interface Move {
  clientId: string;
  from: number;
  to: number;
}

export interface Spread {
  /** None where the clients are spread evenly already. */
  moves: Move[];
  /** How often the owner is asked in the next four weeks, by ISO weekday from 1 to 7, as it is and as it would be. */
  before: number[];
  after: number[];
}

/** What an owner's calendar says about spreading. */
export interface SpreadOver {
  /** IANA zone. */
  zone: string;
  /** ISO weekdays. */
  workingDays: readonly number[];
  /** The time of day that takes the place of each client's own. */
  remindAt: Temporal.PlainTime | null;
}

/** Looked at: long enough that what comes every other week or month counts too. */
const WEEKS = 12;
const WEEKS_COUNTED = 4;

/** What is shown and then confirmed has to fit into a modal's metadata. */
export const MOVES_MAX = 100;

/** A client asked about on one weekday every so many weeks: these can move within their week. */
interface Movable {
  client: Client;
  weekday: number;
  /** The weeks from now in which it is asked about. */
  weeks: number[];
}

/**
 * Moves one client at a time to the weekday that evens the days out most, until nothing does. What is asked several times
 * a week, or by the month, stays where it is and counts.
 */
export function spreadEvenly(clients: readonly Client[], over: SpreadOver, now: Temporal.Instant): Spread {
  const { zone, workingDays } = over;
  const load = new Load();
  const movable: Movable[] = [];
  const monday = mondayOf(now.toZonedDateTimeISO(zone).toPlainDate());
  for (const client of clients.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))) {
    const days = daysAhead(client, over, monday);
    for (const { week, weekday } of days) load.add(week, weekday, 1);
    const weekday = onlyWeekday(client.cadence);
    if (weekday !== null && days.length > 0) {
      movable.push({ client, weekday, weeks: days.map(({ week }) => week) });
    }
  }
  const before = load.byWeekday();
  const original = new Map(movable.map(({ client, weekday }) => [client.id, weekday]));
  const moved = () => movable.filter(({ client, weekday }) => original.get(client.id) !== weekday);
  while (moved().length < MOVES_MAX) {
    const best = bestMove(movable, workingDays, load);
    if (!best) break;
    load.move(best.movable, best.to);
    best.movable.weekday = best.to;
  }
  const moves = moved().map(({ client, weekday }) => ({
    clientId: client.id,
    from: original.get(client.id) ?? weekday,
    to: weekday,
  }));
  return { moves, before, after: load.byWeekday() };
}

/** The client with another weekday. Its next occurrence moves within its week, unless that day is over already. */
export function onWeekday(
  client: Client,
  to: number,
  { zone, remindAt }: Pick<SpreadOver, 'zone' | 'remindAt'>,
  now: Temporal.Instant,
): Client {
  const { every, time } = client.cadence;
  const cadence: Cadence = { every, time, unit: 'week', weekdays: [to] };
  const { nextDueAt, lastContactAt } = client;
  if (!nextDueAt) return { ...client, cadence };
  const day = mondayOf(nextDueAt.toZonedDateTimeISO(zone).toPlainDate()).add({ days: to - 1 });
  const moved = instantAt(day, remindAt ?? time, zone);
  const spokeOn = lastContactAt?.toZonedDateTimeISO(zone).toPlainDate();
  const isTooEarly =
    Temporal.Instant.compare(moved, now) <= 0 ||
    (spokeOn !== undefined && Temporal.PlainDate.compare(day, spokeOn) <= 0);
  return { ...client, cadence, nextDueAt: isTooEarly ? nextDueAt : moved };
}

/** The one weekday on which a client is asked about every so many weeks; null for any other cadence. */
export function onlyWeekday(cadence: Cadence): number | null {
  return cadence.unit === 'week' && cadence.weekdays.length === 1 ? (cadence.weekdays[0] ?? null) : null;
}

interface Day {
  /** Weeks from this one. */
  week: number;
  weekday: number;
}

function daysAhead(client: Client, over: SpreadOver, monday: Temporal.PlainDate): Day[] {
  if (!client.nextDueAt || !isAsked(client.status)) return [];
  const { zone } = over;
  const end = monday.add({ weeks: WEEKS }).toZonedDateTime(zone).toInstant();
  const cadence = withOwnerTime(client.cadence, over);
  return occurrencesBetween(cadence, zone, client.nextDueAt, end).map((at) => {
    const day = at.toZonedDateTimeISO(zone).toPlainDate();
    const week = Math.max(0, Math.floor(monday.until(day).days / 7));
    return { week, weekday: day.dayOfWeek };
  });
}

/** The move that evens out most; of equal ones the shortest, then the first by name. Null when none helps. */
function bestMove(
  movable: readonly Movable[],
  workingDays: readonly number[],
  load: Load,
): { movable: Movable; to: number } | null {
  let best: { movable: Movable; to: number; gain: number; far: number } | null = null;
  for (const each of movable) {
    for (const to of workingDays) {
      if (to === each.weekday) continue;
      const gain = load.gain(each, to) + (workingDays.includes(each.weekday) ? 0 : OFF_DAY);
      const far = Math.abs(to - each.weekday);
      if (gain <= 0) continue;
      if (!best || gain > best.gain || (gain === best.gain && far < best.far)) {
        best = { movable: each, to, gain, far };
      }
    }
  }
  return best;
}

/** A client whose weekday is a day off comes first: it only adds to the day after. */
const OFF_DAY = 1_000_000;

/** How many are asked about on each day. */
class Load {
  readonly #days = Array.from({ length: WEEKS }, () => new Array<number>(8).fill(0));

  add(week: number, weekday: number, by: number): void {
    const days = this.#days[week];
    if (days) days[weekday] = this.#at(week, weekday) + by;
  }

  move({ weeks, weekday }: Movable, to: number): void {
    for (const week of weeks) {
      this.add(week, weekday, -1);
      this.add(week, to, 1);
    }
  }

  /** By how much the sum of squares falls: it is the least where all days are alike. */
  gain({ weeks, weekday }: Movable, to: number): number {
    return weeks.reduce((sum, week) => sum + 2 * (this.#at(week, weekday) - this.#at(week, to) - 1), 0);
  }

  byWeekday(): number[] {
    return [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
      this.#days.slice(0, WEEKS_COUNTED).reduce((sum, days) => sum + (days[weekday] ?? 0), 0),
    );
  }

  #at(week: number, weekday: number): number {
    return this.#days[week]?.[weekday] ?? 0;
  }
}
