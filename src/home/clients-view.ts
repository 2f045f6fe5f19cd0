/** Somebody's clients as cards by band, page by page. */
import type { Overflow } from '@slack/types';
import { checkInButton } from '../check-ins/view.ts';
import type { Client } from '../clients/rules.ts';
import { showClientButton } from '../clients/view.ts';
import type { Overview } from '../health/rules.ts';
import { bandLabel, bandText, scoreText, TREND_LABELS } from '../health/view.ts';
import { personName, type Viewer } from '../people/rules.ts';
import { reminderText } from '../portfolio/card/reminder-view.ts';
import { pageButtons, pageCaption } from '../portfolio/list/pages-view.ts';
import { NO_FILTER, type Page, pageOf, sortByAttention } from '../portfolio/list/rules.ts';
import { attentionSummary } from '../portfolio/list/summary-view.ts';
import {
  actions,
  type Block,
  context,
  header,
  option,
  paragraph,
  plain,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import { menuValues } from '../slack/forms/button-values.ts';
import { encodePage, type HomeData } from './rules.ts';
import { topReason } from './today-view.ts';

/** Turns to another page, which is the value. `-previous` or `-next` follows. */
export const HOME_TURN = 'home-turn';
/** What else can be done with a client. */
export const HOME_CARD_MENU = 'home-card-menu';
export const cardChoices = menuValues(['edit', 'follow-up']);

const CARDS_PER_PAGE = 20;

export function homePage(mine: readonly Overview[], page: number): Page {
  return pageOf(sortByAttention(mine), { ...NO_FILTER, page }, CARDS_PER_PAGE);
}

/** The cards of one page, under headings that count the clients of all pages: at risk first, paused last. */
export function clientsBlocks(data: HomeData, page: Page, viewer: Viewer, now: Temporal.Instant): Block[] {
  const all = Map.groupBy(data.mine, groupName);
  const turn = (where: 'top' | 'bottom') =>
    pageButtons(page, { blockId: `home-turn-${where}`, actionId: HOME_TURN, encodePage });
  return [
    header('My clients'),
    context(plain(`${attentionSummary(data.mine)}.`)),
    ...pageCaption(page),
    ...turn('top'),
    ...[...Map.groupBy(page.overviews, groupName)].flatMap(([group, members]) => [
      header(`${group} (${all.get(group)?.length ?? 0})`),
      ...members.flatMap((overview) => clientCardBlocks(overview, data, viewer, now)),
    ]),
    ...turn('bottom'),
  ];
}

/** "🔴 At risk". */
function groupName({ client, health }: Overview): string {
  return client.status === 'paused' ? '⏸️ Paused' : bandText(health.band);
}

/** Two blocks: how the client is and what comes next, and what can be done. */
function clientCardBlocks(
  overview: Overview,
  { nextAssignments, people }: HomeData,
  viewer: Viewer,
  now: Temporal.Instant,
): Block[] {
  const { client, prompt } = overview;
  const next = nextAssignments.get(client.id) ?? null;
  const reminder = reminderText({ client, prompt, next }, people, { ...viewer, visibility: 'private' }, now);
  const isCoverOnly = client.ownerId !== viewer.userId && !(prompt ?? next)?.coveringFor;
  const lines = [
    healthLine(overview),
    ...topReason(overview),
    `🔔 ${reminder}`,
    ...(isCoverOnly ? [`You cover for ${personName(people, client.ownerId)}.`] : []),
  ];
  return [
    richText(paragraph({ bold: client.name }, ...lines.map((line): Run => `\n${line}`))),
    actions(`home-${client.id}`, [checkInButton(client), showClientButton(client), menu(client)]),
  ];
}

/** "🔴 At risk, 24 of 100 · ↘ falling". */
function healthLine(overview: Overview): string {
  const { health } = overview;
  const { override, score, trend } = health;
  const course = score !== null && trend ? ` · ${TREND_LABELS[trend].mark} ${TREND_LABELS[trend].word}` : '';
  if (override) return `${bandLabel(overview)}; score: ${scoreText(health)}${course}`;
  return `${bandLabel(overview)}${score === null ? '' : `, ${score} of 100`}${course}`;
}

function menu({ id }: Client): Overflow {
  return {
    type: 'overflow',
    action_id: HOME_CARD_MENU,
    options: [
      option('Edit', cardChoices.encode('edit', id)),
      option('Add follow-up', cardChoices.encode('follow-up', id)),
    ],
  };
}
