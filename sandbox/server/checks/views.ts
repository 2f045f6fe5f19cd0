import { z } from 'zod';
import { withNested } from './across-blocks.ts';
import { checkBlocks } from './blocks.ts';
import { plainText } from './composition.ts';
import { problemAt, slackProblems } from './slack-problems.ts';

export interface ViewProblem {
  error: 'invalid_arguments' | 'view_too_large';
  /** For `response_metadata.messages`, without Slack's `[ERROR] `. */
  messages: string[];
}

/** Slack's page "views.open": `view_too_large` above 250 kB. */
const VIEW_BYTES = 250_000;

/**
 * Limits, from Slack's page "View objects": title, submit and close 24; private_metadata 3000; callback_id and
 * external_id 255; `submit` required as soon as there is an input block. The blocks are checked by `checkBlocks`.
 */
const shared = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const VIEW = {
  modal: z.strictObject({
    type: z.literal('modal'),
    ...shared,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  }),
  home: z.strictObject({ type: z.literal('home'), ...shared }),
};

/** What Slack would find wrong with this view; null if it would accept it. Never throws. */
export function checkView(view: unknown, kind: 'modal' | 'home'): ViewProblem | null {
  if (sizeInBytes(view) > VIEW_BYTES) {
    return {
      error: 'view_too_large',
      messages: [problemAt(`must be no more than ${VIEW_BYTES} bytes`, '/view')],
    };
  }
  const messages = [...slackProblems(VIEW[kind], view, '/view'), ...blockProblems(view, kind)];
  return messages.length > 0 ? { error: 'invalid_arguments', messages } : null;
}

function blockProblems(view: unknown, kind: 'modal' | 'home'): string[] {
  const { blocks, submit } = Object(view) as { blocks?: unknown; submit?: unknown };
  if (!Array.isArray(blocks)) return [];
  const problems = checkBlocks(blocks, kind, '/view/blocks');
  if (problems.length > 0 || kind === 'home' || submit !== undefined) return problems;
  const asksForInput = withNested(blocks, '').some(({ block }) => block.type === 'input');
  return asksForInput ? [problemAt('missing required field: submit', '/view')] : [];
}

/** Infinite if it cannot be written as JSON. */
function sizeInBytes(view: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(view) ?? '');
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
