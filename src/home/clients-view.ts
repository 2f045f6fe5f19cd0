/** Somebody's clients as cards by band, page by page. */

import type { Overflow } from '@slack/types';
import { checkInButton } from '../check-ins/view.ts';
import type { Assignment } from '../clients/assignee-rules.ts';
import type { Client } from '../clients/rules.ts';
import { showClientButton } from '../clients/view.ts';
import type { Overview } from '../health/rules.ts';
import { bandLabel, bandText, scoreText, TREND_LABELS } from '../health/view.ts';
import type { People, Viewer } from '../people/rules.ts';
import { personName } from '../people/rules.ts';
import { sortByAttention } from '../portfolio/list/list-view.ts';
import { NO_FILTER, type Page, pageOf } from '../portfolio/list/portfolio.ts';
import { attentionSummary } from '../portfolio/list/portfolio-view.ts';
import { ago, dayAndTimeText } from '../runtime/formats/dates.ts';
import {
  actions,
  type Block,
  button,
  context,
  header,
  option,
  paragraph,
  plain,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import type { HomeData } from './load-home.ts';
import { placeOf } from './page.ts';
import { heaviestReason, standsIn } from './today-view.ts';

/** Turns to another page; the value is its place. `-previous` or `-next` follows. */
export const HOME_TURN = 'home-turn';
/** A menu: `parseCardChoice` reads its values. */
export const HOME_CARD_MENU = 'home-card-menu';

const CARDS = 20;

/** The part of somebody's clients that one page shows. */
export function homePage(mine: readonly Overview[], page: number): Page {
  return pageOf(sortByAttention(mine), { ...NO_FILTER, page }, CARDS);
}

/** The cards of one page under headings that count everybody of their kind: those at risk first, the paused last. */
export function clientsBlocks(
  { mine, nextAsked, people }: HomeData,
  page: Page,
  reader: Viewer,
  now: Temporal.Instant,
): Block[] {
  const all = Map.groupBy(mine, groupOf);
  return [
    header('My clients'),
    context(plain(`${attentionSummary(mine)}.`)),
    ...turning(page, 'top'),
    ...[...Map.groupBy(page.overviews, groupOf)].flatMap(([group, members]) => [
      header(`${group} (${all.get(group)?.length ?? 0})`),
      ...members.flatMap((overview) =>
        card(overview, nextAsked.get(overview.client.id), people, reader, now),
      ),
    ]),
    ...turning(page, 'bottom'),
  ];
}

/** "🔴 At risk". */
function groupOf({ client, health }: Overview): string {
  return client.status === 'paused' ? '⏸️ Paused' : bandText(health.band);
}

/** Two blocks: how the client is and what comes next, and what can be done. */
function card(
  overview: Overview,
  next: Assignment | undefined,
  people: People,
  reader: Viewer,
  now: Temporal.Instant,
): Block[] {
  const { client } = overview;
  const lines = [
    standing(overview),
    ...heaviestReason(overview),
    asking(overview, next, people, reader, now),
    ...role(overview, next, people, reader),
  ];
  return [
    richText(paragraph({ bold: client.name }, ...lines.map((line): Run => `\n${line}`))),
    actions(`home-${client.id}`, [checkInButton(client), showClientButton(client), menu(client)]),
  ];
}

/** What the reader has to do with somebody else's client. */
function role(
  overview: Overview,
  next: Assignment | undefined,
  people: People,
  { userId }: Viewer,
): string[] {
  const { client, prompt } = overview;
  if (client.ownerId === userId) return [];
  const asked = prompt?.assigneeId ?? next?.personId;
  return [
    asked === userId
      ? `${standsIn(overview, people)}.`
      : `You cover for ${personName(people, client.ownerId)}.`,
  ];
}

/** "🔴 At risk, 24 of 100 · ↘ falling". */
function standing(overview: Overview): string {
  const { health } = overview;
  const { override, score, trend } = health;
  const course = score !== null && trend ? ` · ${TREND_LABELS[trend].mark} ${TREND_LABELS[trend].word}` : '';
  if (override) return `${bandLabel(overview)}; reckoned: ${scoreText(health)}${course}`;
  return `${bandLabel(overview)}${score === null ? '' : `, ${score} of 100`}${course}`;
}

function asking(
  { client, prompt }: Overview,
  next: Assignment | undefined,
  people: People,
  { userId, timeZone }: Viewer,
  now: Temporal.Instant,
): string {
  const at = (instant: Temporal.Instant) => dayAndTimeText(instant, timeZone, now);
  if (prompt) {
    const { assigneeId: personId, askAt, askedAt } = prompt;
    const who = personId === userId ? 'You were' : `${personName(people, personId)} was`;
    if (askAt && Temporal.Instant.compare(askAt, now) > 0) {
      return askedAt ? `💤 Put off until ${at(askAt)}` : `🔔 Asked next on ${at(askAt)}`;
    }
    return askedAt ? `🔔 ${who} asked ${ago(askedAt, now)}, not answered yet` : '🔔 Asked now';
  }
  if (client.status === 'paused') return 'Nobody is asked until it is resumed';
  if (!next) return 'No reminder is planned';
  const who = next.personId === userId ? 'You are' : `${personName(people, next.personId)} is`;
  return `🔔 ${who} asked next on ${at(next.at)}`;
}

function menu({ id }: Client): Overflow {
  return {
    type: 'overflow',
    action_id: HOME_CARD_MENU,
    options: [option('Edit', `edit ${id}`), option('Add follow-up', `follow-up ${id}`)],
  };
}

/** Reads a value of a card's menu back. @throws Error for one that these views did not make. */
export function parseCardChoice(value: string): { choice: 'edit' | 'follow-up'; clientId: string } {
  const [choice = '', clientId = ''] = value.split(' ');
  if (clientId && (choice === 'edit' || choice === 'follow-up')) return { choice, clientId };
  throw new Error('A card’s menu sent a value that is none of its own');
}

function turning({ page, pages, from, overviews, matching }: Page, where: 'top' | 'bottom'): Block[] {
  if (pages === 1) return [];
  const to = (text: string, next: number) =>
    button(text, `${HOME_TURN}-${text.toLowerCase()}`, placeOf(next), { label: `${text} clients` });
  return [
    ...(where === 'top'
      ? [context(plain(`Clients ${from + 1} to ${from + overviews.length} of ${matching}`))]
      : []),
    actions(`home-turn-${where}`, [
      ...(page > 0 ? [to('Previous', page - 1)] : []),
      ...(page < pages - 1 ? [to('Next', page + 1)] : []),
    ]),
  ];
}
