import { type Raw, textOrEmpty } from '../../raw.ts';
import { SlackError } from '../slack-error.ts';
import { carriedState } from '../state/input-values.ts';
import { messageContent } from '../state/message-content.ts';
import { messageJson } from '../state/message-json.ts';
import { addMessage, changed, type SandboxState, type StoredMessage } from '../state/state.ts';
import { type Announcer, announceChange, announceMessage } from './message-events.ts';
import type { ResponseTarget } from './response-urls.ts';

/**
 * Does what an app sends to a `response_url`, or answers to a slash command: posts a message for the person only
 * (unless `response_type` is `in_channel`), or replaces or deletes the original. @throws SlackError
 */
export function respond(announcer: Announcer, target: ResponseTarget, body: Raw): void {
  const { state } = announcer;
  const conversation = state.conversations.get(target.channel);
  if (!conversation) throw new SlackError('channel_not_found');
  if (conversation.isArchived) throw new SlackError('is_archived');
  const original = conversation.messages.find(({ ts }) => ts === target.originalTs);
  if (body.delete_original === true) {
    if (!original?.fromApp) throw new SlackError('message_not_found');
    conversation.messages = conversation.messages.filter((message) => message !== original);
    changed(state);
    if (original.ephemeralTo === null)
      announceChange(announcer, conversation, messageJson(state, original), null);
    return;
  }
  const content = messageContent(body);
  if (body.replace_original === true && original?.fromApp) {
    const before = messageJson(state, original);
    replace(state, original, content);
    if (original.ephemeralTo === null) announceChange(announcer, conversation, before, original);
    return;
  }
  const message = addMessage(state, conversation, {
    ...content,
    user: state.app.botUserId,
    fromApp: true,
    threadTs: textOrEmpty(body.thread_ts) || null,
    ephemeralTo: body.response_type === 'in_channel' ? null : target.userId,
  });
  void announceMessage(announcer, conversation, message);
}

function replace(
  state: SandboxState,
  original: StoredMessage,
  content: ReturnType<typeof messageContent>,
): void {
  Object.assign(original, content);
  for (const [user, old] of original.states) original.states.set(user, carriedState(old, original.blocks));
  changed(state);
}
