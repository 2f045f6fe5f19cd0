import { type Announcer, announceMessage } from '../../delivery/message-events.ts';
import { SlackError } from '../../slack-error.ts';
import { newId } from '../../state/ids.ts';
import { messageContent } from '../../state/message-content.ts';
import { addMessage, nowSeconds } from '../../state/state.ts';
import { page, paging, text } from '../arguments.ts';
import { method } from '../method.ts';
import { postTarget, requirePosting } from './chat.ts';

const FARTHEST_SECONDS = 120 * 24 * 3600;

/** The methods for messages that are posted later. */
export const scheduleMethods = [
  method({
    name: 'chat.scheduleMessage',
    scopes: ['chat:write'],
    tier: 3,
    args: { channel: text, post_at: text },
    run: (context, args) => {
      const { state } = context;
      const conversation = postTarget(context, args.channel);
      requirePosting(context, conversation);
      const postAt = Number(args.post_at);
      const now = nowSeconds(state);
      if (!Number.isInteger(postAt)) throw new SlackError('invalid_time');
      if (postAt <= now) throw new SlackError('time_in_past');
      if (postAt > now + FARTHEST_SECONDS) throw new SlackError('time_too_far');
      const id = newId('Q');
      const content = messageContent(args);
      state.scheduled.push({ id, channel: conversation.id, postAt, content, createdAt: now });
      return { channel: conversation.id, scheduled_message_id: id, post_at: postAt };
    },
  }),

  method({
    name: 'chat.deleteScheduledMessage',
    scopes: ['chat:write'],
    tier: 3,
    args: { channel: text, scheduled_message_id: text },
    run: ({ state }, args) => {
      const found = state.scheduled.find(
        ({ id, channel }) => id === args.scheduled_message_id && channel === args.channel,
      );
      if (!found) throw new SlackError('invalid_scheduled_message_id');
      state.scheduled = state.scheduled.filter((one) => one !== found);
      return {};
    },
  }),

  method({
    name: 'chat.scheduledMessages.list',
    scopes: [],
    tier: 3,
    args: paging,
    run: ({ state }, args) => {
      const { items, cursor } = page(state.scheduled, args, 100);
      const scheduled = items.map(({ id, channel, postAt, createdAt, content }) => {
        return { id, channel_id: channel, post_at: postAt, date_created: createdAt, text: content.text };
      });
      return { scheduled_messages: scheduled, response_metadata: { next_cursor: cursor } };
    },
  }),
];

/** Posts what was scheduled for now or earlier. */
export function postScheduled(announcer: Announcer): void {
  const { state } = announcer;
  const due = state.scheduled.filter(({ postAt }) => postAt <= nowSeconds(state));
  state.scheduled = state.scheduled.filter((one) => !due.includes(one));
  for (const { channel, content } of due) {
    const conversation = state.conversations.get(channel);
    if (!conversation || conversation.isArchived) continue;
    const message = addMessage(state, conversation, { ...content, user: state.app.botUserId, fromApp: true });
    void announceMessage(announcer, conversation, message);
  }
}
