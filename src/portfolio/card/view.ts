import type { ModalView, RichTextBlock } from '@slack/types';
import { checkInButton } from '../../check-ins/view.ts';
import { describeCadence, withOwnerTime } from '../../clients/cadence/rules.ts';
import type { Client } from '../../clients/rules.ts';
import { CLIENT_SHOW, clientButtons } from '../../clients/view.ts';
import type { FollowUp } from '../../follow-ups/rules.ts';
import { addFollowUpButton, describeFollowUp, dueText } from '../../follow-ups/view.ts';
import { handOverButton } from '../../hand-overs/modal.ts';
import { overrideButton } from '../../health/override/modal.ts';
import type { Overview } from '../../health/rules.ts';
import { bandLabel, scoreText, TREND_LABELS } from '../../health/view.ts';
import { unmuteButton } from '../../notifications/mutes/modal.ts';
import { type People, personName, type Viewer } from '../../people/rules.ts';
import { ago, lastDayBefore } from '../../runtime/formats/dates.ts';
import { count, moneyText } from '../../runtime/formats/numbers.ts';
import {
  actions,
  type Block,
  bullets,
  button,
  context,
  escapeText,
  header,
  type Message,
  paragraph,
  plain,
  quotation,
  type Run,
  richText,
  section,
  withoutData,
} from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { mainCheckIn, otherCheckIns } from './check-ins-view.ts';
import { adviceText, healthBlock } from './health-view.ts';
import { historyChart, historyLine } from './history-view.ts';
import { reminderText } from './reminder-view.ts';
import { type Card, type PortfolioViewer, type WeeklyScore, weeklyScores } from './rules.ts';

/** Shares a card in the channel in which one person sees it; the value is the client's id. */
export const CARD_SHARE = 'health-share';

const FOLLOW_UPS_SHOWN = 3;

/** All that somebody wants to know about a client before they talk. */
export function clientCard(card: Card, viewer: PortfolioViewer, now: Temporal.Instant): Message {
  const { overview, people } = card;
  const { client, health } = overview;
  const weeks = weeklyScores(card.history, health.score, viewer.timeZone, now);
  const chart = historyChart(weeks);
  const advice = adviceText(overview, now);
  const above: Block[] = [
    header(client.name),
    healthBlock(overview, people, viewer, now),
    nextActions(card, advice, viewer, now),
    ...unreached(card, now),
    ...lastSkip(card, now),
    ...mute(card, viewer, now),
    ...mainCheckIn(card, viewer, now),
  ];
  const below: Block[] = [
    ...followUps(card, viewer, now),
    ...otherCheckIns(card, viewer, now),
    agreement(client, people, viewer),
    ...(viewer.visibility === 'channel' ? channelButtons(client) : buttons(client, viewer)),
  ];
  return {
    text: escapeText(cardText(overview, advice, weeks)),
    blocks: [...above, ...(chart ? [chart] : []), ...below],
    ...(chart ? { plainBlocks: [...above, ...historyInWords(weeks), ...below] } : {}),
  };
}

/** The card as a modal, for Home and other modals. */
export function clientCardModal(card: Card, viewer: Viewer, now: Temporal.Instant): ModalView {
  const { blocks } = withoutData(clientCard(card, { ...viewer, visibility: 'private' }, now));
  return { type: 'modal', title: plain('Client', LIMITS.viewTitle), close: plain('Close'), blocks };
}

function cardText(overview: Overview, advice: string | null, weeks: readonly WeeklyScore[]): string {
  const { client, health } = overview;
  const { override, score, trend } = health;
  const course = trend ? `, ${TREND_LABELS[trend].word}` : '';
  const state = override
    ? `${bandLabel(overview)}; score: ${scoreText(health)}${course}`
    : `${bandLabel(overview)}${score === null ? '' : `, ${score} of 100${course}`}`;
  const sentences = [`${client.name}: ${state}.`, `${health.reasons[0]}.`, advice, historyLine(weeks)];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

/** What would change the band, how to reach the client, and who is asked next. */
function nextActions(
  { overview, people, next }: Card,
  advice: string | null,
  viewer: PortfolioViewer,
  now: Temporal.Instant,
): RichTextBlock {
  const { name, salutation: address, preferredChannel: reach } = overview.client.contact;
  const contact = [name, address && `call them “${address}”`, reach && `best by: ${reach}`].filter(
    (part) => part !== null,
  );
  const lines = [
    ...(advice ? [`👉 ${advice}`] : []),
    ...(contact.length > 0 ? [`📞 ${contact.join(' · ')}`] : []),
    `🔔 ${reminderText({ ...overview, next }, people, viewer, now)}`,
  ];
  return richText(paragraph(lines.join('\n')));
}

function historyInWords(weeks: readonly WeeklyScore[]): Block[] {
  const line = historyLine(weeks);
  return line ? [section(plain(`📈 ${line}`))] : [];
}

function mute(
  { overview, people, mute: muted }: Card,
  viewer: PortfolioViewer,
  now: Temporal.Instant,
): Block[] {
  if (!muted) return [];
  const until = lastDayBefore(muted.until, viewer.timeZone, now);
  const line = `🔕 No alerts until ${until}, muted by ${personName(people, muted.by)}: “${muted.reason}”`;
  return [section(plain(line), viewer.visibility === 'channel' ? undefined : unmuteButton(overview.client))];
}

/** What was agreed: in as few lines as possible, as most cards are read on a phone. */
function agreement(client: Client, people: People, { visibility }: PortfolioViewer): RichTextBlock {
  const { ownerId, coverId, monthlyFee, agreedHours } = client;
  const owner = people.get(ownerId);
  const cadence = owner ? withOwnerTime(client.cadence, owner) : client.cadence;
  const fee = monthlyFee && moneyText(monthlyFee);
  const hours = agreedHours === null ? null : count(agreedHours, 'hour');
  const monthly = visibility === 'channel' ? [] : [fee, hours].filter((part) => part !== null);
  const facts: [string, string | null][] = [
    ['Owner', `${personName(people, ownerId)}${coverId ? ` (cover: ${personName(people, coverId)})` : ''}`],
    [
      'Check-ins',
      `${describeCadence(cadence)}; alert after ${count(client.longestGapDays, 'day')} of silence`,
    ],
    ['Agreed per month', monthly.length > 0 ? monthly.join(', ') : null],
  ];
  const lines = facts.flatMap(([name, value]): Run[][] => (value ? [[{ bold: `${name}: ` }, value]] : []));
  return richText(paragraph(...lines.flatMap((runs, index): Run[] => (index > 0 ? ['\n', ...runs] : runs))));
}

/** The last skip, unless there is a newer check-in. */
function lastSkip({ overview, people }: Card, now: Temporal.Instant): Block[] {
  const skip = overview.lastSkip;
  if (!skip || hasCheckInSince(overview, skip.at)) return [];
  const line = `⏭️ Skipped ${ago(skip.at, now)}${skip.by ? ` by ${personName(people, skip.by)}` : ''}`;
  return [
    skip.reason ? richText(paragraph(`${line}:`), quotation(skip.reason)) : richText(paragraph(`${line}.`)),
  ];
}

/** Whom a reminder could not be delivered to, unless there is a newer check-in. */
function unreached({ overview, people }: Card, now: Temporal.Instant): Block[] {
  const missed = overview.unreached;
  if (!missed || hasCheckInSince(overview, missed.at)) return [];
  const name = personName(people, missed.personId);
  return [
    section(plain(`✉️ ${name} wasn’t asked ${ago(missed.at, now)}: Slack wouldn’t deliver my message.`)),
  ];
}

function hasCheckInSince({ checkIns: [latest] }: Overview, at: Temporal.Instant): boolean {
  return latest !== undefined && Temporal.Instant.compare(latest.createdAt, at) > 0;
}

function followUps({ overview, people }: Card, viewer: PortfolioViewer, now: Temporal.Instant): Block[] {
  const open = overview.followUps;
  if (open.length === 0) return [];
  const today = now.toZonedDateTimeISO(viewer.timeZone).toPlainDate();
  const shown = open.slice(0, FOLLOW_UPS_SHOWN);
  const line = ({ what, promisedById, dueOn }: FollowUp): Run[] => [
    `${what} (${personName(people, promisedById)}, ${dueText(dueOn, today)})`,
  ];
  const blocks: Block[] =
    viewer.visibility === 'channel'
      ? [richText(paragraph('📌 Still owed to them:'), bullets(...shown.map(line)))]
      : shown.flatMap((each) => describeFollowUp(each, personName(people, each.promisedById), today));
  const rest = open.length - FOLLOW_UPS_SHOWN;
  return rest > 0 ? [...blocks, context(plain(`And ${count(rest, 'more follow-up')}.`))] : blocks;
}

function buttons(client: Client, { visibility }: PortfolioViewer): Block[] {
  const share = button('Share in channel', CARD_SHARE, client.id, { label: `Share ${client.name} here` });
  const isEnded = client.status === 'ended';
  return [
    actions(`card-${client.id}`, [
      ...(isEnded
        ? []
        : [checkInButton(client, 'primary'), addFollowUpButton(client), overrideButton(client)]),
      ...clientButtons(client),
      ...(isEnded ? [] : [handOverButton(client)]),
      ...(visibility === 'ephemeral' ? [share] : []),
    ]),
  ];
}

function channelButtons(client: Client): Block[] {
  if (client.status === 'ended') return [];
  return [
    actions(`shared-${client.id}`, [
      checkInButton(client),
      button('Details', CLIENT_SHOW, client.id, { label: `Details of ${client.name}` }),
    ]),
  ];
}
