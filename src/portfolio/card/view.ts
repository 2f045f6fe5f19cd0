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
import { hearAgainButton } from '../../notifications/mute-modal.ts';
import type { People, Viewer } from '../../people/rules.ts';
import { personName } from '../../people/rules.ts';
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
import { nextAsking } from './asking-view.ts';
import { lastWords, otherCheckIns } from './check-ins-view.ts';
import { historyChart, historyLine, type WeeklyScore, weeklyScores } from './history-view.ts';
import type { Card } from './load-card.ts';
import { healthBlock, nextStepText } from './standing-view.ts';

export const CARD_SHARE = 'health-share';

const FOLLOW_UPS_SHOWN = 3;

/** Who reads a card, and where: what a channel reads says nothing of money, and has no buttons that change something. */
export interface CardViewer extends Viewer {
  place: 'channel-asker' | 'private' | 'channel';
}

/** All that one wants to know about a client before speaking with them. */
export function clientCard(card: Card, reader: CardViewer, now: Temporal.Instant): Message {
  const { overview, people } = card;
  const { client, health } = overview;
  const weeks = weeklyScores(card.history, health.score, reader.timeZone, now);
  const chart = historyChart(weeks);
  const step = nextStepText(overview, now);
  const named = (id: string) => personName(people, id);
  const above: Block[] = [
    header(client.name),
    healthBlock(overview, named, reader, now),
    nextActions(card, step, reader, now),
    ...unreached(overview, people, now),
    ...skipped(overview, people, now),
    ...muted(card, reader, now),
    ...lastWords(overview, named, reader, now),
  ];
  const below: Block[] = [
    ...followUps(overview, people, reader, now),
    ...otherCheckIns(overview, named, reader, now),
    facts(client, people, reader),
    ...(reader.place === 'channel' ? channelButtons(client) : buttons(client, reader)),
  ];
  return {
    text: escapeText(cardText(overview, step, weeks)),
    blocks: [...above, ...(chart ? [chart] : []), ...below],
    ...(chart ? { plainBlocks: [...above, ...inWords(weeks), ...below] } : {}),
  };
}

/** The card as a modal, for App Home, where there is no message to answer in. */
export function clientCardModal(card: Card, reader: Viewer, now: Temporal.Instant): ModalView {
  const { blocks } = withoutData(clientCard(card, { ...reader, place: 'private' }, now));
  return {
    type: 'modal',
    title: plain('Client', LIMITS.viewTitle),
    close: plain('Close'),
    blocks,
  };
}

/** The whole story in a few sentences, unescaped. */
function cardText(overview: Overview, step: string | null, weeks: readonly WeeklyScore[]): string {
  const { client, health } = overview;
  const { override, score, trend } = health;
  const course = trend ? `, ${TREND_LABELS[trend].word}` : '';
  const how = override
    ? `${bandLabel(overview)}; reckoned: ${scoreText(health)}${course}`
    : `${bandLabel(overview)}${score === null ? '' : `, ${score} of 100${course}`}`;
  const sentences = [`${client.name}: ${how}.`, `${health.reasons[0]}.`, step, historyLine(weeks)];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

/** What would change the band, how to reach the client, and who is asked next. */
function nextActions(
  { overview, people, next }: Card,
  step: string | null,
  reader: Viewer,
  now: Temporal.Instant,
): RichTextBlock {
  const { client } = overview;
  const { name, address, reach } = client.contact;
  const call = [name, address && `address them as ${address}`, reach].filter((each) => each !== null);
  const lines = [
    ...(step ? [`👉 ${step}`] : []),
    ...(call.length > 0 ? [`📞 ${call.join(' · ')}`] : []),
    `🔔 ${nextAsking({ ...overview, next }, (id) => personName(people, id), reader, now)}`,
  ];
  return richText(paragraph(lines.join('\n')));
}

function inWords(weeks: readonly WeeklyScore[]): Block[] {
  const line = historyLine(weeks);
  return line ? [section(plain(`📈 ${line}`))] : [];
}

function muted({ overview, people, mute }: Card, reader: CardViewer, now: Temporal.Instant): Block[] {
  if (!mute) return [];
  const until = lastDayBefore(mute.until, reader.timeZone, now);
  const line = `🔕 No alerts until ${until}, muted by ${personName(people, mute.by)}: “${mute.reason}”`;
  return [section(plain(line), reader.place === 'channel' ? undefined : hearAgainButton(overview.client))];
}

/** What changes seldom, in as few lines as may be: most cards are read on a phone. */
function facts(client: Client, people: People, reader: CardViewer): RichTextBlock {
  const { coverId, monthlyFee, agreedHours } = client;
  const owner = people.get(client.ownerId);
  const cadence = owner ? withOwnerTime(client.cadence, owner) : client.cadence;
  const value = monthlyFee && moneyText(monthlyFee);
  const hours = agreedHours === null ? null : count(agreedHours, 'hour');
  const agreed = reader.place === 'channel' ? [] : [value, hours].filter((each) => each !== null);
  const named: [string, string | null][] = [
    [
      'Owner',
      `${personName(people, client.ownerId)}${coverId ? ` (cover: ${personName(people, coverId)})` : ''}`,
    ],
    [
      'Asked',
      `${describeCadence(cadence)}; ${count(client.longestGapDays, 'day')} is the longest acceptable gap`,
    ],
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
  const who = lastSkip.by ? ` by ${personName(people, lastSkip.by)}` : '';
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
  const name = personName(people, missed.personId);
  return [
    section(plain(`✉️ ${name} was not asked ${ago(missed.at, now)}: Slack does not let me write to them.`)),
  ];
}

function followUps(
  { followUps: promised }: Overview,
  people: People,
  reader: CardViewer,
  now: Temporal.Instant,
): Block[] {
  if (promised.length === 0) return [];
  const today = now.toZonedDateTimeISO(reader.timeZone).toPlainDate();
  const shown = promised.slice(0, FOLLOW_UPS_SHOWN);
  const promise = ({ what, promisedById, dueOn }: FollowUp): Run[] => [
    `${what} (${personName(people, promisedById)}, ${dueText(dueOn, today)})`,
  ];
  const blocks: Block[] =
    reader.place === 'channel'
      ? [richText(paragraph('📌 Promised:'), bullets(...shown.map(promise)))]
      : shown.flatMap((each) => describeFollowUp(each, personName(people, each.promisedById), today));
  const rest = promised.length - FOLLOW_UPS_SHOWN;
  return rest > 0 ? [...blocks, context(plain(`And ${count(rest, 'follow-up')} more.`))] : blocks;
}

function buttons(client: Client, { place }: CardViewer): Block[] {
  const share = button('Share in channel', CARD_SHARE, client.id, { label: `Share ${client.name} here` });
  const isEnded = client.status === 'ended';
  return [
    actions(`card-${client.id}`, [
      ...(isEnded
        ? []
        : [checkInButton(client, 'primary'), addFollowUpButton(client), overrideButton(client)]),
      ...clientButtons(client),
      ...(isEnded ? [] : [handOverButton(client)]),
      ...(place === 'channel-asker' ? [share] : []),
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
