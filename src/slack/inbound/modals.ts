import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackCode, toUserError, UserError } from '../../runtime/errors.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import { messageModal } from '../blocks/blocks.ts';

/** How long somebody looks at nothing, in ms, before a loading view says to wait; a trigger lives 3 s. */
export const LOADING_VIEW_AFTER_MS = 1_000;

/** The methods of Slack's that open and update modals. */
export type ModalViews = Pick<WebClient['views'], 'open' | 'push' | 'update'>;

/**
 * Opens what `build` makes, within the 3 s that the trigger lives: when the data is slow, it opens a loading view first and
 * replaces it. `push` puts it on top of the modal that the trigger came from.
 *
 * @throws UserError when the trigger had expired; whatever `build` throws before anything is on the screen.
 */
export async function openModal(
  views: ModalViews,
  triggerId: string,
  build: () => Promise<ModalView>,
  push: boolean,
): Promise<void> {
  const open = async (view: ModalView) => {
    try {
      const opened = await (push ? views.push : views.open)({ trigger_id: triggerId, view });
      return opened.view?.id;
    } catch (error) {
      // Slack delivered the same press again: its modal is open already.
      if (slackCode(error) === 'exchanged_trigger_id') return undefined;
      if (slackCode(error) === 'expired_trigger_id') {
        throw new UserError('That took a little too long for Slack. Try again.');
      }
      throw error;
    }
  };

  const building = build();
  const first = await withTimeout(building, LOADING_VIEW_AFTER_MS, () => null);
  if (first) {
    await open(first);
    return;
  }
  const viewId = await open(messageModal({ text: 'One moment…', blocks: [] }));
  if (!viewId) return;
  const view = await building.catch((error: unknown) =>
    messageModal({ text: toUserError(error).text, blocks: [] }),
  );
  await updateModal(views, viewId, view);
}

/** Shows another view in an open modal's place; null is for no modal. Someone who has closed it meanwhile misses nothing. */
export async function updateModal(views: ModalViews, viewId: string | null, view: ModalView): Promise<void> {
  if (viewId === null) return;
  await views.update({ view_id: viewId, view }).catch((error: unknown) => {
    if (slackCode(error) !== 'not_found') throw error;
  });
}

/** The ids of a view's input blocks: the only places where Slack shows a submission's errors. */
export function inputBlockIds(view: ViewOutput): string[] {
  return view.blocks.flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []));
}
