import { countBands } from '../health/view.ts';
import { attentionSummary } from '../portfolio/list/summary-view.ts';
import { type Block, context, header, type Message, plain, section } from '../slack/blocks/blocks.ts';
import { COMMAND } from '../slack/inbound/rules.ts';
import { bandChart } from './chart-view.ts';
import type { DigestContent } from './rules.ts';
import { type SectionView, sectionViews } from './sections-view.ts';

/** The headline, then each section that has something in it and is not hidden. @param timeZone the channel's, IANA. */
export function digestMessage(content: DigestContent, timeZone: string, now: Temporal.Instant): Message {
  const { overviews, hiddenSections } = content;
  const filled = sectionViews(content, timeZone, now).filter(({ text }) => text !== null);
  const shown = filled.filter((view) => !hiddenSections.includes(view.section));
  const headline = `${attentionSummary(overviews)}.`;
  const nothing = shown.length > 0 ? null : nothingText(content, filled.length > 0);
  const above: Block[] = [
    header(headline),
    section(plain(countBands(overviews))),
    ...(nothing === null ? shown.flatMap(({ blocks }) => blocks) : [section(plain(nothing))]),
  ];
  const below = [context(plain(`Change what’s in this digest or when it’s posted: ${COMMAND} settings`))];
  const chart = hiddenSections.includes('chart') ? null : bandChart(content, timeZone);
  return {
    text: [headline, nothing ?? shown.toSorted(atRiskFirst).map(({ text }) => text)].flat().join(' '),
    blocks: [...above, ...(chart ? [chart.chart] : []), ...below],
    plainBlocks: [...above, ...(chart ? [section(plain(chart.text))] : []), ...below],
  };
}

/** A notification shows little more than the beginning: who is at risk comes first. */
function atRiskFirst(a: SectionView, b: SectionView): number {
  return Number(b.section === 'at-risk') - Number(a.section === 'at-risk');
}

function nothingText({ overviews }: DigestContent, isHidden: boolean): string {
  if (overviews.length === 0) return `There are no clients yet. Type “${COMMAND} add” to add the first.`;
  if (isHidden) return 'All other news is in sections that are hidden here.';
  return 'All is well: nothing changed, and nothing is overdue.';
}
