import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { InvalidFields, TooSlow, toUserError, UserError } from '../../runtime/errors.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import { inputBlockIds, updateModal } from './modals.ts';
import type { Requester } from './requester.ts';
import type { ListenerContext } from './slack.ts';
import { logFailure } from './with-error-reply.ts';

export interface SubmitArgs {
  by: Requester;
  view: ViewOutput;
  /** Shows another view in the modal below the submitted one, if there is one. */
  updatePrevious(view: ModalView): Promise<void>;
}

/** What follows a submission that was saved. Without `view` the modal closes. */
export interface Submitted {
  view?: ModalView;
  /** Closes every modal of the stack, not only the topmost. */
  clear?: boolean;
  /** Runs after the person has their answer; its failure is logged, for what was typed is safe. */
  afterwards?: () => Promise<void>;
}

/** How long a save may take, in ms, so that Slack still gets its answer within 3 s. */
const SAVE_WITHIN_MS = 2_400;

/**
 * `save` has to have committed when it resolves: only then is the submission acknowledged and the modal closed. When it
 * throws, the modal stays with everything that was typed, and says why: `InvalidFields` at their fields, all else at the
 * first. A save that is merely slow may still succeed, so it must be idempotent for one view id.
 */
export function listenToSubmission(
  { bolt, views, identify, log }: ListenerContext,
  callbackId: string,
  save: (args: SubmitArgs) => Promise<Submitted | undefined>,
): void {
  bolt.view({ type: 'view_submission', callback_id: callbackId }, async ({ ack, view, body }) => {
    const updatePrevious = (previous: ModalView) => updateModal(views, view.previous_view_id, previous);
    let saved: Submitted | undefined;
    try {
      const saving = identify(body.user.id, body.user.team_id).then((by) =>
        save({ by, view, updatePrevious }),
      );
      saved = await withTimeout(saving, SAVE_WITHIN_MS, () => {
        throw new TooSlow(`Not saved after ${SAVE_WITHIN_MS} ms`);
      });
    } catch (error) {
      const fields = fieldsOf(error, view);
      logFailure(log, error, { userId: body.user.id, listener: callbackId, fields: Object.keys(fields) });
      await ack({ response_action: 'errors', errors: fields });
      return;
    }
    if (saved?.view) await ack({ response_action: 'update', view: saved.view });
    else if (saved?.clear) await ack({ response_action: 'clear' });
    else await ack();
    await saved?.afterwards?.().catch((error: unknown) => {
      logFailure(log, error, { userId: body.user.id, listener: `${callbackId} afterwards` });
    });
  });
}

function fieldsOf(error: unknown, view: ViewOutput): Record<string, string> {
  const inputs = inputBlockIds(view);
  if (error instanceof InvalidFields && Object.keys(error.fields).every((id) => inputs.includes(id))) {
    return error.fields;
  }
  const field =
    error instanceof UserError && error.field && inputs.includes(error.field) ? error.field : inputs[0];
  const text = toUserError(error).text;
  return {
    [field ?? 'unknown']: error instanceof UserError ? text : `${text} Everything you typed is still here.`,
  };
}
