/** A client's weekly scores: a chart in messages, a line of text everywhere else. */

import { shortDayText } from '../../runtime/formats/dates.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { type DataVisualizationBlock, lineChart } from '../../slack/blocks/data-blocks.ts';
import { HISTORY_WEEKS, type WeeklyScore } from './rules.ts';

/** Weeks without a score are left out, for a chart has no gaps. Null for fewer than two points. */
export function historyChart(weeks: readonly WeeklyScore[]): DataVisualizationBlock | null {
  const known = knownScores(weeks);
  if (known.length < 2) return null;
  return lineChart(
    `Score in the last ${HISTORY_WEEKS} weeks, of 100`,
    known.map(({ monday }) => shortDayText(monday)),
    [{ name: 'Score', values: known.map(({ score }) => score) }],
    { x: 'Week from' },
  );
}

/** "Last 12 weeks: ▆▆▅·▄ fell from 81 to 62"; a dot is a week without a score. Null for fewer than two scores. */
export function historyLine(weeks: readonly WeeklyScore[]): string | null {
  const known = knownScores(weeks);
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < 2 || !first || !last) return null;
  const bars = weeks.map(({ score }) => (score === null ? '·' : barOf(score))).join('');
  const unknownNow = weeks.at(-1)?.score === null ? ', unknown now' : '';
  return `Last ${count(weeks.length, 'week')}: ${bars} ${courseText(first.score, last.score)}${unknownNow}`;
}

function knownScores(weeks: readonly WeeklyScore[]): (WeeklyScore & { score: number })[] {
  return weeks.flatMap(({ monday, score }) => (score === null ? [] : [{ monday, score }]));
}

function courseText(first: number, last: number): string {
  if (first === last) return `${last}, as at the start`;
  return `${last > first ? 'rose' : 'fell'} from ${first} to ${last}`;
}

const BARS = '▁▂▃▄▅▆▇█';

function barOf(score: number): string {
  return BARS.charAt(Math.min(BARS.length - 1, Math.floor((score * BARS.length) / 100)));
}
