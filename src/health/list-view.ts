import type { ModalView } from '@slack/types';
import type { Client } from '../clients/rules.ts';
import { addClientButton } from '../clients/views.ts';
import {
  actions,
  type Block,
  button,
  context,
  type Message,
  named,
  paragraph,
  plain,
  richText,
  section,
} from '../slack/blocks.ts';
import { COMMAND } from '../slack/commands.ts';
import { LIMITS } from '../slack/limits.ts';
import { count, escapeText } from '../slack/text.ts';
import { type CardFor, nameOf, type People, SHOW_ACTION } from './card-view.ts';
import { byAttention, needsAttention, type Overview } from './overview.ts';
import { andMore, bandOf, countBands, why } from './wording.ts';

/** Opens the list of all clients, where there is no room for it. */
export const LIST_ACTION = 'client-list';
/** Shares the list in the channel in which one person sees it. */
export const SHARE_LIST_ACTION = 'health-share-list';

const NEAR_SHOWN = 5;

/** All clients that are not ended, those that need attention first; the paused ones last. */
export function clientList(
  overviews: readonly Overview[],
  people: People,
  now: Temporal.Instant,
  place: CardFor['place'] = 'private',
): Message {
  const sorted = byNeed(overviews);
  if (sorted.length === 0) return noClients();
  const urgent = sorted.filter(needsAttention).map(({ client }) => escapeText(client.name));
  const attention =
    urgent.length === 0 ? 'Nobody needs attention.' : `Needs attention: ${urgent.slice(0, 10).join(', ')}.`;
  return {
    text: `${countBands(sorted)}. ${attention}`,
    blocks: listBlocks(sorted, people, now, LIMITS.messageBlocks, place),
  };
}

/** The same list as a modal, which holds more. */
export function clientListModal(
  overviews: readonly Overview[],
  people: People,
  now: Temporal.Instant,
): ModalView {
  const sorted = byNeed(overviews);
  return {
    type: 'modal',
    title: plain('Clients', LIMITS.viewTitle),
    close: plain('Close'),
    blocks:
      sorted.length === 0
        ? noClients().blocks
        : listBlocks(sorted, people, now, LIMITS.viewBlocks, 'private'),
  };
}

/** What is said when no client is called as typed: those that may have been meant, as buttons. */
export function nearClients(typed: string, near: readonly Client[]): Message {
  const shown = near.slice(0, NEAR_SHOWN);
  const [before, after] =
    shown.length === 0 ? ['There is no client and no command “', '”.'] : ['Which client is “', '”?'];
  const offer =
    shown.length === 0
      ? `Type “${COMMAND} list” to see all clients, or “${COMMAND} help” for what else there is.`
      : 'Did you mean one of these?';
  const names = shown.map(({ name }) => escapeText(name)).join(', ');
  const blocks: Block[] = [richText(paragraph(before, typed, `${after} ${offer}`))];
  if (shown.length > 0) {
    blocks.push(
      actions(
        'near-clients',
        shown.map((client) => button(client.name, `${SHOW_ACTION}-${client.id}`, client.id)),
      ),
    );
  }
  const rest = near.length - shown.length;
  if (rest > 0) blocks.push(context(plain(`And ${count(rest, 'client')} more: type a few more letters.`)));
  return { text: `${before}${escapeText(typed)}${after} ${offer}${names ? ` ${names}` : ''}`, blocks };
}

/** Those that need attention first; the paused ones, about whom nobody is asked, last. */
export function byNeed(overviews: readonly Overview[]): Overview[] {
  const sorted = overviews.toSorted(byAttention);
  const isPaused = ({ client }: Overview) => client.status === 'paused';
  return [...sorted.filter((overview) => !isPaused(overview)), ...sorted.filter(isPaused)];
}

/** One client in one block, with a button that shows the card. */
export function clientLine(overview: Overview, people: People, now: Temporal.Instant): Block {
  const { client } = overview;
  const owner = nameOf(people, client.ownerId);
  return named(
    client.name,
    [`${bandOf(overview)} · Owner: ${owner}`, why(overview, now)],
    button('Show', SHOW_ACTION, client.id, { label: `Show ${client.name}` }),
  );
}

function listBlocks(
  sorted: readonly Overview[],
  people: People,
  now: Temporal.Instant,
  most: number,
  place: CardFor['place'],
): Block[] {
  const room = most - 3;
  const shown = sorted.slice(0, room);
  const rest = sorted.slice(room);
  return [
    section(plain(countBands(sorted))),
    ...shown.map((overview) => clientLine(overview, people, now)),
    ...(rest.length > 0 ? [context(plain(andMore(rest, `Type “${COMMAND}” and a name to see one.`)))] : []),
    ...closing(place),
  ];
}

/** What a channel reads has no button that changes something. */
function closing(place: CardFor['place']): Block[] {
  if (place === 'channel') return [];
  const share = button('Share in channel', SHARE_LIST_ACTION, 'list', { label: 'Share this list here' });
  const buttons = [addClientButton('primary'), ...(place === 'channel-asker' ? [share] : [])];
  return [actions('client-list', buttons)];
}

function noClients(): Message {
  const text = 'No clients yet. Add the first one: it takes half a minute.';
  return { text, blocks: [section(plain(text)), actions('client-list', [addClientButton('primary')])] };
}
