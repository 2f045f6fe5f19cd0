/** The sections of a digest: what each shows, and what it says in a notification. */

import type { CheckIn } from '../check-ins/rules.ts';
import { daysOfSilence } from '../clients/rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import { dueText } from '../follow-ups/view.ts';
import { needsAttention, type Overview } from '../health/rules.ts';
import { adviceFor } from '../health/score/advice.ts';
import { BAND_LABELS } from '../health/score/rules.ts';
import { mainReason, reasonsOf } from '../health/view.ts';
import { type People, personName } from '../people/rules.ts';
import { clientSection } from '../portfolio/list/client-view.ts';
import { sortByAttention } from '../portfolio/list/rules.ts';
import { ago, dayText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { clip } from '../runtime/formats/text.ts';
import {
  type Block,
  bullets,
  context,
  escapeText,
  mrkdwn,
  paragraph,
  plain,
  type Run,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import { COMMAND } from '../slack/inbound/rules.ts';
import type { DigestContent, DigestSection } from './rules.ts';

/** A digest is skimmed: each section shows a few, and counts the rest. */
const SHOWN = 10;
const AT_RISK_SHOWN = 5;
const PRAISE_SHOWN = 5;
const NAMES_IN_TEXT = 5;

/** Of a client's words, in UTF-16 units. */
const QUOTE_MAX = 200;

export interface SectionView {
  section: DigestSection;
  /** Empty for nothing, or for what another section shows. */
  blocks: Block[];
  /** For the message's text, escaped; null for nothing. */
  text: string | null;
}

/** In the order of a digest, the chart left out. */
export function sectionViews(content: DigestContent, timeZone: string, now: Temporal.Instant): SectionView[] {
  const { people, changes, happyButQuiet, followUps, overdue } = content;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const atRisk = atRiskOf(content);
  const watch = watchOf(content);
  const unknown = unknownOf(content);
  const goodNews = goodNewsLines(content);
  const named = (title: string, overviews: readonly Overview[]) =>
    overviews.length > 0 ? `${title}: ${names(overviews)}.` : null;
  const total = (number: number, text: string) => (number > 0 ? text : null);
  return [
    {
      section: 'changes',
      blocks: list('What changed, and why', changes.map(changeLine)),
      text: named(
        'Changed',
        changes.map(({ overview }) => overview),
      ),
    },
    {
      section: 'at-risk',
      blocks: atRiskBlocks(atRisk, people, today, now),
      text: atRisk[0] ? `At risk: ${names(atRisk)}. ${escapeText(mainReason(atRisk[0], now))}.` : null,
    },
    {
      section: 'watch',
      blocks: list(
        'Keep an eye on',
        watch.map((overview) => watchLine(overview, people, now)),
      ),
      text: named('Keep an eye on', watch),
    },
    {
      section: 'quiet',
      blocks: list(
        'Happy but quiet: don’t take them for granted',
        happyButQuiet.map((overview) => quietLine(overview, people, now)),
      ),
      text: named('Happy but quiet', happyButQuiet),
    },
    {
      section: 'follow-ups',
      blocks: list(
        'Follow-ups due',
        followUpsElsewhere(content).map((each) => followUpLine(each, people, today)),
      ),
      text: total(followUps.length, `${count(followUps.length, 'follow-up')} due.`),
    },
    {
      section: 'overdue',
      blocks: list(
        'Overdue check-ins',
        overdue.map((overview) => overdueLine(overview, people, now)),
      ),
      text: named('Overdue check-ins', overdue),
    },
    {
      section: 'praise',
      blocks: list('Praise and wins', goodNews, PRAISE_SHOWN),
      text: total(goodNews.length, `${count(goodNews.length, 'piece')} of good news.`),
    },
    { section: 'unknown', blocks: unknownBlocks(unknown), text: named('Not heard from yet', unknown) },
  ];
}

function changeLine({ overview, from, to }: DigestContent['changes'][number]): Run[] {
  const [reason] = reasonsOf(overview.health);
  return [
    { bold: overview.client.name },
    `: from ${BAND_LABELS[from].word.toLowerCase()} to ${BAND_LABELS[to].mark} ${BAND_LABELS[to].word.toLowerCase()}`,
    ...(reason ? [`. ${reason}`] : []),
  ];
}

function atRiskOf({ overviews }: DigestContent): Overview[] {
  return sortByAttention(overviews.filter((each) => needsAttention(each) && each.health.band === 'at-risk'));
}

/** Each client with the next step, and who takes it: an open follow-up, or else what would move the band. */
function atRiskBlocks(
  atRisk: readonly Overview[],
  people: People,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): Block[] {
  if (atRisk.length === 0) return [];
  const rest = atRisk.length - AT_RISK_SHOWN;
  return [
    section(mrkdwn('*At risk*')),
    ...atRisk.slice(0, AT_RISK_SHOWN).flatMap((overview): Block[] => {
      const next = nextFollowUp(overview);
      const step = next
        ? `Next: ${next.what} (${personName(people, next.promisedById)}, ${dueText(next.dueOn, today)})`
        : `Next, for ${personName(people, overview.client.ownerId)}: ${adviceFor(overview.facts, now)}`;
      return [clientSection(overview, people, now), context(plain(step))];
    }),
    ...(rest > 0 ? [context(plain(`And ${rest} more. Type “${COMMAND}” to see them.`))] : []),
  ];
}

/** None for a client who might leave: somebody should talk to them first. */
function nextFollowUp({ followUps, health }: Overview): FollowUp | undefined {
  return health.caps.some(({ cap }) => cap === 'may-leave') ? undefined : followUps[0];
}

/** The follow-ups due that are not shown as the next step of a client at risk. */
function followUpsElsewhere(content: DigestContent): DigestContent['followUps'] {
  const { followUps, hiddenSections } = content;
  if (hiddenSections.includes('at-risk')) return followUps;
  const nextSteps = new Set(
    atRiskOf(content)
      .slice(0, AT_RISK_SHOWN)
      .map((overview) => nextFollowUp(overview)?.id),
  );
  return followUps.filter(({ followUp }) => !nextSteps.has(followUp.id));
}

/** Happy clients who went quiet have a section of their own. */
function watchOf({ overviews, happyButQuiet }: DigestContent): Overview[] {
  return sortByAttention(
    overviews.filter(
      (each) => needsAttention(each) && each.health.band === 'watch' && !happyButQuiet.includes(each),
    ),
  );
}

function watchLine(overview: Overview, people: People, now: Temporal.Instant): Run[] {
  const { client } = overview;
  return [{ bold: client.name }, ` (${personName(people, client.ownerId)}): ${mainReason(overview, now)}`];
}

function quietLine({ client }: Overview, people: People, now: Temporal.Instant): Run[] {
  const days = count(daysOfSilence(client, now), 'day');
  return [
    { bold: client.name },
    `: nobody has spoken with them for ${days}. Owner: ${personName(people, client.ownerId)}`,
  ];
}

function followUpLine(
  { followUp, clientName }: DigestContent['followUps'][number],
  people: People,
  today: Temporal.PlainDate,
): Run[] {
  const isLate = Temporal.PlainDate.compare(followUp.dueOn, today) < 0;
  const when = `${isLate ? 'overdue since' : 'by'} ${dayText(followUp.dueOn, today)}`;
  return [{ bold: clientName }, `: ${followUp.what} (${personName(people, followUp.promisedById)}, ${when})`];
}

function overdueLine({ client, prompt }: Overview, people: People, now: Temporal.Instant): Run[] {
  const who = prompt?.askedAt
    ? `${personName(people, prompt.assigneeId)} was reminded ${ago(prompt.askedAt, now)}`
    : `owner: ${personName(people, client.ownerId)}`;
  const silence = client.lastContactAt
    ? `last contact ${count(daysOfSilence(client, now), 'day')} ago`
    : 'no contact yet';
  return [{ bold: client.name }, `: ${silence}; ${who}`];
}

function goodNewsLines({ praise, wins }: DigestContent): Run[][] {
  return [
    ...praise.map(({ checkIn, clientName }): Run[] => [{ bold: clientName }, praiseText(checkIn)]),
    ...wins.map(({ checkIn, clientName }): Run[] => [
      { bold: clientName },
      `: ${clip(checkIn.wentWell ?? '', QUOTE_MAX)}`,
    ]),
  ];
}

function praiseText({ clientWords, signs }: CheckIn): string {
  if (clientWords) return `: “${clip(clientWords, QUOTE_MAX)}”`;
  if (signs.includes('praised-us')) return ' praised us';
  return signs.includes('did-favour') ? ' helped us out' : ' said they are delighted';
}

function unknownOf({ overviews }: DigestContent): Overview[] {
  return overviews.filter(({ client, health }) => health.band === 'unknown' && client.status !== 'paused');
}

/** By name, for silence is not good news. */
function unknownBlocks(unknown: readonly Overview[]): Block[] {
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, SHOWN).map(({ client }) => client.name);
  const rest = unknown.length - shown.length;
  return [
    richText(
      paragraph({ bold: 'Not heard from yet' }),
      paragraph(`${shown.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`),
    ),
  ];
}

function list(title: string, lines: readonly Run[][], shown: number = SHOWN): Block[] {
  if (lines.length === 0) return [];
  const rest = lines.length - shown;
  const more: Run[][] = rest > 0 ? [[{ italic: `and ${rest} more` }]] : [];
  return [richText(paragraph({ bold: title }), bullets(...lines.slice(0, shown), ...more))];
}

function names(overviews: readonly Overview[]): string {
  const shown = overviews.slice(0, NAMES_IN_TEXT).map(({ client }) => escapeText(client.name));
  const rest = overviews.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
