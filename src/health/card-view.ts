import type { ModalView, RichTextBlock } from '@slack/types';
import type { CheckIn, FollowUp } from '../check-ins/rules.ts';
import {
  checkInButton,
  describeCheckIn,
  describeFollowUp,
  describeShortly,
  editCheckInButton,
} from '../check-ins/views.ts';
import { atOwnersTime, describeCadence } from '../clients/cadence.ts';
import type { Client } from '../clients/rules.ts';
import { clientButtons } from '../clients/views.ts';
import { handOverButton } from '../reminders/hand-over-modal.ts';
import {
  actions,
  type Block,
  bullets,
  button,
  context,
  header,
  type Message,
  paragraph,
  plain,
  quotation,
  type Run,
  richText,
  section,
} from '../slack/blocks.ts';
import { ago, dayOf } from '../slack/dates.ts';
import { LIMITS } from '../slack/limits.ts';
import { count, escapeText } from '../slack/text.ts';
import type { Person } from '../workspaces/rules.ts';
import type { Card, Overview } from './rules.ts';
import { bandOf, nextAsking, type Reader, STATUS_WORDS, why } from './wording.ts';

export const SHARE_ACTION = 'health-share';
/** Shows a client's card; the value is the client's id. */
export const SHOW_ACTION = 'client-show';

const CHECK_INS_SHOWN = 3;
const REASONS_SHOWN = 4;
const FOLLOW_UPS_SHOWN = 8;

/** People by id, as far as they are known. */
export type People = ReadonlyMap<string, Person>;

/** Who reads a card, and where: what a channel reads says nothing of money, and has no buttons that change something. */
export interface CardFor extends Reader {
  place: 'channel-asker' | 'private' | 'channel';
}

/** All that one wants to know about a client before speaking with them. */
export function clientCard(card: Card, people: People, reader: CardFor, now: Temporal.Instant): Message {
  const { client } = card;
  const next = nextAsking(card, (id) => nameOf(people, id), reader, now);
  const above: Block[] = [
    header(client.name),
    standing(card),
    section(plain(`🔔 ${next}`)),
    ...skipped(card, people, now),
    ...unreached(card, people, now),
    ...followUps(card, people, reader, now),
  ];
  const below: Block[] = [
    facts(client, people, reader),
    ...(reader.place === 'channel' ? channelButtons(client) : buttons(client, reader)),
  ];
  const room = LIMITS.messageBlocks - above.length - below.length;
  return {
    text: `${escapeText(client.name)}: ${bandOf(card)}. ${why(card, now)}.`,
    blocks: [...above, ...checkIns(card, people, reader, now, room), ...below],
  };
}

/** The card as a modal, for App Home, where there is no message to answer in. */
export function clientCardModal(
  card: Card,
  people: People,
  reader: Reader,
  now: Temporal.Instant,
): ModalView {
  const { blocks } = clientCard(card, people, { ...reader, place: 'private' }, now);
  return {
    type: 'modal',
    title: plain('Client', LIMITS.viewTitle),
    close: plain('Close'),
    blocks,
  };
}

/** The name that everybody reads; a person about whom nothing is known any more is somebody. */
export function nameOf(people: People, id: string): string {
  return people.get(id)?.name ?? 'somebody';
}

/** The band, and why: the heaviest reasons, and how many more there are. */
function standing(overview: Overview): RichTextBlock {
  const { reasons } = overview.health;
  const rest = reasons.length - REASONS_SHOWN;
  const lines = reasons.slice(0, REASONS_SHOWN).map(({ text }): Run[] => [text]);
  if (rest > 0) lines.push([{ italic: `and ${count(rest, 'more reason')}` }]);
  return richText(paragraph({ bold: bandOf(overview) }), ...(lines.length > 0 ? [bullets(...lines)] : []));
}

/** What changes seldom, in as few lines as may be: most cards are read on a phone. */
function facts(client: Client, people: People, reader: CardFor): RichTextBlock {
  const { contact, monthlyValue, agreedHours } = client;
  const owner = people.get(client.ownerId);
  const cadence = owner ? atOwnersTime(client.cadence, owner) : client.cadence;
  const value = monthlyValue && `${monthlyValue.amount.toLocaleString('en')} ${monthlyValue.currency}`;
  const hours = agreedHours === null ? null : count(agreedHours, 'hour');
  const agreed = reader.place === 'channel' ? [] : [value, hours].filter((each) => each !== null);
  const named: [string, string | null][] = [
    ['Owner', nameOf(people, client.ownerId)],
    ['Cover', client.coverId && nameOf(people, client.coverId)],
    ['Status', STATUS_WORDS[client.status]],
    ['Asked', describeCadence(cadence)],
    ['Contact', contact.name],
    ['Address them as', contact.address],
    ['Reach them', contact.reach],
    ['Agreed a month', agreed.length > 0 ? agreed.join(', ') : null],
  ];
  const lines = named.flatMap(([name, said]): Run[][] => (said ? [[{ bold: `${name}: ` }, said]] : []));
  return richText(paragraph(...lines.flatMap((runs, index): Run[] => (index > 0 ? ['\n', ...runs] : runs))));
}

/** The last skip, unless there has been a check-in since. */
function skipped({ lastSkip, checkIns }: Overview, people: People, now: Temporal.Instant): Block[] {
  if (!lastSkip) return [];
  const latest = checkIns[0];
  if (latest && Temporal.Instant.compare(latest.createdAt, lastSkip.at) > 0) return [];
  const who = lastSkip.by ? ` by ${nameOf(people, lastSkip.by)}` : '';
  const line = `⏭️ Skipped ${ago(lastSkip.at, now)}${who}`;
  return [
    lastSkip.reason
      ? richText(paragraph(`${line}:`), quotation(lastSkip.reason))
      : richText(paragraph(`${line}.`)),
  ];
}

/** That nobody was asked, unless there has been a check-in since. */
function unreached(
  { unreached: missed, checkIns }: Overview,
  people: People,
  now: Temporal.Instant,
): Block[] {
  const latest = checkIns[0];
  if (!missed || (latest && Temporal.Instant.compare(latest.createdAt, missed.at) > 0)) return [];
  const name = nameOf(people, missed.personId);
  return [
    section(plain(`✉️ ${name} was not asked ${ago(missed.at, now)}: Slack does not let me write to them.`)),
  ];
}

function followUps(
  { followUps: promised }: Overview,
  people: People,
  reader: CardFor,
  now: Temporal.Instant,
): Block[] {
  if (promised.length === 0) return [];
  const today = now.toZonedDateTimeISO(reader.timeZone).toPlainDate();
  const shown = promised.slice(0, FOLLOW_UPS_SHOWN);
  const blocks: Block[] =
    reader.place === 'channel'
      ? [richText(paragraph('📌 Promised:'), bullets(...shown.map((each) => promise(each, people, today))))]
      : shown.flatMap((each) => describeFollowUp(each, nameOf(people, each.whoId), today));
  const rest = promised.length - FOLLOW_UPS_SHOWN;
  return rest > 0 ? [...blocks, context(plain(`And ${count(rest, 'follow-up')} more.`))] : blocks;
}

function promise({ what, whoId, dueOn }: FollowUp, people: People, today: Temporal.PlainDate): Run[] {
  return [`${what} (${nameOf(people, whoId)}, by ${dayOf(dueOn, today)})`];
}

/** The latest check-in as a whole, and shortly those before it, as many as there is room for. */
function checkIns(
  { checkIns: all }: Overview,
  people: People,
  reader: CardFor,
  now: Temporal.Instant,
  room: number,
): Block[] {
  const [latest, ...earlier] = all.slice(0, CHECK_INS_SHOWN);
  if (!latest) return [context(plain('Nobody has checked in on this client yet.'))];
  const editOf = (checkIn: CheckIn) =>
    checkIn.authorId === reader.userId && reader.place !== 'channel' ? editCheckInButton(checkIn) : undefined;
  const edit = editOf(latest);
  const blocks = [
    ...describeCheckIn(latest, nameOf(people, latest.authorId), reader.timeZone, now),
    ...(edit ? [actions(`card-check-in-${latest.id}`, [{ ...edit, text: plain('Edit check-in') }])] : []),
    ...(earlier.length > 0 ? [richText(paragraph({ bold: 'Before that' }))] : []),
    ...earlier.map((each) => describeShortly(each, nameOf(people, each.authorId), now, editOf(each))),
  ];
  return blocks.slice(0, room);
}

function buttons(client: Client, { place }: CardFor): Block[] {
  const share = button('Share in channel', SHARE_ACTION, client.id, { label: `Share ${client.name} here` });
  return [
    actions(`card-${client.id}`, [
      ...(client.status === 'ended' ? [] : [checkInButton(client, 'primary')]),
      ...clientButtons(client),
      ...(client.status === 'ended' ? [] : [handOverButton(client)]),
      ...(place === 'channel-asker' ? [share] : []),
    ]),
  ];
}

function channelButtons(client: Client): Block[] {
  if (client.status === 'ended') return [];
  return [
    actions(`shared-${client.id}`, [
      checkInButton(client),
      button('Details', SHOW_ACTION, client.id, { label: `Details of ${client.name}` }),
    ]),
  ];
}
