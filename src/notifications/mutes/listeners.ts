import { requireClient } from '../../clients/find-client.ts';
import { asMessage, messageModal } from '../../slack/blocks/blocks.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import { ALERT_MUTE, ALERT_UNMUTE, MUTE_SAVE, mutedMessage, muteForm, muteModal } from './modal.ts';
import { muteClient, unmuteClient } from './mute-client.ts';

export function registerMuteListeners(slack: Slack, deps: Deps): void {
  const { db, clock } = deps;

  slack.onAction(ALERT_MUTE, ({ by, value, open }) =>
    open(async () => muteModal(await requireClient(db, by.workspaceId, value))),
  );

  slack.onSubmit(MUTE_SAVE, async ({ by, view }) => {
    const answers = muteForm.read(view);
    const { weeks, reason } = answers.values();
    const today = clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
    const until = today.add({ weeks }).toZonedDateTime(by.timeZone).toInstant();
    const { clientId } = answers.context;
    const client = await muteClient(deps, by, { clientId, viewId: view.id, reason, until });
    return { view: messageModal(mutedMessage(client, until, by.timeZone, clock.now())) };
  });

  slack.onAction(ALERT_UNMUTE, async ({ by, value, reply }) => {
    const { client, wasMuted } = await unmuteClient(deps, by, value);
    const text = wasMuted
      ? `Alerts about ${client.name} are back on.`
      : `Alerts about ${client.name} weren’t muted.`;
    await reply(asMessage(text));
  });
}
