import { clientCommand } from '../clients/client-command.ts';
import { CHOOSE } from '../clients/view.ts';
import type { Deps } from '../slack/deps.ts';
import { idIn } from '../slack/forms/button-values.ts';
import type { ActionArgs } from '../slack/inbound/actions.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { channelOf } from '../slack/inbound/surface.ts';
import { checkInForm } from './form.ts';
import { CHANGE, SAVE } from './modal.ts';
import { openCheckIn, openEarlier, openFeedback, reopenCheckIn } from './open-check-in.ts';
import type { CheckInHooks } from './record-check-in.ts';
import { submitChange, submitNew } from './submit.ts';
import { CHECK_IN_EDIT, CHECK_IN_OPEN } from './view.ts';

/** `callback_id` of the global shortcut, and of the message's: the manifest names them too. */
const CHECK_IN_SHORTCUT = 'check-in';
const FEEDBACK_SHORTCUT = 'save-as-feedback';

/** Listens to all that opens the check-in modal, happens in it and comes of it. */
export function registerCheckInListeners(slack: Slack, deps: Deps, hooks: CheckInHooks): void {
  const { log } = deps;
  slack.onAction(new RegExp(`^${CHECK_IN_OPEN}(-\\d+)?$`), async ({ by, value, surface, open }) => {
    const clientId = value === CHOOSE ? null : value;
    await open(() => openCheckIn(deps, by, { clientId, from: channelOf(surface) }));
  });
  slack.onAction(CHECK_IN_EDIT, async ({ by, value, surface, open }) => {
    await open(() => openEarlier(deps, by, { checkInId: idIn(value), from: channelOf(surface) }));
  });
  slack.onShortcut(CHECK_IN_SHORTCUT, async ({ by, open }) => {
    await open(() => openCheckIn(deps, by, { clientId: null, from: null }));
  });
  slack.onShortcut(FEEDBACK_SHORTCUT, async ({ by, message, open }) => {
    await open(() => openFeedback(deps, by, message ?? { text: '', channelId: '' }));
  });

  /** @param clientId where another client was chosen. */
  const showAgain = async ({ surface, update, by }: ActionArgs, clientId?: string): Promise<void> => {
    if (surface.kind !== 'view' || ![SAVE, CHANGE].includes(surface.view.callback_id)) return;
    await update(await reopenCheckIn(deps, by, surface.view, clientId));
  };
  slack.onAction(checkInForm.actionId('source'), (args) => showAgain(args));
  slack.onAction(checkInForm.actionId('client'), (args) => showAgain(args, args.value));

  const listenToSave = (callbackId: string, submit: typeof submitNew) =>
    slack.onSubmit(callbackId, async (args) => {
      const submitted = await submit({ ...deps, ...hooks }, args);
      log.info({ userId: args.by.userId, viewId: args.view.id }, 'a check-in was saved');
      return submitted;
    });
  listenToSave(SAVE, submitNew);
  listenToSave(CHANGE, submitChange);
}

/** `/client-health log [client]`. */
export function logCommand(deps: Deps): SubCommand {
  return clientCommand(deps.db, {
    name: 'log',
    summary: 'Note what a client told you.',
    opens: { actionId: CHECK_IN_OPEN, label: 'Check in on' },
    build: ({ by, channelId }, clientId) => openCheckIn(deps, by, { clientId, from: channelId }),
  });
}
