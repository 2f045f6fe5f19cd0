/** Balances one owner's clients over their working days, so that no day is much busier than another. */

import type { Calendar } from '../calendars/rules.ts';
import { instantAt } from '../calendars/rules.ts';
import { type Cadence, occurrencesBetween, withOwnerTime } from '../clients/cadence/rules.ts';
import { type Client, isAsked } from '../clients/rules.ts';
import { mondayOf } from './rules.ts';

/** From one ISO weekday to another. */
export interface WeekdayMove {
  clientId: string;
  from: number;
  to: number;
}

export interface RebalancePlan {
  /** Empty for a week that is balanced already. */
  moves: WeekdayMove[];
  /** Check-ins in the next four weeks, on Mondays, Tuesdays and so on, without and with the moves. */
  before: number[];
  after: number[];
}

/** A plan with the clients that it names. */
export interface RebalancePreview extends RebalancePlan {
  clients: ReadonlyMap<string, Client>;
}

type OwnerCalendar = Pick<Calendar, 'zone' | 'workingDays' | 'remindAt'>;

/** Long enough to take in clients with check-ins every other week or month. */
const WEEKS_CONSIDERED = 12;
const WEEKS_COUNTED = 4;

/**
 * A modal's metadata holds no more.
 *
 * @internal
 */
export const MOVES_MAX = 100;

/** A client with one weekday: it can move within its week. */
interface Movable {
  client: Client;
  weekday: number;
  /** The weeks with a check-in, counted from this one. */
  weeks: number[];
}

/**
 * Makes the move that balances the days best, again and again until none helps. Clients with several check-ins a week, or
 * with monthly ones, count but stay where they are.
 */
export function rebalanceWeek(
  clients: readonly Client[],
  calendar: OwnerCalendar,
  now: Temporal.Instant,
): RebalancePlan {
  const { zone, workingDays } = calendar;
  const load = new WeekdayLoad();
  const movable: Movable[] = [];
  const monday = mondayOf(now.toZonedDateTimeISO(zone).toPlainDate());
  for (const client of clients.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))) {
    const days = occurrenceDays(client, calendar, monday);
    for (const { week, weekday } of days) load.add(week, weekday, 1);
    const weekday = singleWeekday(client.cadence);
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

/** Gives a client another weekday. The next check-in moves within its week, unless that day is over. */
export function moveToWeekday(
  client: Client,
  to: number,
  { zone, remindAt }: Pick<OwnerCalendar, 'zone' | 'remindAt'>,
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

/** The weekday of a client with one weekday; null for any other cadence. */
export function singleWeekday(cadence: Cadence): number | null {
  return cadence.unit === 'week' && cadence.weekdays.length === 1 ? (cadence.weekdays[0] ?? null) : null;
}

interface OccurrenceDay {
  /** 0 is this week. */
  week: number;
  weekday: number;
}

function occurrenceDays(
  client: Client,
  calendar: OwnerCalendar,
  monday: Temporal.PlainDate,
): OccurrenceDay[] {
  if (!client.nextDueAt || !isAsked(client.status)) return [];
  const { zone } = calendar;
  const end = monday.add({ weeks: WEEKS_CONSIDERED }).toZonedDateTime(zone).toInstant();
  const cadence = withOwnerTime(client.cadence, calendar);
  return occurrencesBetween(cadence, zone, client.nextDueAt, end).map((at) => {
    const day = at.toZonedDateTimeISO(zone).toPlainDate();
    const week = Math.max(0, Math.floor(monday.until(day).days / 7));
    return { week, weekday: day.dayOfWeek };
  });
}

/** The move that gains most; among equals the shortest, then the first by name. Null when none gains. */
function bestMove(
  movable: readonly Movable[],
  workingDays: readonly number[],
  load: WeekdayLoad,
): { movable: Movable; to: number } | null {
  let best: { movable: Movable; to: number; gain: number; distance: number } | null = null;
  for (const each of movable) {
    for (const to of workingDays) {
      if (to === each.weekday) continue;
      const gain = load.gain(each, to) + (workingDays.includes(each.weekday) ? 0 : DAY_OFF_GAIN);
      const distance = Math.abs(to - each.weekday);
      if (gain <= 0) continue;
      if (!best || gain > best.gain || (gain === best.gain && distance < best.distance)) {
        best = { movable: each, to, gain, distance };
      }
    }
  }
  return best;
}

/** Outweighs all else: a check-in on a day off only adds to the next working day. */
const DAY_OFF_GAIN = 1_000_000;

/** Check-ins per day. */
class WeekdayLoad {
  readonly #days = Array.from({ length: WEEKS_CONSIDERED }, () => new Array<number>(8).fill(0));

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

  /** By how much the sum of squares falls, which is lowest when all days are alike. */
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
