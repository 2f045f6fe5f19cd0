import type { ModalView, SectionBlock } from '@slack/types';
import type { FollowUp } from '../check-ins/rules.ts';
import { checkInButton, describeCheckIn, describeFollowUp, editCheckInButton } from '../check-ins/views.ts';
import type { Client, ClientStatus } from '../clients/rules.ts';
import { clientButtons } from '../clients/views.ts';
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
import { ago, dayOf, timeOf, weekdayName } from '../slack/dates.ts';
import { LIMITS } from '../slack/limits.ts';
import { count, escapeText } from '../slack/text.ts';
import type { Person } from '../workspaces/rules.ts';
import type { Overview } from './rules.ts';
import { bandOf, latestFeeling, nextAsking, type Reader, worst } from './wording.ts';

export const SHARE_ACTION = 'health-share';
/** Shows a client's card; the value is the client's id. */
export const SHOW_ACTION = 'client-show';

const CHECK_INS_SHOWN = 3;
const FOLLOW_UPS_SHOWN = 8;

const STATUS_WORDS: Record<ClientStatus, string> = {
  prospect: 'Prospect',
  active: 'Active',
  paused: 'Paused',
  leaving: 'Leaving',
  ended: 'Ended',
};

/** People by id, as far as they are known. */
export type People = ReadonlyMap<string, Person>;

/** Who reads a card, and where: what a channel reads says nothing of money, and has no buttons that change something. */
export interface CardFor extends Reader {
  place: 'channel-asker' | 'private' | 'channel';
}

/** All that one wants to know about a client before speaking with them. */
export function clientCard(
  overview: Overview,
  people: People,
  reader: CardFor,
  now: Temporal.Instant,
): Message {
  const { client } = overview;
  const next = nextAsking(overview, nameOf(people, client.ownerId), reader, now);
  const blocks: Block[] = [
    header(client.name),
    richText(
      paragraph({ bold: bandOf(overview) }),
      ...(overview.health.reasons.length > 0
        ? [bullets(...overview.health.reasons.map(({ text }) => [text]))]
        : []),
    ),
    facts(client, people, reader),
    section(plain(`🔔 ${next}`)),
    ...skipped(overview, people, now),
    ...followUps(overview, people, reader, now),
  ];
  const closing = reader.place === 'channel' ? channelButtons(client) : buttons(client, reader);
  const room = LIMITS.messageBlocks - blocks.length - closing.length - 1;
  return {
    text: textOf(overview, now),
    blocks: [...blocks, ...checkIns(overview, people, reader, now, room), ...closing],
  };
}

/** The card as a modal, for App Home, where there is no message to answer in. */
export function clientCardModal(
  overview: Overview,
  people: People,
  reader: Reader,
  now: Temporal.Instant,
): ModalView {
  const { blocks } = clientCard(overview, people, { ...reader, place: 'private' }, now);
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

function textOf(overview: Overview, now: Temporal.Instant): string {
  const reasons = worst(overview, 2).join('; ');
  const about = reasons === '' ? latestFeeling(overview, now) : reasons;
  return `${escapeText(overview.client.name)}: ${bandOf(overview)}. ${about}.`;
}

function facts(client: Client, people: People, reader: CardFor): SectionBlock {
  const { cadence, contact, monthlyValue } = client;
  const named: [string, string | null][] = [
    ['Owner', nameOf(people, client.ownerId)],
    ['Cover', client.coverId && nameOf(people, client.coverId)],
    ['Status', STATUS_WORDS[client.status]],
    [
      'Rhythm',
      `every ${cadence.every === 1 ? cadence.unit : count(cadence.every, cadence.unit)}, ${weekdayName(cadence.weekday)} ${timeOf(cadence.time)}`,
    ],
    ['Contact', contact.name],
    ['Address them as', contact.address],
    ['Reach them by', contact.reach],
  ];
  if (reader.place !== 'channel') {
    named.push(
      [
        'Monthly value',
        monthlyValue && `${monthlyValue.amount.toLocaleString('en')} ${monthlyValue.currency}`,
      ],
      ['Agreed hours a month', client.agreedHours === null ? null : String(client.agreedHours)],
    );
  }
  return {
    type: 'section',
    fields: named.flatMap(([name, value]) => (value ? [plain(`${name}\n${value}`, 2000)] : [])),
  };
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

/** The newest check-ins, as many as there is room for, each whole. */
function checkIns(
  { checkIns: all }: Overview,
  people: People,
  reader: CardFor,
  now: Temporal.Instant,
  room: number,
): Block[] {
  if (all.length === 0) return [context(plain('Nobody has checked in on this client yet.'))];
  const blocks: Block[] = [];
  for (const checkIn of all.slice(0, CHECK_INS_SHOWN)) {
    const described = describeCheckIn(checkIn, nameOf(people, checkIn.authorId), reader.timeZone, now);
    if (checkIn.authorId === reader.userId && reader.place !== 'channel') {
      described.push(
        actions(`card-check-in-${checkIn.id}`, [
          { ...editCheckInButton(checkIn), text: plain('Edit check-in') },
        ]),
      );
    }
    if (blocks.length + described.length > room) break;
    blocks.push(...described);
  }
  return blocks;
}

function buttons(client: Client, { place }: CardFor): Block[] {
  const share = button('Share in channel', SHARE_ACTION, client.id, { label: `Share ${client.name} here` });
  return [
    actions(`card-${client.id}`, [
      ...(client.status === 'ended' ? [] : [checkInButton(client, 'primary')]),
      ...clientButtons(client),
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
