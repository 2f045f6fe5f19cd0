import type { ModalView } from '@slack/types';
import { UserError } from '../../runtime/errors.ts';
import { asMessage, type Message } from '../blocks/blocks.ts';
import { sendWithPlainFallback } from '../outbound/send-with-plain-fallback.ts';
import { openModal } from './modals.ts';
import type { Requester } from './requester.ts';
import { COMMAND, type SubCommandHelp } from './rules.ts';
import type { ListenerContext } from './slack.ts';
import { withErrorReply } from './with-error-reply.ts';

export interface CommandArgs {
  by: Requester;
  /** What was typed after the sub-command's name, trimmed. */
  rest: string;
  channelId: string;
  /** Every sub-command there is, for `help`. */
  subCommands: readonly SubCommand[];
  /** Answers the one who asked, and nobody else. */
  reply(message: Message | string): Promise<void>;
  open(build: () => Promise<ModalView>): Promise<void>;
}

/** One thing that can be typed after `/client-health`. Features export theirs; `app.ts` joins them. */
export interface SubCommand extends SubCommandHelp {
  run(args: CommandArgs): Promise<void>;
}

/** What the command does. */
export interface CommandRoutes {
  subCommands: readonly SubCommand[];
  /** Runs when nothing was typed after the command. */
  whenEmpty: SubCommand['run'];
  /** Runs when what was typed is no sub-command, but usually a client's name: `rest` is all of it. */
  whenUnknown: SubCommand['run'];
}

/** Listens to `/client-health` and routes it. */
export function listenToCommand(
  { bolt, views, identify, log }: ListenerContext,
  routes: CommandRoutes,
): void {
  bolt.command(COMMAND, async ({ ack, command, respond }) => {
    await ack();
    const reply = async (message: Message | string) => {
      await sendWithPlainFallback(asMessage(message), (said) =>
        respond({ ...said, response_type: 'ephemeral' }),
      );
    };
    await withErrorReply(log, { userId: command.user_id, listener: COMMAND }, reply, async () => {
      const { run, rest } = routeCommand(command.text, routes);
      await run({
        by: await identify(command.user_id, command.team_id),
        rest,
        channelId: command.channel_id,
        subCommands: routes.subCommands,
        reply,
        open: (build) => openModal(views, command.trigger_id, build, false),
      });
    });
  });
}

/**
 * What `text` asks for, and what is left of it.
 *
 * @internal
 */
export function routeCommand(
  text: string,
  { subCommands, whenEmpty, whenUnknown }: CommandRoutes,
): { run: SubCommand['run']; rest: string } {
  const typed = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (typed === '') return { run: whenEmpty, rest: '' };
  if (typed.length > 200)
    throw new UserError('That’s too long for a client’s name. Try its first few letters.');
  const [word = '', ...others] = typed.split(' ');
  const found = subCommands.find(({ name }) => name === word.toLowerCase());
  const rest = others.join(' ');
  if (!found || (found.takes === '' && rest !== '')) return { run: whenUnknown, rest: typed };
  return { run: found.run, rest };
}
