import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { UserError } from '../../runtime/errors.ts';
import { clip } from '../../runtime/formats/text.ts';
import type { Message } from '../blocks/blocks.ts';
import { LIMITS } from '../blocks/limits.ts';
import { type AreInsiders, assertOnlyInsiders, isSlackFailure } from './audience.ts';
import { type Bucket, bucketsOfMessage, UPDATE_BUCKETS } from './rate-limit-rules.ts';
import type { SentMessage } from './rules.ts';
import { sendWithPlainFallback } from './send-with-plain-fallback.ts';

/**
 * How a message goes out.
 *
 * @internal
 */
export interface SendOptions {
  /** Lets `find` recognise the message later. */
  deliveryId?: string;
  /** The message that it replies to. */
  threadTs?: string | null;
}

/**
 * Where a message is looked for.
 *
 * @internal
 */
export interface SearchPlace {
  channelId: string;
  threadTs: string | null;
  since: Temporal.Instant;
}

/**
 * Rapport's only way out to Slack for messages. What is said about a client goes through here and nowhere else. Where Slack
 * does not take a message's charts and tables, the same goes out without them.
 */
export interface Messenger {
  /** Opens, or finds, the DM with a person. @throws UserError for anybody who may not read about clients. */
  openDm(userId: string): Promise<string>;
  /** @param channelId that of a DM. */
  sendDm(channelId: string, message: Message, options?: SendOptions): Promise<SentMessage>;
  /** @throws UserError when anybody but our own people reads the channel, or Slack cannot tell. */
  checkChannel(channelId: string): Promise<void>;
  /** @throws UserError as `checkChannel` does. */
  sendToChannel(channelId: string, message: Message, options?: SendOptions): Promise<SentMessage>;
  /** Says it in a conversation to one person alone. @returns false where Slack does not show it. */
  sendEphemeral(channelId: string, userId: string, message: Message): Promise<boolean>;
  /** @throws UserError as `checkChannel` does, for a channel that has been opened to outsiders since. */
  update(sent: SentMessage, message: Message): Promise<void>;
  /** Finds the message that was sent for a delivery, when its answer got lost; null when there is none. */
  find(deliveryId: string, place: SearchPlace): Promise<SentMessage | null>;
}

const EVENT_TYPE = 'rapport_delivery';

/** @param acquire waits until these buckets have room, for a message that goes out once more without charts and tables. */
export function createMessenger(
  web: WebClient,
  areInsiders: AreInsiders,
  acquire: (buckets: readonly Bucket[]) => Promise<void> = async () => {},
): Messenger {
  /** Nobody could tell a message that is put off now from one that was sent: without a turn it goes at once. */
  const waitForTurn = (buckets: readonly Bucket[]) => () => acquire(buckets).catch(() => {});
  const sendDm: Messenger['sendDm'] = (channelId, message, options) =>
    post(web, waitForTurn(bucketsOfMessage(channelId)), message, { channel: channelId, ...options });

  const checkChannel = (channelId: string) => assertOnlyInsiders(web, channelId, areInsiders);

  return {
    openDm: createOpenDm(web, areInsiders),
    sendDm,
    checkChannel,

    async sendToChannel(channelId, message, options) {
      await checkChannel(channelId);
      return sendDm(channelId, message, options);
    },

    async sendEphemeral(channel, user, message) {
      try {
        await sendWithPlainFallback(message, ({ text, blocks }) =>
          web.chat.postEphemeral({ channel, user, text: clip(text, LIMITS.messageText), blocks }),
        );
        return true;
      } catch (error) {
        if (!isSlackFailure(error)) throw error;
        return false;
      }
    },

    async update({ channelId, ts }, message) {
      if (!channelId.startsWith('D')) await checkChannel(channelId);
      await sendWithPlainFallback(
        message,
        (said) => web.chat.update({ channel: channelId, ts, ...body(said) }),
        waitForTurn(UPDATE_BUCKETS),
      );
    },

    find: (deliveryId, place) => find(web, deliveryId, place),
  };
}

function createOpenDm(web: WebClient, areInsiders: AreInsiders): Messenger['openDm'] {
  /** A DM keeps its id for good, and Slack lets us ask for about fifty a minute. */
  const dms = new Map<string, string>();
  return async (userId) => {
    if (!(await areInsiders([userId]))) {
      throw new UserError('That person can’t see client information, so I don’t write to them.');
    }
    const known = dms.get(userId);
    if (known) return known;
    const answer = await web.conversations.open({ users: userId });
    if (!answer.channel?.id) throw new Error('Slack opened no conversation');
    dms.set(userId, answer.channel.id);
    return answer.channel.id;
  };
}

async function post(
  web: WebClient,
  waitForTurn: () => Promise<void>,
  message: Message,
  { channel, deliveryId, threadTs }: SendOptions & { channel: string },
): Promise<SentMessage> {
  const answer = await sendWithPlainFallback(
    message,
    (said) =>
      web.chat.postMessage({
        channel,
        ...body(said),
        ...(deliveryId ? { metadata: metadata(deliveryId) } : {}),
        ...(threadTs ? { thread_ts: threadTs } : {}),
      }),
    waitForTurn,
  );
  if (!answer.channel || !answer.ts) throw new Error('Slack sent no timestamp back');
  return { channelId: answer.channel, ts: answer.ts };
}

async function find(
  web: WebClient,
  deliveryId: string,
  { channelId, threadTs, since }: SearchPlace,
): Promise<SentMessage | null> {
  const oldest = String(since.epochMilliseconds / 1000);
  let cursor: string | undefined;
  do {
    const query = {
      channel: channelId,
      oldest,
      include_all_metadata: true,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    };
    // A conversation's history leaves out what is in its threads.
    const page = threadTs
      ? await web.conversations.replies({ ...query, ts: threadTs })
      : await web.conversations.history(query);
    const found = (page.messages ?? []).find((message) => isOf(message.metadata, deliveryId));
    if (found?.ts) return { channelId, ts: found.ts };
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

function body(message: Message) {
  return {
    text: clip(message.text, LIMITS.messageText),
    blocks: message.blocks,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Others can read metadata, so it holds the id and nothing else. */
function metadata(deliveryId: string): MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { id: deliveryId } };
}

function isOf(found: object | undefined, deliveryId: string): boolean {
  const { event_type, event_payload } = (found ?? {}) as Partial<MessageMetadata>;
  return event_type === EVENT_TYPE && event_payload?.id === deliveryId;
}
