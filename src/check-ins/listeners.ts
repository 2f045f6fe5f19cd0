import { clientCommand } from '../clients/client-command.ts';
import { findClient } from '../clients/store.ts';
import { CHOOSE } from '../clients/view.ts';
import type { Deps } from '../slack/deps.ts';
import { idIn } from '../slack/forms/button-values.ts';
import type { ActionArgs } from '../slack/inbound/actions.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import type { SubmitArgs } from '../slack/inbound/submissions.ts';
import { channelOf } from '../slack/inbound/surface.ts';
import { FIELDS, readContext, readDraft } from './form.ts';
import { aboutClient, type InitialState } from './initial-state.ts';
import { CHANGE, checkInModal, SAVE } from './modal.ts';
import { openCheckIn, openEarlier, openFeedback, withPromised } from './open-check-in.ts';
import type { CheckInHooks } from './record-check-in.ts';
import { submitChange, submitNew } from './submit.ts';
import { CHECK_IN_EDIT, CHECK_IN_OPEN } from './view.ts';

/** `callback_id` of the global shortcut, and of the message's: the manifest names them too. */
const CHECK_IN_SHORTCUT = 'check-in';
const FEEDBACK_SHORTCUT = 'save-as-feedback';

/** Listens to all that opens the check-in modal, happens in it and comes of it. */
export function registerCheckInListeners(
  slack: Slack,
  deps: Deps,
  { answerPrompt, invalidateFollowUpMessages }: CheckInHooks,
): void {
  const { db, clock, log } = deps;
  slack.onAction(new RegExp(`^${CHECK_IN_OPEN}(-\\d+)?$`), async ({ by, value, surface, open }) => {
    const clientId = value === CHOOSE ? null : value;
    await open(() => openCheckIn(db, clock, by, clientId, channelOf(surface)));
  });
  slack.onAction(CHECK_IN_EDIT, async ({ by, value, surface, open }) => {
    await open(() => openEarlier(db, clock, by, idIn(value), channelOf(surface)));
  });
  slack.onShortcut(CHECK_IN_SHORTCUT, async ({ by, open }) => {
    await open(() => openCheckIn(db, clock, by, null, null));
  });
  slack.onShortcut(FEEDBACK_SHORTCUT, async ({ by, message, open }) => {
    await open(() => openFeedback(db, clock, by, message ?? { text: '', channelId: '' }));
  });

  /** Shows the modal as it is to be after a choice in it; what is typed meanwhile stays. */
  const showAgain = async (
    args: ActionArgs,
    change: (start: InitialState) => Promise<InitialState>,
  ): Promise<void> => {
    const { surface, update, by } = args;
    if (surface.kind !== 'view' || ![SAVE, CHANGE].includes(surface.view.callback_id)) return;
    const { private_metadata, state } = surface.view;
    const start = await change({ context: readContext(private_metadata), draft: readDraft(state) });
    await update(checkInModal(await withPromised(db, clock, by, start)));
  };
  slack.onAction(FIELDS.source.action, (args) => showAgain(args, async (start) => start));
  slack.onAction(FIELDS.client.action, (args) =>
    showAgain(args, async (start) => {
      const client = await findClient(db, args.by.workspaceId, args.value);
      return client ? aboutClient(start, client) : start;
    }),
  );

  const saved = ({ by, view }: SubmitArgs) =>
    log.info({ userId: by.userId, viewId: view.id }, 'a check-in was saved');
  slack.onSubmit(SAVE, async (args) => {
    const submitted = await submitNew(deps, answerPrompt, args);
    saved(args);
    return submitted;
  });
  slack.onSubmit(CHANGE, async (args) => {
    const submitted = await submitChange(deps, invalidateFollowUpMessages, args);
    saved(args);
    return submitted;
  });
}

/** `/client-health log [client]`. */
export function logCommand({ db, clock }: Deps): SubCommand {
  return clientCommand(db, {
    name: 'log',
    summary: 'Note what a client told you.',
    opens: { actionId: CHECK_IN_OPEN, label: 'Check in on' },
    build: ({ by, channelId }, clientId) => openCheckIn(db, clock, by, clientId, channelId),
  });
}
