import type { CheckIn } from '../check-ins/rules.ts';
import { daysOfSilence } from '../clients/rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import { dueText } from '../follow-ups/view.ts';
import { needsAttention, type Overview } from '../health/rules.ts';
import { adviceFor } from '../health/score/advice.ts';
import { BAND_LABELS, BANDS } from '../health/score/rules.ts';
import { countBands, mainReason, reasonsOf } from '../health/view.ts';
import type { People } from '../people/rules.ts';
import { personName } from '../people/rules.ts';
import { clientSection } from '../portfolio/list/client-view.ts';
import { sortByAttention } from '../portfolio/list/rules.ts';
import { attentionSummary } from '../portfolio/list/summary-view.ts';
import { ago, dayText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { clip } from '../runtime/formats/text.ts';
import {
  type Block,
  bullets,
  context,
  escapeText,
  header,
  type Message,
  mrkdwn,
  paragraph,
  plain,
  type Run,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import { lineChart } from '../slack/blocks/data-blocks.ts';
import { COMMAND } from '../slack/inbound/commands.ts';
import type { DigestPart, Report } from './rules.ts';

/** Each part shows so many and counts the rest: a digest is read standing. */
const SHOWN = 10;
const AT_RISK_SHOWN = 5;
const PRAISE_SHOWN = 5;
const NAMES_SAID = 5;

/** So much of a client's words is shown, in UTF-16 units. */
const WORDS_MAX = 200;

/** A chart of fewer weeks than this shows no course. */
const WEEKS_NEEDED = 2;

/**
 * The digest as a channel reads it: the headline first, then each part that has something to tell and is not left out.
 *
 * @param zone the channel's, IANA.
 */
export function digestMessage(report: Report, people: People, zone: string, now: Temporal.Instant): Message {
  const { overviews } = report;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const parts: [DigestPart, Block[]][] = [
    ['changes', list('What changed, and why', report.changes, changed)],
    ['at-risk', atRisk(overviews, people, today, now)],
    ['watch', list('To be watched', watched(report), (overview) => watchedLine(overview, people, now))],
    [
      'quiet',
      list('Gone quiet, though happy: don’t take them for granted', report.quiet, (overview) =>
        quiet(overview, people, now),
      ),
    ],
    [
      'promises',
      list('Promised', untold(report), ({ followUp, clientName }) =>
        promised(followUp, clientName, people, today),
      ),
    ],
    ['not-asked', list('Not asked in time', report.notAsked, (overview) => notAsked(overview, people, now))],
    ['praise', praise(report)],
    ['unknown', unknown(overviews)],
  ];
  const some = parts.filter(([, blocks]) => blocks.length > 0);
  const told = some.filter(([part]) => !report.muted.includes(part)).flatMap(([, blocks]) => blocks);
  const above: Block[] = [
    header(`${attentionSummary(overviews)}.`),
    section(plain(countBands(overviews))),
    ...(told.length === 0 ? [section(plain(nothing(overviews, some.length > 0)))] : told),
  ];
  const below = [context(plain(`To change what stands in here, or when it comes: ${COMMAND} settings`))];
  const [chart, inWords] = report.muted.includes('chart') ? [[], []] : course(report, zone);
  return {
    text: textOf(report, now),
    blocks: [...above, ...chart, ...below],
    plainBlocks: [...above, ...inWords, ...below],
  };
}

function changed({ overview, from, to }: Report['changes'][number]): Run[] {
  const [reason] = reasonsOf(overview.health);
  return [
    { bold: overview.client.name },
    `: from ${BAND_LABELS[from].word.toLowerCase()} to ${BAND_LABELS[to].mark} ${BAND_LABELS[to].word.toLowerCase()}`,
    ...(reason ? [`. ${reason}`] : []),
  ];
}

/** Each with what comes next, and who does it: what was promised, or else what would move the band. */
function atRisk(
  overviews: readonly Overview[],
  people: People,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): Block[] {
  const urgent = atRiskOf(overviews);
  if (urgent.length === 0) return [];
  const rest = urgent.length - AT_RISK_SHOWN;
  return [
    section(mrkdwn('*At risk*')),
    ...urgent.slice(0, AT_RISK_SHOWN).flatMap((overview): Block[] => {
      const next = promisedNext(overview);
      const step = next
        ? `Next: ${next.what} (${personName(people, next.promisedById)}, ${dueText(next.dueOn, today)})`
        : `Next, for ${personName(people, overview.client.ownerId)}: ${adviceFor(overview.facts, now)}`;
      return [clientSection(overview, people, now), context(plain(step))];
    }),
    ...(rest > 0 ? [context(plain(`And ${rest} more. Type “${COMMAND}” to see them.`))] : []),
  ];
}

/** What was promised is the next step, unless they may leave: that wants a word with them first. */
function promisedNext({ followUps, health }: Overview): FollowUp | undefined {
  return health.caps.some(({ cap }) => cap === 'may-leave') ? undefined : followUps[0];
}

/** The promises that do not stand under a client at risk already. */
function untold({ overviews, followUps, muted }: Report): Report['followUps'] {
  if (muted.includes('at-risk')) return followUps;
  const told = new Set(
    atRiskOf(overviews)
      .slice(0, AT_RISK_SHOWN)
      .map((overview) => promisedNext(overview)?.id),
  );
  return followUps.filter(({ followUp }) => !told.has(followUp.id));
}

function atRiskOf(overviews: readonly Overview[]): Overview[] {
  return sortByAttention(overviews.filter((each) => needsAttention(each) && each.health.band === 'at-risk'));
}

/** Those that have gone quiet are told of apart. */
function watched({ overviews, quiet: happy }: Report): Overview[] {
  return sortByAttention(
    overviews.filter((each) => needsAttention(each) && each.health.band === 'watch' && !happy.includes(each)),
  );
}

function watchedLine(overview: Overview, people: People, now: Temporal.Instant): Run[] {
  const { client } = overview;
  return [{ bold: client.name }, ` (${personName(people, client.ownerId)}): ${mainReason(overview, now)}`];
}

function quiet({ client }: Overview, people: People, now: Temporal.Instant): Run[] {
  const days = count(daysOfSilence(client, now), 'day');
  return [
    { bold: client.name },
    `: nobody has spoken with them for ${days}. Owner: ${personName(people, client.ownerId)}`,
  ];
}

function notAsked({ client, prompt }: Overview, people: People, now: Temporal.Instant): Run[] {
  const owner = personName(people, client.ownerId);
  const asked = prompt?.askedAt
    ? `; ${personName(people, prompt.assigneeId)} was reminded ${ago(prompt.askedAt, now)}`
    : `; owner: ${owner}`;
  const days = daysOfSilence(client, now);
  const silence = client.lastContactAt ? `last contact ${count(days, 'day')} ago` : 'no contact yet';
  return [{ bold: client.name }, `: ${silence}${asked}`];
}

function promised(followUp: FollowUp, clientName: string, people: People, today: Temporal.PlainDate): Run[] {
  const late = Temporal.PlainDate.compare(followUp.dueOn, today) < 0;
  const when = `${late ? 'overdue since' : 'by'} ${dayText(followUp.dueOn, today)}`;
  return [{ bold: clientName }, `: ${followUp.what} (${personName(people, followUp.promisedById)}, ${when})`];
}

function praise({ praise: praised, wins }: Report): Block[] {
  const lines = [
    ...praised.map(({ checkIn, clientName }): Run[] => [{ bold: clientName }, praiseOf(checkIn)]),
    ...wins.map(({ checkIn, clientName }): Run[] => [
      { bold: clientName },
      `: ${clip(checkIn.wentWell ?? '', WORDS_MAX)}`,
    ]),
  ];
  return list('Praise and wins', lines, (line) => line, PRAISE_SHOWN);
}

function praiseOf({ clientWords, signs }: CheckIn): string {
  if (clientWords) return `: “${clip(clientWords, WORDS_MAX)}”`;
  if (signs.includes('praised-us')) return ' praised us';
  return signs.includes('did-favour') ? ' did us a favour' : ' said they are delighted';
}

function unknownOf(overviews: readonly Overview[]): Overview[] {
  return overviews.filter(({ client, health }) => health.band === 'unknown' && client.status !== 'paused');
}

/** Those of whom nobody knows, by name: silence is no good news. */
function unknown(overviews: readonly Overview[]): Block[] {
  const names = unknownOf(overviews).map(({ client }) => client.name);
  if (names.length === 0) return [];
  const rest = names.length - SHOWN;
  const more = rest > 0 ? `, and ${rest} more` : '';
  return [
    richText(
      paragraph({ bold: 'Nobody knows how they feel' }),
      paragraph(`${names.slice(0, SHOWN).join(', ')}${more}`),
    ),
  ];
}

/** The bands week by week: as a chart, and in words for where there are none. */
function course({ weeks }: Report, zone: string): [Block[], Block[]] {
  const first = weeks[0];
  const last = weeks.at(-1);
  if (!first || !last || weeks.length < WEEKS_NEEDED) return [[], []];
  const day = (at: Temporal.Instant) => {
    const date = at.toZonedDateTimeISO(zone).toPlainDate();
    return dayText(date).split(' ').slice(1).join(' ');
  };
  const series = BANDS.toReversed()
    .filter((band) => weeks.some(({ counts }) => counts[band] > 0))
    .map((band) => ({ name: BAND_LABELS[band].word, values: weeks.map(({ counts }) => counts[band]) }));
  const title = `Clients by band, ${count(weeks.length, 'week')}`;
  const inWords = ({ counts }: (typeof weeks)[number]) =>
    BANDS.filter((band) => counts[band] > 0)
      .map((band) => `${counts[band]} ${BAND_LABELS[band].word.toLowerCase()}`)
      .join(', ');
  const then = `${title}: ${inWords(first)} on ${day(first.at)}; ${inWords(last)} now.`;
  return [
    [
      lineChart(
        title,
        weeks.map(({ at }) => day(at)),
        series,
        { y: 'Clients' },
      ),
    ],
    [section(plain(then))],
  ];
}

function list<T>(
  title: string,
  items: readonly T[],
  line: (item: T) => Run[],
  shown: number = SHOWN,
): Block[] {
  if (items.length === 0) return [];
  const rest = items.length - shown;
  const lines = items.slice(0, shown).map(line);
  if (rest > 0) lines.push([{ italic: `and ${rest} more` }]);
  return [richText(paragraph({ bold: title }), bullets(...lines))];
}

function nothing(overviews: readonly Overview[], isMuted: boolean): string {
  if (overviews.length === 0) return `There are no clients yet. Type “${COMMAND} add” to add the first.`;
  if (isMuted) return 'What else there is to tell is left out here.';
  return 'All is well: nothing changed, and nothing is overdue.';
}

/** Told aloud, or read on a locked phone: the whole story in a few sentences, without what is left out. */
function textOf(report: Report, now: Temporal.Instant): string {
  const { overviews, changes, quiet: happy, followUps, notAsked: late, praise: praised, wins } = report;
  const named = (some: readonly { client: { name: string } }[]) => {
    const names = some.slice(0, NAMES_SAID).map(({ client }) => escapeText(client.name));
    return some.length > NAMES_SAID
      ? `${names.join(', ')} and ${some.length - NAMES_SAID} more`
      : names.join(', ');
  };
  const urgent = atRiskOf(overviews);
  const [first] = urgent;
  const overdue = followUps.length > 0 ? `${count(followUps.length, 'promise')} due.` : '';
  const good = praised.length + wins.length;
  const nobodyKnows = unknownOf(overviews);
  const parts: [DigestPart, string][] = [
    [
      'at-risk',
      urgent.length > 0 && first ? `At risk: ${named(urgent)}. ${escapeText(mainReason(first, now))}.` : '',
    ],
    ['changes', changes.length > 0 ? `Changed: ${named(changes.map(({ overview }) => overview))}.` : ''],
    ['watch', watched(report).length > 0 ? `To be watched: ${named(watched(report))}.` : ''],
    ['quiet', happy.length > 0 ? `Gone quiet, though happy: ${named(happy)}.` : ''],
    ['promises', overdue],
    ['not-asked', late.length > 0 ? `Not asked in time: ${named(late)}.` : ''],
    ['praise', good > 0 ? `${count(good, 'good word')} to pass on.` : ''],
    ['unknown', nobodyKnows.length > 0 ? `Nobody knows how they feel: ${named(nobodyKnows)}.` : ''],
  ];
  const some = parts.filter(([, said]) => said !== '');
  const told = some.filter(([part]) => !report.muted.includes(part)).map(([, said]) => said);
  const all = told.length > 0 ? told : [nothing(overviews, some.length > 0)];
  return [`${attentionSummary(overviews)}.`, ...all].join(' ');
}
