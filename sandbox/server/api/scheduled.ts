import type { Raw } from '../../raw.ts';
import type { Events } from '../delivery/events.ts';
import { announceMessage } from '../delivery/message-events.ts';
import { SlackError } from '../slack-error.ts';
import { newId } from '../state/ids.ts';
import { messageContent } from '../state/message-content.ts';
import { addMessage, nowSeconds, type SandboxState } from '../state/state.ts';
import { page, required } from './arguments.ts';
import { postTarget, requirePosting } from './chat.ts';
import type { Method } from './method.ts';

const farthestSeconds = 120 * 24 * 3600;

const schedule: Method = (context, args) => {
  const { state } = context;
  const conversation = postTarget(context, required(args, 'channel'));
  requirePosting(context, conversation);
  const postAt = Number(required(args, 'post_at'));
  if (!Number.isInteger(postAt)) throw new SlackError('invalid_time');
  if (postAt <= nowSeconds(state)) throw new SlackError('time_in_past');
  if (postAt > nowSeconds(state) + farthestSeconds) throw new SlackError('time_too_far');
  const content = messageContent(args);
  const scheduled = {
    id: newId('Q'),
    channel: conversation.id,
    postAt,
    content,
    createdAt: nowSeconds(state),
  };
  state.scheduled.push(scheduled);
  return { channel: conversation.id, scheduled_message_id: scheduled.id, post_at: postAt };
};

const remove: Method = ({ state }, args) => {
  const id = required(args, 'scheduled_message_id');
  const found = state.scheduled.find((one) => one.id === id && one.channel === required(args, 'channel'));
  if (!found) throw new SlackError('invalid_scheduled_message_id');
  state.scheduled = state.scheduled.filter((one) => one !== found);
  return {};
};

const list: Method = ({ state }, args) => {
  const { items, cursor } = page(state.scheduled, args, 100);
  return { scheduled_messages: items.map(json), response_metadata: { next_cursor: cursor } };
};

function json({ id, channel, postAt, createdAt, content }: SandboxState['scheduled'][number]): Raw {
  return { id, channel_id: channel, post_at: postAt, date_created: createdAt, text: content.text };
}

/** Posts what was scheduled for now or earlier. */
export function postScheduled(state: SandboxState, events: Events): void {
  const due = state.scheduled.filter(({ postAt }) => postAt <= nowSeconds(state));
  state.scheduled = state.scheduled.filter((one) => !due.includes(one));
  for (const { channel, content } of due) {
    const conversation = state.conversations.get(channel);
    if (!conversation || conversation.isArchived) continue;
    const message = addMessage(state, conversation, { ...content, user: state.app.botUserId, fromApp: true });
    void announceMessage(state, events, conversation, message);
  }
}

export const scheduleMethods: Record<string, Method> = {
  'chat.scheduleMessage': schedule,
  'chat.deleteScheduledMessage': remove,
  'chat.scheduledMessages.list': list,
};
