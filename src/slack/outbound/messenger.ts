import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { UserError } from '../../runtime/errors.ts';
import { clip } from '../../runtime/formats/text.ts';
import type { Message } from '../blocks/blocks.ts';
import { LIMITS } from '../blocks/limits.ts';
import { type AreInsiders, assertOwnPeopleOnly, isSlackFailure } from './audience.ts';
import { type Bucket, bucketsOfMessage, UPDATE_BUCKETS } from './rate-limiter.ts';
import { sendWithPlainFallback } from './send-with-plain-fallback.ts';

/** Where a message stands once it is sent. */
export interface Sent {
  channelId: string;
  ts: string;
}

/**
 * Rapport's only way out to Slack for messages. What is said about a client goes through here and nowhere else. Where Slack
 * does not take a message's charts and tables, the same goes out without them.
 */
export interface Messenger {
  /** Opens, or finds, the DM with a person. @throws UserError for anybody who may not read about clients. */
  openDm(userId: string): Promise<string>;
  /**
   * `channelId` is a DM's. `deliveryId` lets `find` recognise the message later. With `threadTs` it answers the message
   * that stands there.
   */
  sendDm(channelId: string, message: Message, deliveryId?: string, threadTs?: string | null): Promise<Sent>;
  /** @throws UserError when anybody but our own people would read it, or Slack cannot tell. */
  sendToChannel(
    channelId: string,
    message: Message,
    deliveryId?: string,
    threadTs?: string | null,
  ): Promise<Sent>;
  /** Says it in a conversation to one person alone. @returns false where Slack does not show it. */
  whisper(channelId: string, userId: string, message: Message): Promise<boolean>;
  /** @throws UserError as `sendToChannel` does, for a channel that has been opened to outsiders since. */
  update(sent: Sent, message: Message): Promise<void>;
  /** Finds the message that was sent for a delivery, when its answer got lost; null when there is none. */
  find(
    channelId: string,
    deliveryId: string,
    since: Temporal.Instant,
    threadTs?: string | null,
  ): Promise<Sent | null>;
}

const EVENT_TYPE = 'rapport_delivery';

/** @param turn waits until these buckets have room, for a message that goes out once more without charts and tables. */
export function createMessenger(
  web: WebClient,
  areInsiders: AreInsiders,
  turn: (buckets: readonly Bucket[]) => Promise<void> = async () => {},
): Messenger {
  /** A DM keeps its id for good, and Slack lets us ask for about fifty a minute. */
  const dms = new Map<string, string>();

  /** Nobody could tell a message that is put off now from one that was sent: without a turn it goes at once. */
  const turnOf = (buckets: readonly Bucket[]) => () => turn(buckets).catch(() => {});

  async function post(
    channelId: string,
    message: Message,
    deliveryId: string | undefined,
    threadTs: string | null = null,
  ): Promise<Sent> {
    const answer = await sendWithPlainFallback(
      message,
      (said) =>
        web.chat.postMessage({
          channel: channelId,
          ...body(said),
          ...(deliveryId ? { metadata: metadata(deliveryId) } : {}),
          ...(threadTs ? { thread_ts: threadTs } : {}),
        }),
      turnOf(bucketsOfMessage(channelId)),
    );
    if (!answer.channel || !answer.ts) throw new Error('Slack sent no timestamp back');
    return { channelId: answer.channel, ts: answer.ts };
  }

  return {
    async openDm(userId) {
      if (!(await areInsiders([userId]))) {
        throw new UserError('That person may not read about clients, so Rapport does not write to them.');
      }
      const known = dms.get(userId);
      if (known) return known;
      const answer = await web.conversations.open({ users: userId });
      if (!answer.channel?.id) throw new Error('Slack opened no conversation');
      dms.set(userId, answer.channel.id);
      return answer.channel.id;
    },

    sendDm: post,

    async sendToChannel(channelId, message, deliveryId, threadTs) {
      await assertOwnPeopleOnly(web, channelId, areInsiders);
      return post(channelId, message, deliveryId, threadTs);
    },

    async whisper(channelId, userId, message) {
      return sendWithPlainFallback(message, ({ text, blocks }) =>
        web.chat.postEphemeral({
          channel: channelId,
          user: userId,
          text: clip(text, LIMITS.messageText),
          blocks,
        }),
      )
        .then(() => true)
        .catch((error: unknown) => {
          if (!isSlackFailure(error)) throw error;
          return false;
        });
    },

    async update({ channelId, ts }, message) {
      if (!channelId.startsWith('D')) await assertOwnPeopleOnly(web, channelId, areInsiders);
      await sendWithPlainFallback(
        message,
        (said) => web.chat.update({ channel: channelId, ts, ...body(said) }),
        turnOf(UPDATE_BUCKETS),
      );
    },

    async find(channelId, deliveryId, since, threadTs) {
      const oldest = String(since.epochMilliseconds / 1000);
      let cursor: string | undefined;
      do {
        const asked = {
          channel: channelId,
          oldest,
          include_all_metadata: true,
          limit: 200,
          ...(cursor ? { cursor } : {}),
        };
        // A conversation's history does not have what stands in its threads.
        const page = threadTs
          ? await web.conversations.replies({ ...asked, ts: threadTs })
          : await web.conversations.history(asked);
        for (const message of page.messages ?? []) {
          const found = message.metadata as MessageMetadata | undefined;
          if (message.ts && found?.event_type === EVENT_TYPE && found.event_payload?.id === deliveryId) {
            return { channelId, ts: message.ts };
          }
        }
        cursor = page.response_metadata?.next_cursor || undefined;
      } while (cursor);
      return null;
    },
  };
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
