import { requireClient } from '../../clients/find-client.ts';
import { lockClient } from '../../clients/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { lastDayBefore } from '../../runtime/formats/dates.ts';
import { actions, escapeText, messageModal, plain, section } from '../../slack/blocks/blocks.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import type { Database } from '../../storage/database.ts';
import { ALERT_MUTE, ALERT_UNMUTE, MUTE_SAVE, muteModal, parseMuteModal, unmuteButton } from './modal.ts';
import { addMute, endMute } from './store.ts';

/** Listens to what mutes the alerts about a client, and to what has them come again. */
export function registerMuteListeners(slack: Slack, db: Database, clock: Clock): void {
  slack.onAction(ALERT_MUTE, async ({ by, value, open }) => {
    await open(async () => {
      const client = await requireClient(db, by.workspaceId, value);
      return muteModal(client.id, client.name);
    });
  });

  slack.onSubmit(MUTE_SAVE, async ({ by, view }) => {
    const { clientId, weeks, reason } = parseMuteModal(view);
    const client = await requireClient(db, by.workspaceId, clientId);
    const now = clock.now();
    const until = now
      .toZonedDateTimeISO(by.timeZone)
      .toPlainDate()
      .add({ weeks })
      .toZonedDateTime(by.timeZone)
      .toInstant();
    await db.transaction().execute(async (trx) => {
      await lockClient(trx, by.workspaceId, client.id);
      await addMute(trx, by.workspaceId, { clientId, viewId: view.id, reason, by: by.userId, until }, now);
    });
    const text = `Alerts about ${client.name} are muted until ${lastDayBefore(until, by.timeZone, now)}.`;
    return {
      view: messageModal({
        text: escapeText(text),
        blocks: [section(plain(text)), actions(`muted-${client.id}`, [unmuteButton(client)])],
      }),
    };
  });

  slack.onAction(ALERT_UNMUTE, async ({ by, value, reply }) => {
    const client = await requireClient(db, by.workspaceId, value);
    const ended = await db.transaction().execute(async (trx) => {
      await lockClient(trx, by.workspaceId, client.id);
      return endMute(trx, by.workspaceId, client.id, clock.now());
    });
    const text = ended
      ? `Alerts about ${client.name} come again.`
      : `Alerts about ${client.name} are not muted, so there is nothing to do.`;
    await reply({ text: escapeText(text), blocks: [section(plain(text))] });
  });
}
