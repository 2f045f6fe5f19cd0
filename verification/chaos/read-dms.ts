import { WebClient } from '@slack/web-api';
import { silentLog } from '../../src/runtime/log.ts';
import { slackLogger } from '../../src/slack/logger.ts';
import type { Stage } from './stage.ts';

/** One of Rapport's messages, as everyone in its conversation sees it. */
interface SentMessage {
  /** The opaque id in its metadata. */
  deliveryId: string;
  text: string;
  /** As JSON. */
  blocks: string;
}

/** The messages of each owner's DM with Rapport, the newest first. */
export type Dms = Map<string, SentMessage[]>;

export async function readDms({ sandbox, ownerIds }: Stage): Promise<Dms> {
  const web = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.slackApiUrl,
    logger: slackLogger(silentLog),
  });
  const dms: Dms = new Map();
  for (const users of ownerIds) {
    const { channel } = await web.conversations.open({ users });
    const { messages = [] } = await web.conversations.history({
      channel: channel?.id ?? '',
      include_all_metadata: true,
      limit: 200,
    });
    dms.set(
      users,
      messages.map(({ metadata, text, blocks }) => ({
        deliveryId: String((metadata as { event_payload?: { id?: unknown } } | undefined)?.event_payload?.id),
        text: text ?? '',
        blocks: JSON.stringify(blocks),
      })),
    );
  }
  return dms;
}
