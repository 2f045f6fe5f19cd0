import { z } from 'zod';
import { checkBlocks } from './blocks.ts';
import { problemAt } from './slack-problems.ts';

export interface MessageProblem {
  /** Slack's error code. */
  error: string;
  /** For `response_metadata.messages`, without Slack's `[ERROR] `. */
  messages: string[];
}

/**
 * Limits, from Slack's pages "chat.postMessage" and "Message metadata": text 40,000, markdown_text 12,000 and not beside
 * text or blocks, 100 attachments, metadata 8 kB.
 */
const TEXT_CHARACTERS = 40_000;
const MARKDOWN_CHARACTERS = 12_000;
const ATTACHMENTS = 100;
const METADATA_BYTES = 8000;

const plainValue = z.union([z.string(), z.number(), z.boolean()]);
const flatObject = z.record(z.string(), plainValue);
const metadata = z.strictObject({
  event_type: z.string().regex(/^[\w.-]{1,255}$/),
  event_payload: z.record(z.string(), z.union([plainValue, flatObject, z.array(flatObject)])),
});

/**
 * Whether Slack would accept this message from `chat.postMessage`, `chat.update`, `chat.postEphemeral`,
 * `chat.scheduleMessage` or a `response_url`; null if it would. JSON in arguments is already parsed. Never throws.
 */
export function checkMessage(args: unknown): MessageProblem | null {
  const {
    text,
    blocks,
    attachments,
    markdown_text: markdown,
    metadata,
  } = Object(args) as Record<string, unknown>;
  return (
    checkWords(text, markdown, blocks) ??
    checkListOfBlocks(blocks) ??
    checkAttachments(attachments) ??
    checkMetadata(metadata) ??
    (isEmpty(text) && isEmpty(blocks) && isEmpty(attachments) && isEmpty(markdown)
      ? problem('no_text')
      : null)
  );
}

function problem(error: string, messages: string[] = []): MessageProblem {
  return { error, messages };
}

/** Slack treats an empty list or text as absent. */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function checkWords(text: unknown, markdown: unknown, blocks: unknown): MessageProblem | null {
  for (const [name, words] of Object.entries({ text, markdown_text: markdown })) {
    if (typeof words === 'string' || words === undefined || words === null) continue;
    return problem('invalid_arguments', [problemAt('must provide a string', `/${name}`)]);
  }
  if (!isEmpty(markdown) && !(isEmpty(text) && isEmpty(blocks))) return problem('markdown_text_conflict');
  if (String(text ?? '').length > TEXT_CHARACTERS) return problem('msg_too_long');
  if (String(markdown ?? '').length > MARKDOWN_CHARACTERS) return problem('msg_too_long');
  return null;
}

function checkListOfBlocks(blocks: unknown): MessageProblem | null {
  if (isEmpty(blocks)) return null;
  if (!Array.isArray(blocks)) return problem('invalid_blocks_format');
  const messages = checkBlocks(blocks, 'message');
  return messages.length > 0 ? problem('invalid_blocks', messages) : null;
}

function checkAttachments(attachments: unknown): MessageProblem | null {
  if (isEmpty(attachments)) return null;
  if (!Array.isArray(attachments)) return problem('invalid_attachments');
  if (attachments.length > ATTACHMENTS) return problem('too_many_attachments');
  const messages = attachments.flatMap((attachment, index) => {
    const at = `/attachments/${index}`;
    if (typeof attachment !== 'object' || attachment === null)
      return [problemAt('must provide an object', at)];
    return attachment.blocks === undefined ? [] : checkBlocks(attachment.blocks, 'message', `${at}/blocks`);
  });
  return messages.length > 0 ? problem('invalid_attachments', messages) : null;
}

function checkMetadata(value: unknown): MessageProblem | null {
  if (value === undefined || value === null) return null;
  if (!metadata.safeParse(value).success) return problem('invalid_metadata_format');
  return Buffer.byteLength(JSON.stringify(value)) > METADATA_BYTES ? problem('metadata_too_large') : null;
}
