import type { ModalView } from '@slack/types';
import { requireClient } from '../../clients/find-client.ts';
import type { Client } from '../../clients/rules.ts';
import type { Viewer } from '../../people/rules.ts';
import { asMessage, messageModal } from '../../slack/blocks/blocks.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Requester } from '../../slack/inbound/requester.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import type { SubmitArgs } from '../../slack/inbound/submissions.ts';
import { loadOverview } from '../load-overviews.ts';
import {
  OVERRIDE_OPEN,
  OVERRIDE_REMOVE,
  OVERRIDE_SAVE,
  overrideModal,
  overrideText,
  readOverride,
} from './modal.ts';
import { assertMayOverride, removeOverride, saveOverride } from './set-override.ts';

/** The client's card, from which an override is set. */
export type LoadCardModal = (client: Client, viewer: Viewer) => Promise<ModalView>;

export function registerOverrideListeners(slack: Slack, deps: Deps, loadCardModal: LoadCardModal): void {
  const { db, clock, log, refreshHomes } = deps;

  slack.onAction(OVERRIDE_OPEN, async ({ by, value, open }) => {
    const client = await requireClient(db, by.workspaceId, value);
    await assertMayOverride(db, by, client);
    await open(async () => {
      const now = clock.now();
      return overrideModal(await loadOverview(db, client, now), by.timeZone, now);
    });
  });

  /** Says in the modal what counts now; the card from which it was opened, and App Homes, follow. */
  const answer = async (by: Requester, client: Client, updatePrevious: SubmitArgs['updatePrevious']) => {
    log.info({ clientId: client.id, userId: by.userId }, 'health override changed');
    const now = clock.now();
    const overview = await loadOverview(db, client, now);
    return {
      view: messageModal(asMessage(overrideText(overview, by.timeZone, now))),
      afterwards: async () => {
        await updatePrevious(await loadCardModal(client, by));
        await refreshHomes(client.ownerId, ...(client.coverId ? [client.coverId] : []));
      },
    };
  };

  slack.onSubmit(OVERRIDE_SAVE, async ({ by, view, updatePrevious }) => {
    const today = clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
    const chosen = readOverride(view, today, by.timeZone);
    const client = await saveOverride(deps, by, { ...chosen, viewId: view.id });
    return answer(by, client, updatePrevious);
  });

  slack.onAction(OVERRIDE_REMOVE, async ({ by, value, surface, update, updatePrevious }) => {
    const client = await removeOverride(deps, by, value);
    if (surface.kind !== 'view') return;
    const { view, afterwards } = await answer(by, client, updatePrevious);
    await update(view);
    await afterwards();
  });
}
