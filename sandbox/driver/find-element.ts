import { type PlacedElement, placedElements } from '../elements.ts';
import type { Screen, ScreenConversation, StateValues, Where } from '../protocol.ts';
import { rawList, rawOrEmpty, textOrEmpty } from '../raw.ts';
import { ActRefused } from './act-refused.ts';
import { renderBlocks } from './render-text.ts';

/** An element on a person's screen, and the text around it. */
export interface FoundElement {
  where: Where;
  placed: PlacedElement;
  /** The text of the blocks it belongs to, down to its own. */
  around: string;
  state: StateValues;
}

/** Where to look: the topmost modal, the Home, or a conversation by id, name or the other person's name. */
type Place = 'modal' | 'home' | (string & {});

/** Where a button or field is, if its label is not enough. */
export interface At {
  /** Words in the same message or section, such as a client's name. If several messages match, the newest is meant. */
  near?: string;
  in?: Place;
  /** How often the app gets the same payload. */
  times?: number;
}

/** The one element with this label that `fits`. @throws ActRefused when there is none, or more than one */
export function findElement(
  screen: Screen,
  label: string,
  at: At,
  fits: (type: string) => boolean,
): FoundElement {
  const all = elementsOn(screen, at.in).filter(({ placed }) => fits(placed.type));
  const exact = all.filter(({ placed }) => placed.label === label);
  const named = exact.length ? exact : all.filter(({ placed }) => placed.label.startsWith(label));
  const { near } = at;
  const close = near === undefined ? named : newestOf(named.filter(({ around }) => around.includes(near)));
  const [found] = close;
  if (found && close.length === 1) return found;
  const where = `"${label}"${near === undefined ? '' : ` near "${near}"`}${at.in ? ` in ${at.in}` : ''}`;
  const others = all.map(({ placed }) => `"${placed.label}"`).join(', ');
  const problem = found
    ? `There are ${close.length} of ${where} on the screen: say which one`
    : `There is no ${where} on the screen`;
  throw new ActRefused('not_on_screen', `${problem}. It shows: ${others || 'nothing'}`, screen);
}

function newestOf(found: FoundElement[]): FoundElement[] {
  const newest = found.map(messageTs).toSorted().at(-1);
  return found.filter((element) => messageTs(element) === newest);
}

/** All elements in a place; without a place, in the topmost modal if one is open, else in messages and the Home. */
function elementsOn(screen: Screen, place?: Place): FoundElement[] {
  const top = screen.modals.at(-1);
  if (place === 'modal' || (place === undefined && top)) {
    if (!top) return [];
    return found({ in: 'modal', viewId: top.id }, rawList(rawOrEmpty(top.view).blocks), top.state);
  }
  const home = screen.home
    ? found({ in: 'home' }, rawList(rawOrEmpty(screen.home.view).blocks), screen.home.state)
    : [];
  if (place === 'home') return home;
  const conversations = place === undefined ? screen.conversations : [conversationNamed(screen, place)];
  return [
    ...conversations.flatMap((conversation) => (conversation ? inMessages(conversation) : [])),
    ...home,
  ];
}

/** A conversation by id, channel name (with or without `#`), or the other person's id or name. */
export function conversationNamed(screen: Screen, name: string): ScreenConversation | undefined {
  const bare = name.replace(/^[#@]/, '');
  return screen.conversations.find(
    (conversation) =>
      conversation.id === name || conversation.name === bare || conversation.withUserId === name,
  );
}

function inMessages({ messages }: ScreenConversation): FoundElement[] {
  return messages
    .flatMap((message) => [message, ...message.replies])
    .flatMap((message) =>
      found({ in: 'message', channel: message.channel, ts: message.ts }, message.blocks, message.state),
    );
}

const beginners = new Set<unknown>(['divider', 'section', 'header', 'rich_text']);

/** Text after something to press starts a new group; so does a divider. */
function found(where: Where, blocks: readonly unknown[], state: StateValues): FoundElement[] {
  let group: unknown[] = [];
  return rawList(blocks).flatMap((block) => {
    if (beginners.has(block.type) && (block.type === 'divider' || placedElements(group).length > 0))
      group = [];
    group = [...group, block];
    const around = renderBlocks(group);
    return placedElements([block]).map((placed) => ({ where, placed, around, state }));
  });
}

/** The `ts` of the message that an element is in; empty for the Home and modals. */
function messageTs({ where }: FoundElement): string {
  return where.in === 'message' ? textOrEmpty(where.ts) : '';
}
