import type { GlobalShortcut, MessageShortcut } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { asMessage, type Message, messageModal } from '../blocks/blocks.ts';
import { openModal } from './modals.ts';
import type { Requester } from './requester.ts';
import type { ListenerContext } from './slack.ts';
import { withErrorReply } from './with-error-reply.ts';

export interface ShortcutArgs {
  by: Requester;
  /** The message that a message shortcut was used on. */
  message: { text: string; channelId: string } | null;
  /** Says something to this person only, in a modal. */
  reply(message: Message | string): Promise<void>;
  open(build: () => Promise<ModalView>): Promise<void>;
}

export function listenToShortcut(
  { bolt, views, identify, log }: ListenerContext,
  callbackId: string,
  run: (args: ShortcutArgs) => Promise<void>,
): void {
  bolt.shortcut<GlobalShortcut | MessageShortcut>(callbackId, async ({ ack, shortcut }) => {
    await ack();
    const open = (build: () => Promise<ModalView>) => openModal(views, shortcut.trigger_id, build, false);
    const reply = (message: Message | string) => open(async () => messageModal(asMessage(message)));
    await withErrorReply(log, { userId: shortcut.user.id, listener: callbackId }, reply, async () => {
      await run({
        by: await identify(shortcut.user.id, shortcut.user.team_id),
        message:
          shortcut.type === 'message_action'
            ? { text: shortcut.message.text ?? '', channelId: shortcut.channel.id }
            : null,
        reply,
        open,
      });
    });
  });
}
