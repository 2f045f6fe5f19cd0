import { z } from 'zod';
import { withNested } from './across-blocks.ts';
import { problemAt, slackProblems } from './slack-problems.ts';
import { checkView } from './views.ts';

/** Slack's page "Modals": what an app may answer to a `view_submission`. */
const responseAction = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('clear') }),
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z
      .record(z.string(), z.string().min(1))
      .refine((errors) => Object.keys(errors).length > 0, 'must name at least one block'),
  }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
]);

/**
 * Whether Slack would accept the app's answer to the submission of `view`.
 *
 * @param body the parsed body; undefined, null, an empty string or an empty object close the view.
 * @param view the view as it was submitted, with the `block_id`s that Slack gave it.
 * @returns what is wrong, and the person sees "We had some trouble connecting"; empty if it is fine.
 */
export function checkResponseAction(body: unknown, view: { blocks: unknown }): string[] {
  if (isEmptyAnswer(body)) return [];
  const known = ['clear', 'errors', 'update', 'push'];
  if (!known.includes(Object(body).response_action)) {
    return [problemAt(`must be one of ${known.join(', ')}`, '/response_action')];
  }
  const problems = slackProblems(responseAction, body, '');
  if (problems.length > 0) return problems;
  const answer = body as z.infer<typeof responseAction>;
  if (answer.response_action === 'errors') return strangersIn(answer.errors, view);
  return 'view' in answer ? (checkView(answer.view, 'modal')?.messages ?? []) : [];
}

function isEmptyAnswer(body: unknown): boolean {
  if (body === undefined || body === null || body === '') return true;
  return typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0;
}

/** Only inputs can show an error. */
function strangersIn(errors: Record<string, string>, view: { blocks: unknown }): string[] {
  const blocks = Array.isArray(view.blocks) ? withNested(view.blocks, '') : [];
  const inputs = new Set(blocks.flatMap(({ block }) => (block.type === 'input' ? [block.block_id] : [])));
  return Object.keys(errors)
    .filter((blockId) => !inputs.has(blockId))
    .map((blockId) => problemAt('must be the block_id of an input block of this view', `/errors/${blockId}`));
}
