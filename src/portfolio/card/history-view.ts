/** A client's scores week by week: a chart for messages, a line of text for everywhere else. */

import type { Snapshot } from '../../health/snapshots/history-store.ts';
import { shortDayText } from '../../runtime/formats/dates.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { type DataVisualizationBlock, lineChart } from '../../slack/blocks/data-blocks.ts';

const WEEKS = 12;

/** How far back snapshots have to be read, in hours: to the Monday of the first week, in whatever zone. */
export const HISTORY_HOURS = (WEEKS * 7 + 1) * 24;

/** One week, and the score at its end; null where none was known then. */
export interface WeeklyScore {
  monday: Temporal.PlainDate;
  score: number | null;
}

/**
 * The last twelve weeks from Monday to Sunday in `zone`, the oldest first, this one with the score as it is now. Those
 * before anything was known are left out.
 *
 * @param history in any order.
 */
export function weeklyScores(
  history: readonly Snapshot[],
  scoreNow: number | null,
  zone: string,
  now: Temporal.Instant,
): WeeklyScore[] {
  const thisMonday = mondayOf(now, zone);
  const last = new Map<string, Snapshot>();
  for (const snapshot of history.toSorted((a, b) => Temporal.Instant.compare(a.taken_at, b.taken_at))) {
    last.set(String(mondayOf(snapshot.taken_at, zone)), snapshot);
  }
  const weeks = Array.from({ length: WEEKS }, (_, index): WeeklyScore => {
    const monday = thisMonday.subtract({ weeks: WEEKS - 1 - index });
    const isThis = index === WEEKS - 1;
    return { monday, score: isThis ? scoreNow : (last.get(String(monday))?.score ?? null) };
  });
  const first = weeks.findIndex(({ score }) => score !== null);
  return first < 0 ? [] : weeks.slice(first);
}

/** Weeks of which nothing is known are not in it, for a chart has no gaps. Null for fewer than two points. */
export function historyChart(weeks: readonly WeeklyScore[]): DataVisualizationBlock | null {
  const known = knownOf(weeks);
  if (known.length < 2) return null;
  return lineChart(
    `Score in the last ${WEEKS} weeks, of 100`,
    known.map(({ monday }) => shortDayText(monday)),
    [{ name: 'Score', values: known.map(({ score }) => score) }],
    { x: 'Week from' },
  );
}

/**
 * "Last 12 weeks: ▆▆▅·▄ fell from 81 to 62": for eyes and for ears. A dot is a week of which nothing is known. Null for
 * fewer than two points.
 */
export function historyLine(weeks: readonly WeeklyScore[]): string | null {
  const known = knownOf(weeks);
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < 2 || !first || !last) return null;
  const bars = weeks.map(({ score }) => (score === null ? '·' : barOf(score))).join('');
  const since = weeks.at(-1)?.score === null ? ', not known now' : '';
  return `Last ${count(weeks.length, 'week')}: ${bars} ${course(first.score, last.score)}${since}`;
}

interface KnownWeek extends WeeklyScore {
  score: number;
}

function knownOf(weeks: readonly WeeklyScore[]): KnownWeek[] {
  return weeks.flatMap(({ monday, score }) => (score === null ? [] : [{ monday, score }]));
}

function course(first: number, last: number): string {
  if (first === last) return `${last}, as at first`;
  return `${last > first ? 'rose' : 'fell'} from ${first} to ${last}`;
}

const BARS = '▁▂▃▄▅▆▇█';

function barOf(score: number): string {
  return BARS.charAt(Math.min(BARS.length - 1, Math.floor((score * BARS.length) / 100)));
}

function mondayOf(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  const day = instant.toZonedDateTimeISO(zone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 });
}
