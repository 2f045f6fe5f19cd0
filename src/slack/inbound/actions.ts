import type { BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { asMessage, type Message, messageModal } from '../blocks/blocks.ts';
import { sendWithPlainFallback } from '../outbound/send-with-plain-fallback.ts';
import { openModal, updateModal } from './modals.ts';
import type { Requester } from './requester.ts';
import type { ListenerContext } from './slack.ts';
import { chosenValue, isOnModal, isReadOnly, type Surface, surfaceOf } from './surface.ts';
import { withErrorReply } from './with-error-reply.ts';

export interface ActionArgs {
  by: Requester;
  /** The button's value, or the value of the chosen option; empty when there is none. */
  value: string;
  surface: Surface;
  /** Answers this person only: beside the message, as a modal, or in place of a modal that has nothing to fill in. */
  reply(message: Message | string): Promise<void>;
  /** Answers in place of the message that the button is on, if only this person sees that; if not, as `reply` does. */
  replace(message: Message | string): Promise<void>;
  /** Opens a modal: on top of the one that the button is on, if it is on one. */
  open(build: () => Promise<ModalView>): Promise<void>;
  /** Shows another view in the modal that the button is on; elsewhere it does nothing. The newest choice wins. */
  update(view: ModalView): Promise<void>;
  /** Shows another view in the modal below the one that the button is on, if there is one. */
  updatePrevious(view: ModalView): Promise<void>;
}

/** @throws Error when Slack sends an action of another kind under that id. */
export function listenToAction(
  context: ListenerContext,
  actionId: string | RegExp,
  run: (args: ActionArgs) => Promise<void>,
): void {
  const { bolt, views, modalUpdates, identify, log } = context;
  bolt.action<BlockAction>(
    { type: 'block_actions', action_id: actionId },
    async ({ ack, action, body, respond }) => {
      await ack();
      const surface = surfaceOf(body);
      const open = (build: () => Promise<ModalView>) =>
        openModal(views, body.trigger_id, build, isOnModal(surface));
      const say = async (message: Message | string, replaceOriginal: boolean) => {
        if (body.response_url) {
          await sendWithPlainFallback(asMessage(message), (said) =>
            respond({ ...said, response_type: 'ephemeral', replace_original: replaceOriginal }),
          );
        } else if (surface.kind === 'view' && isReadOnly(surface)) {
          await updateModal(views, surface.viewId, messageModal(asMessage(message)));
        } else {
          await open(async () => messageModal(asMessage(message)));
        }
      };
      const reply = (message: Message | string) => say(message, false);
      await withErrorReply(log, { userId: body.user.id, listener: action.action_id }, reply, async () => {
        await run({
          by: await identify(body.user.id, body.user.team_id),
          value: chosenValue(action),
          surface,
          reply,
          replace: (message) => say(message, surface.kind === 'message' && surface.ephemeral),
          open,
          async update(view) {
            if (surface.kind === 'view' && surface.type === 'modal') await modalUpdates.update(surface, view);
          },
          async updatePrevious(view) {
            if (surface.kind === 'view') await updateModal(views, surface.view.previous_view_id, view);
          },
        });
      });
    },
  );
}
