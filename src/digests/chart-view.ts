import { BAND_LABELS, BANDS } from '../health/score/rules.ts';
import { dayAndMonthText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { type DataVisualizationBlock, lineChart } from '../slack/blocks/data-blocks.ts';
import type { DigestContent } from './rules.ts';

/** Fewer weeks show no course. */
const WEEKS_NEEDED = 2;

/** How many clients were in each band, week by week, and the same in words; null while there are too few weeks. */
export function bandChart(
  { bandHistory: weeks }: DigestContent,
  timeZone: string,
): { chart: DataVisualizationBlock; text: string } | null {
  const first = weeks[0];
  const last = weeks.at(-1);
  if (!first || !last || weeks.length < WEEKS_NEEDED) return null;
  const dayAt = (at: Temporal.Instant) => dayAndMonthText(at.toZonedDateTimeISO(timeZone).toPlainDate());
  const title = `Clients by band, ${count(weeks.length, 'week')}`;
  const series = BANDS.toReversed()
    .filter((band) => weeks.some(({ counts }) => counts[band] > 0))
    .map((band) => ({ name: BAND_LABELS[band].word, values: weeks.map(({ counts }) => counts[band]) }));
  const inWords = ({ counts }: (typeof weeks)[number]) =>
    BANDS.filter((band) => counts[band] > 0)
      .map((band) => `${counts[band]} ${BAND_LABELS[band].word.toLowerCase()}`)
      .join(', ');
  return {
    chart: lineChart(
      title,
      weeks.map(({ at }) => dayAt(at)),
      series,
      { y: 'Clients' },
    ),
    text: `${title}: ${inWords(first)} on ${dayAt(first.at)}; ${inWords(last)} now.`,
  };
}
