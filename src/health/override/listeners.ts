import { requireClient } from '../../clients/find-client.ts';
import type { Client } from '../../clients/rules.ts';
import { loadCard } from '../../portfolio/card/load-card.ts';
import { clientCardModal } from '../../portfolio/card/view.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { RefreshHomes } from '../../slack/deps.ts';
import { asMessage, onAction, onSubmit, type Requester, type Slack } from '../../slack/inbound/listen.ts';
import { messageModal, updateModal } from '../../slack/inbound/modals.ts';
import type { Database } from '../../storage/database.ts';
import {
  OVERRIDE_OPEN,
  OVERRIDE_REMOVE,
  OVERRIDE_SAVE,
  overrideModal,
  overrideSaved,
  parseOverride,
} from './modal.ts';
import { assertMayOverride, removeOverride, saveOverride } from './set-override.ts';

/** Listens to all that sets a client's band by hand, and takes that back. */
export function registerOverrideListeners(
  slack: Slack,
  db: Database,
  clock: Clock,
  refreshHomes: RefreshHomes,
): void {
  onAction(slack, OVERRIDE_OPEN, async ({ by, value, open }) => {
    const client = await requireClient(db, by.workspaceId, value);
    await assertMayOverride(db, by, client);
    await open(async () => {
      const now = clock.now();
      const { overview } = await loadCard(db, client, now);
      return overrideModal(overview, by.timeZone, now);
    });
  });

  /** What is so now, said in the modal; the card that it was opened from, and App Homes, follow. */
  const said = async (by: Requester, client: Client, cardViewId: string | null) => {
    slack.log.info({ clientId: client.id, userId: by.userId }, 'a client’s health was set by hand');
    const now = clock.now();
    const card = await loadCard(db, client, now);
    return {
      view: messageModal(asMessage(overrideSaved(card.overview, by.timeZone, now))),
      afterwards: async () => {
        if (cardViewId) await updateModal(slack.web, cardViewId, clientCardModal(card, by, now));
        await refreshHomes(client.ownerId, ...(client.coverId ? [client.coverId] : []));
      },
    };
  };

  onSubmit(slack, OVERRIDE_SAVE, async ({ by, view }) => {
    const today = clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
    const chosen = parseOverride(view, today, by.timeZone);
    const client = await saveOverride(db, clock, by, chosen, view.id);
    return said(by, client, view.previous_view_id);
  });

  onAction(slack, OVERRIDE_REMOVE, async ({ by, value, surface, web }) => {
    const client = await removeOverride(db, clock, by, value);
    if (surface.kind !== 'view') return;
    const { view, afterwards } = await said(by, client, surface.view.previous_view_id);
    await updateModal(web, surface.viewId, view);
    await afterwards();
  });
}
