import type { Button, SectionBlock } from '@slack/types';
import type { NextAssignment } from '../clients/load-calendars.ts';
import type { Client } from '../clients/rules.ts';
import type { Viewer } from '../people/rules.ts';
import { ago, dayAndTimeText, dayText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { clip } from '../runtime/formats/text.ts';
import {
  actions,
  type Block,
  bullets,
  button,
  escapeText,
  type Message,
  paragraph,
  plain,
  quotation,
  type Run,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import {
  type Answers,
  type CheckIn,
  EFFORT_WORDS,
  isContact,
  SIGN_WORDS,
  SOURCE_WORDS,
  sentimentText,
} from './rules.ts';

/**
 * Opens the modal; the value is the client's id, or `CHOOSE`. Several in one block end in `-1`, `-2` and so on.
 */
export const CHECK_IN_OPEN = 'check-in-open';
/** Opens the modal on an earlier check-in; the value is its id. */
export const CHECK_IN_EDIT = 'check-in-edit';

/** As much of each text is shown in a message, in UTF-16 units; the modal shows all of it. */
const SHOWN_MAX = 600;
const SHORT_MAX = 160;

export function checkInButton(client: Pick<Client, 'id' | 'name'>, style?: 'primary'): Button {
  return button('Check in', CHECK_IN_OPEN, client.id, {
    label: `Check in on ${client.name}`,
    ...(style ? { style } : {}),
  });
}

/** Only its author can change a check-in: show it to them alone. */
export function editCheckInButton(checkIn: Pick<CheckIn, 'id'>): Button {
  return button('Edit', CHECK_IN_EDIT, checkIn.id, { label: 'Edit your check-in' });
}

/**
 * A check-in on a card: who felt what, when and by whom, the client's own words as a quotation, the rest as a list. One
 * block, without an id.
 *
 * @param authorName unescaped.
 * @param zone the reader's.
 */
export function describeCheckIn(
  checkIn: CheckIn,
  authorName: string,
  zone: string,
  now: Temporal.Instant,
): Block[] {
  const { clientWords, question } = checkIn;
  const more = details(checkIn);
  return [
    richText(
      paragraph(...feelings(checkIn), '\n', { italic: originOf(checkIn, authorName, zone, now) }),
      ...(clientWords
        ? [...(question ? [paragraph(`We asked: ${question}`)] : []), quotation(clip(clientWords, SHOWN_MAX))]
        : []),
      ...(more.length > 0 ? [bullets(...more)] : []),
    ),
  ];
}

/**
 * A check-in in a few lines: who felt what, when and by whom, and how the client's words begin, or else what went well.
 *
 * @param edit the button for its author, when the author reads it.
 */
export function describeBriefly(
  checkIn: CheckIn,
  authorName: string,
  now: Temporal.Instant,
  edit?: Button,
): SectionBlock {
  const { clientWords, wentWell, createdAt, editedAt, source } = checkIn;
  const felt = feelings(checkIn).map((run) =>
    typeof run === 'string' ? run : 'bold' in run ? run.bold : '',
  );
  const edited = editedAt ? ', edited' : '';
  const lines = [
    felt.join(''),
    `${authorName}, ${SOURCE_WORDS[source].said}, ${ago(createdAt, now)}${edited}`,
    ...(clientWords ? [`“${briefly(clientWords)}”`] : wentWell ? [`Went well: ${briefly(wentWell)}`] : []),
  ];
  return section(plain(lines.join('\n')), edit);
}

function briefly(text: string): string {
  return clip(text.replace(/\s+/gu, ' '), SHORT_MAX);
}

interface Saved {
  checkIn: CheckIn;
  client: Pick<Client, 'name' | 'status'>;
  /** Who is asked next, and when. */
  next: NextAssignment | null;
}

/** What the author reads after a check-in was saved. */
export function savedMessage(
  { checkIn, client, next }: Saved,
  { timeZone }: Pick<Viewer, 'timeZone'>,
  now: Temporal.Instant,
): Message {
  const who = next?.person.id === checkIn.authorId ? 'you' : next?.person.name;
  const again = next?.coveringFor ? ' (covering)' : ' again';
  const then = next
    ? `I’ll ask ${who}${again} on ${dayAndTimeText(next.at, timeZone, now)}.`
    : client.status === 'paused'
      ? 'This client is paused, so I won’t ask again until you resume it.'
      : 'No next check-in is planned.';
  return {
    text: escapeText(`Saved your check-in on ${client.name}. ${then}`),
    blocks: [
      richText(paragraph('✅ Saved your check-in on ', { bold: client.name }, `. ${then}`)),
      actions('check-in-saved', [editCheckInButton(checkIn)]),
    ],
  };
}

function feelings({ source, clientSentiment, ourImpression }: CheckIn): Run[] {
  const ours: Run[] = ['Our impression: ', { bold: sentimentText(ourImpression) }];
  if (!isContact({ source })) return ours;
  const theirs: Run[] =
    clientSentiment === null
      ? ['They didn’t say how they feel']
      : ['They feel: ', { bold: sentimentText(clientSentiment) }];
  return [...theirs, ' · ', ...ours];
}

/** "Ana, after a call, 12 days ago (Tuesday 10 November, 09:00), edited 2 hours ago". */
function originOf(checkIn: CheckIn, authorName: string, zone: string, now: Temporal.Instant): string {
  const { source, createdAt, editedAt } = checkIn;
  const edited = editedAt ? `, edited ${ago(editedAt, now)}` : '';
  const spoke = checkIn.spokeOn
    ? ` on ${dayText(checkIn.spokeOn, now.toZonedDateTimeISO(zone).toPlainDate())}`
    : '';
  return `${authorName}, ${SOURCE_WORDS[source].said}${spoke}, ${ago(createdAt, now)} (${dayAndTimeText(createdAt, zone, now)})${edited}`;
}

type Headline = 'source' | 'clientSentiment' | 'ourImpression' | 'question' | 'clientWords' | 'spokeOn';

/** How each optional answer shows in the list: its name, and what it says. Null for one that another tells too. */
const DETAILS: Record<
  Exclude<keyof Answers, Headline>,
  [name: string, text: (answers: Answers) => string | null] | null
> = {
  wentWell: ['Went well', ({ wentWell }) => wentWell],
  betterOurs: ['We could do better', ({ betterOurs }) => betterOurs],
  betterTheirs: ['They could do better', ({ betterTheirs }) => betterTheirs],
  effort: ['Effort', workText],
  hours: null,
  signs: ['Signs', ({ signs }) => signs.map((sign) => SIGN_WORDS[sign].word.toLowerCase()).join(', ')],
};

function details(checkIn: CheckIn): Run[][] {
  return Object.values(DETAILS).flatMap((detail): Run[][] => {
    const text = detail?.[1](checkIn);
    return detail && text ? [[{ bold: `${detail[0]}: ` }, clip(text, SHOWN_MAX)]] : [];
  });
}

/** "more than agreed, 12 hours that month". */
function workText({ effort, hours }: Answers): string {
  const parts = [
    effort && EFFORT_WORDS[effort].toLowerCase(),
    hours !== null && `${count(hours, 'hour')} that month`,
  ];
  return parts.filter(Boolean).join(', ');
}
