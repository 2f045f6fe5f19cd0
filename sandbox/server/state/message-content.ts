import { withIds } from '../../elements.ts';
import { isRaw, type Raw, rawList, textOrEmpty } from '../../raw.ts';
import { checkMessage } from '../checks/message.ts';
import { refused } from '../slack-error.ts';
import { shortId } from './ids.ts';
import type { StoredMessage } from './state.ts';

type Content = Pick<StoredMessage, 'text' | 'blocks' | 'attachments' | 'metadata'>;

/** A message's content, checked as Slack checks it. @throws SlackError no_text, invalid_blocks, msg_too_long... */
export function messageContent(args: Raw): Content {
  const refusal = checkMessage(args);
  if (refusal) throw refused(refusal.error, refusal.messages);
  const text = textOrEmpty(args.text) || textOrEmpty(args.markdown_text);
  const blocks = withIds(rawList(args.blocks), shortId);
  const attachments = rawList(args.attachments);
  return { text, blocks, attachments, metadata: isRaw(args.metadata) ? args.metadata : null };
}

/**
 * A message's content after an update: blocks, attachments and metadata that `chat.update` does not name stay.
 */
export function updatedContent(message: StoredMessage, args: Raw): Content {
  const kept = {
    ...args,
    ...(args.blocks === undefined && message.blocks.length ? { blocks: message.blocks } : {}),
    ...(args.attachments === undefined && message.attachments.length
      ? { attachments: message.attachments }
      : {}),
    ...(args.metadata === undefined && message.metadata ? { metadata: message.metadata } : {}),
  };
  return messageContent(kept);
}
