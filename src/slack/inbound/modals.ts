import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackCode, toUserError, UserError } from '../../runtime/errors.ts';
import { soon } from '../../runtime/with-timeout.ts';
import { type Block, type Message, plain, section, withoutData } from '../blocks/blocks.ts';
import { LIMITS } from '../blocks/limits.ts';

/**
 * Opens what `build` makes, within the 3 s that the trigger lives: when the data is slow, a loading view stands in and
 * is replaced. `push` puts it on top of the modal that the trigger came from.
 *
 * @throws UserError when the trigger had expired; whatever `build` throws before anything is on the screen.
 */
export async function openModal(
  web: WebClient,
  triggerId: string,
  build: () => Promise<ModalView>,
  push: boolean,
): Promise<void> {
  const open = async (view: ModalView) => {
    try {
      const opened = await (push ? web.views.push : web.views.open)({ trigger_id: triggerId, view });
      return opened.view?.id;
    } catch (error) {
      // Slack delivered the same press again: its modal is open already.
      if (slackCode(error) === 'exchanged_trigger_id') return undefined;
      if (slackCode(error) === 'expired_trigger_id') {
        throw new UserError('That took a moment too long for Slack. Please press it again.');
      }
      throw error;
    }
  };

  const building = build();
  const first = await soon(building);
  if (first) {
    await open(first);
    return;
  }
  const viewId = await open(messageModal({ text: 'One moment…', blocks: [] }));
  if (!viewId) return;
  const view = await building.catch((error: unknown) =>
    messageModal({ text: toUserError(error).text, blocks: [] }),
  );
  await updateModal(web, viewId, view);
}

/** Shows another view in an open modal's place. Whoever has closed it meanwhile misses nothing. */
export async function updateModal(web: WebClient, viewId: string, view: ModalView): Promise<void> {
  await web.views.update({ view_id: viewId, view }).catch((error: unknown) => {
    if (slackCode(error) !== 'not_found') throw error;
  });
}

/** A modal that only says something. */
export function messageModal(message: Message): ModalView {
  const said = withoutData(message).blocks;
  const blocks: Block[] = said.length > 0 ? said : [section(plain(message.text))];
  return { type: 'modal', title: plain('Rapport', LIMITS.viewTitle), close: plain('Close'), blocks };
}

/** The ids of a view's input blocks: the only places where Slack shows a submission's errors. */
export function inputBlockIds(view: ViewOutput): string[] {
  return view.blocks.flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []));
}
