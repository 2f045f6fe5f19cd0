import type { CheckIn, FollowUp } from '../check-ins/rules.ts';
import { nameOf, type People } from '../health/card-view.ts';
import { byNeed, clientLine } from '../health/list-view.ts';
import { BANDS, daysOfSilence, needsAttention, type Overview } from '../health/rules.ts';
import { andMore, countBands } from '../health/wording.ts';
import {
  type Block,
  bullets,
  context,
  header,
  type Message,
  mrkdwn,
  paragraph,
  plain,
  type Run,
  richText,
  section,
} from '../slack/blocks.ts';
import { COMMAND } from '../slack/commands.ts';
import { ago, dayOf } from '../slack/dates.ts';
import { clip, count, escapeText } from '../slack/text.ts';
import type { Report } from './rules.ts';

/** Each part shows so many and counts the rest: a digest is read standing. */
const SHOWN = 10;
const PRAISE_SHOWN = 5;

/** So much of a client's words is shown, in UTF-16 units. */
const WORDS_MAX = 200;

/**
 * The digest as a channel reads it.
 *
 * @param zone the channel's, IANA.
 */
export function digestMessage(report: Report, people: People, zone: string, now: Temporal.Instant): Message {
  const { overviews } = report;
  const blocks: Block[] = [header('Client digest'), section(plain(countBands(overviews)))];
  const parts = [
    ...attention(report, people, now),
    ...list('What changed', report.changes, ({ overview, from, to }) => [
      { bold: overview.client.name },
      `: from ${BANDS[from].word.toLowerCase()} to ${BANDS[to].mark} ${BANDS[to].word.toLowerCase()}`,
    ]),
    ...list('Not asked in time', report.notAsked, (overview) => notAsked(overview, people, now)),
    ...list('Promised, and due', report.followUps, ({ followUp, clientName }) =>
      promised(followUp, clientName, people, now.toZonedDateTimeISO(zone).toPlainDate()),
    ),
    ...list(
      'Praise',
      report.praise,
      ({ checkIn, clientName }) => [{ bold: clientName }, praiseOf(checkIn)],
      PRAISE_SHOWN,
    ),
    ...unknown(overviews),
  ];
  if (parts.length === 0) blocks.push(section(plain(nothing(overviews))));
  return { text: textOf(report), blocks: [...blocks, ...parts] };
}

function attention({ overviews }: Report, people: People, now: Temporal.Instant): Block[] {
  const urgent = byNeed(overviews.filter(needsAttention));
  if (urgent.length === 0) return [];
  const rest = urgent.slice(SHOWN);
  return [
    section(mrkdwn('*Needs attention*')),
    ...urgent.slice(0, SHOWN).map((overview) => clientLine(overview, people, now)),
    ...(rest.length > 0 ? [context(plain(andMore(rest, `Type “${COMMAND}” to see them.`)))] : []),
  ];
}

function notAsked({ client, prompt }: Overview, people: People, now: Temporal.Instant): Run[] {
  const owner = nameOf(people, client.ownerId);
  const asked = prompt?.askedAt
    ? `; ${nameOf(people, prompt.personId)} was reminded ${ago(prompt.askedAt, now)}`
    : `; owner: ${owner}`;
  const days = daysOfSilence(client, now);
  const silence = client.lastContactAt ? `last contact ${count(days, 'day')} ago` : 'no contact yet';
  return [{ bold: client.name }, `: ${silence}${asked}`];
}

function promised(followUp: FollowUp, clientName: string, people: People, today: Temporal.PlainDate): Run[] {
  const late = Temporal.PlainDate.compare(followUp.dueOn, today) < 0;
  const when = `${late ? 'was due on' : 'by'} ${dayOf(followUp.dueOn, today)}`;
  return [{ bold: clientName }, `: ${followUp.what} (${nameOf(people, followUp.whoId)}, ${when})`];
}

function praiseOf({ clientWords, signs }: CheckIn): string {
  if (clientWords) return `: “${clip(clientWords, WORDS_MAX)}”`;
  if (signs.includes('praised-us')) return ' praised us';
  return signs.includes('did-favour') ? ' did us a favour' : ' said they are delighted';
}

/** Those of whom nobody knows, by name: silence is no good news. */
function unknown(overviews: readonly Overview[]): Block[] {
  const names = overviews
    .filter(({ client, health }) => health.band === 'unknown' && client.status !== 'paused')
    .map(({ client }) => client.name);
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

function nothing(overviews: readonly Overview[]): string {
  if (overviews.length === 0) return `There are no clients yet. Type “${COMMAND} add” to add the first.`;
  return 'All is well: nobody needs attention, nothing changed, and nothing is overdue.';
}

function textOf({ overviews, changes, notAsked: late, followUps, praise }: Report): string {
  const urgent = byNeed(overviews.filter(needsAttention)).map(({ client }) => escapeText(client.name));
  const more = urgent.length > SHOWN ? ` and ${urgent.length - SHOWN} more` : '';
  const parts = [
    `Client digest. ${countBands(overviews)}.`,
    urgent.length > 0 ? `Needs attention: ${urgent.slice(0, SHOWN).join(', ')}${more}.` : '',
    changes.length > 0 ? `${count(changes.length, 'client')} changed.` : '',
    late.length > 0 ? `${count(late.length, 'client')} not asked in time.` : '',
    followUps.length > 0 ? `${count(followUps.length, 'follow-up')} due.` : '',
    praise.length > 0 ? `Praise from ${count(praise.length, 'check-in')}.` : '',
  ].filter((part) => part !== '');
  return parts.length === 1 ? `${parts[0]} ${nothing(overviews)}` : parts.join(' ');
}
