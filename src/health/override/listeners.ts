import { requireClient } from '../../clients/find-client.ts';
import type { Client } from '../../clients/rules.ts';
import { loadCard } from '../../portfolio/card/load-card.ts';
import { clientCardModal } from '../../portfolio/card/view.ts';
import { asMessage, messageModal } from '../../slack/blocks/blocks.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Requester } from '../../slack/inbound/requester.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import type { SubmitArgs } from '../../slack/inbound/submissions.ts';
import {
  OVERRIDE_OPEN,
  OVERRIDE_REMOVE,
  OVERRIDE_SAVE,
  overrideModal,
  overrideText,
  parseOverride,
} from './modal.ts';
import { assertMayOverride, removeOverride, saveOverride } from './set-override.ts';

/** Listens to all that sets a client's band by hand, and takes that back. */
export function registerOverrideListeners(slack: Slack, { db, clock, log, refreshHomes }: Deps): void {
  slack.onAction(OVERRIDE_OPEN, async ({ by, value, open }) => {
    const client = await requireClient(db, by.workspaceId, value);
    await assertMayOverride(db, by, client);
    await open(async () => {
      const now = clock.now();
      const { overview } = await loadCard(db, client, now);
      return overrideModal(overview, by.timeZone, now);
    });
  });

  /** What is so now, said in the modal; the card that it was opened from, and App Homes, follow. */
  const said = async (by: Requester, client: Client, updatePrevious: SubmitArgs['updatePrevious']) => {
    log.info({ clientId: client.id, userId: by.userId }, 'a client’s health was set by hand');
    const now = clock.now();
    const card = await loadCard(db, client, now);
    return {
      view: messageModal(asMessage(overrideText(card.overview, by.timeZone, now))),
      afterwards: async () => {
        await updatePrevious(clientCardModal(card, by, now));
        await refreshHomes(client.ownerId, ...(client.coverId ? [client.coverId] : []));
      },
    };
  };

  slack.onSubmit(OVERRIDE_SAVE, async ({ by, view, updatePrevious }) => {
    const today = clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
    const chosen = parseOverride(view, today, by.timeZone);
    const client = await saveOverride(db, clock, by, chosen, view.id);
    return said(by, client, updatePrevious);
  });

  slack.onAction(OVERRIDE_REMOVE, async ({ by, value, surface, update, updatePrevious }) => {
    const client = await removeOverride(db, clock, by, value);
    if (surface.kind !== 'view') return;
    const { view, afterwards } = await said(by, client, updatePrevious);
    await update(view);
    await afterwards();
  });
}
