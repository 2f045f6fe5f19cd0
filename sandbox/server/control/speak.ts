import type { Act } from '../../protocol.ts';
import { isRaw } from '../../raw.ts';
import { globalShortcut, messageShortcut, slashCommand } from '../delivery/interactions.ts';
import { announceMessage } from '../delivery/message-events.ts';
import { respond } from '../delivery/respond.ts';
import type { ResponseTarget } from '../delivery/response-urls.ts';
import { SlackError } from '../slack-error.ts';
import {
  addMessage,
  type Conversation,
  changed,
  dmBetween,
  nextTs,
  notify,
  screenOf,
} from '../state/state.ts';
import { viewJson } from '../state/view-stack.ts';
import { mayUseCommands } from '../state/visibility.ts';
import { ActFailed, type Actor, deliver, notOnScreen, visibleConversation, visibleMessage } from './actor.ts';
import { invite } from './invite.ts';
import { asSlackStores } from './typed-text.ts';

/** Opens a conversation, or the DM with a person whose id is given: everything in it counts as read. */
export async function open(actor: Actor, act: Act & { do: 'open' }): Promise<void> {
  const conversation = conversationOrDm(actor, act.channel);
  markRead(actor, conversation);
  if (conversation.kind === 'dm' && conversation.memberIds.has(actor.state.app.botUserId)) {
    await homeOpened(actor, 'messages');
  }
}

export async function openHome(actor: Actor): Promise<void> {
  if (!mayUseCommands(actor.state, actor.person) || !actor.state.manifest.homeTab)
    throw notOnScreen('the App Home');
  await homeOpened(actor, 'home');
}

async function homeOpened(actor: Actor, tab: 'home' | 'messages'): Promise<void> {
  const { state, person, events } = actor;
  const { home } = screenOf(state, person.id);
  const event = {
    type: 'app_home_opened',
    user: person.id,
    channel: dmBetween(state, person.id, state.app.botUserId).id,
    tab,
    event_ts: nextTs(state),
    ...(tab === 'home' && home ? { view: viewJson(state, home) } : {}),
  };
  await events.dispatch('app_home_opened', event, { times: actor.times });
}

/** Writes a message. `@name` becomes a mention, as in Slack's own field. */
export async function say(actor: Actor, act: Act & { do: 'say' }): Promise<void> {
  const { state, person } = actor;
  const conversation = conversationOrDm(actor, act.channel);
  const withApp = conversation.kind === 'dm' && conversation.memberIds.has(state.app.botUserId);
  if (conversation.isArchived) throw notOnScreen('a field to write in: the channel is archived');
  if (withApp && (!state.manifest.messagesTab || state.manifest.messagesReadOnly)) {
    throw notOnScreen('a field to write in: the app takes no messages');
  }
  if (act.text.trim() === '') throw new ActFailed('invalid', 'There is nothing to send');
  const parent = act.threadTs === undefined ? null : visibleMessage(actor, conversation, act.threadTs);
  const message = addMessage(state, conversation, {
    user: person.id,
    text: asSlackStores(state, act.text),
    threadTs: parent ? (parent.threadTs ?? parent.ts) : null,
  });
  markRead(actor, conversation);
  await announceMessage(actor, conversation, message, actor.times);
}

/** A slash command. Commands belong to the company that installed the app. */
export async function command(actor: Actor, act: Act & { do: 'command' }): Promise<void> {
  const { state, person } = actor;
  const conversation = conversationOrDm(actor, act.channel);
  const [, name = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(act.text.trim()) ?? [];
  if (name === '/invite') return invite(actor, conversation, rest);
  const known = state.manifest.commands.find((candidate) => candidate.command === name);
  if (!known || !mayUseCommands(state, person)) {
    notify(state, person.id, `${name || act.text} is not a valid command.`);
    throw notOnScreen(`the command ${name || act.text}`);
  }
  markRead(actor, conversation);
  const target = { channel: conversation.id, userId: person.id, originalTs: null };
  const typed = { name, text: known.shouldEscape ? asSlackStores(state, rest) : rest };
  const handles = {
    triggerId: actor.triggers.issue(person.id),
    responseUrl: actor.responseUrls.issue(target),
  };
  const payload = slashCommand(actor, conversation, typed, handles);
  const bodies = await deliver(actor, 'slash_commands', payload, {
    timeout: `${name} failed with the error "operation_timeout"`,
    failed: `${name} failed with the error "dispatch_failed"`,
  });
  for (const body of bodies) answerCommand(actor, name, target, body);
}

/** An acknowledgement with a text or blocks is the command's answer. */
function answerCommand(actor: Actor, name: string, target: ResponseTarget, body: unknown): void {
  if (!isRaw(body) || Object.keys(body).length === 0) return;
  try {
    respond(actor, target, body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    notify(actor.state, actor.person.id, `${name} failed with the error "${error.code}"`);
    throw new ActFailed('app_error', `${error.code} ${JSON.stringify(error.details)}`);
  }
}

export async function shortcut(actor: Actor, act: Act & { do: 'shortcut' }): Promise<void> {
  const { state, person, triggers, responseUrls } = actor;
  const type = act.channel === undefined ? 'global' : 'message';
  const known = state.manifest.shortcuts.find(
    (one) => one.callbackId === act.callbackId && one.type === type,
  );
  if (!known || !mayUseCommands(state, person)) throw notOnScreen(`the ${type} shortcut ${act.callbackId}`);
  const complaint = `${known.name} did not work. Try again.`;
  const complaints = { timeout: complaint, failed: complaint };
  const triggerId = triggers.issue(person.id);
  if (act.channel === undefined) {
    await deliver(actor, 'interactive', globalShortcut(actor, act.callbackId, triggerId), complaints);
    return;
  }
  const conversation = visibleConversation(actor, act.channel);
  const message = visibleMessage(actor, conversation, act.ts ?? '');
  if (message.ephemeralTo !== null) throw notOnScreen('shortcuts on a message that only you can see');
  const responseUrl = responseUrls.issue({ channel: conversation.id, userId: person.id, originalTs: null });
  const spot = { in: 'message', conversation, message, state: {} } as const;
  const payload = messageShortcut(actor, act.callbackId, spot, { triggerId, responseUrl });
  await deliver(actor, 'interactive', payload, complaints);
}

function conversationOrDm(actor: Actor, id: string): Conversation {
  const { state, person } = actor;
  const other = state.people.get(id);
  if (!other || id === person.id || person.teamId !== state.team.id || other.teamId !== state.team.id) {
    return visibleConversation(actor, id);
  }
  return dmBetween(state, person.id, id);
}

function markRead({ state, person }: Actor, conversation: Conversation): void {
  const newest = conversation.messages.at(-1)?.ts ?? nextTs(state);
  const { read } = screenOf(state, person.id);
  if (read.get(conversation.id) === newest) return;
  read.set(conversation.id, newest);
  changed(state);
}
