import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { UserError } from '../../runtime/errors.ts';
import type { Message } from '../blocks/blocks.ts';
import { sendWithPlainFallback } from '../outbound/send-with-plain-fallback.ts';
import { answering, asMessage, type Requester, type Slack } from './listen.ts';
import { openModal } from './modals.ts';

export const COMMAND = '/client-health';

export interface CommandArgs {
  by: Requester;
  /** What stands behind the sub-command's name, trimmed. */
  rest: string;
  channelId: string;
  web: WebClient;
  /** Answers the one who asked, and nobody else. */
  reply(message: Message | string): Promise<void>;
  open(build: () => Promise<ModalView>): Promise<void>;
}

/** One thing that can stand behind `/client-health`. Features export theirs; `app.ts` joins them. */
export interface SubCommand {
  /** The word that is typed, in lower case. */
  name: string;
  /** What may follow it, such as `<client>`; empty for nothing. */
  takes: string;
  /** One line for `help`. */
  summary: string;
  run(args: CommandArgs): Promise<void>;
}

/**
 * Routes `/client-health`. Without text `plain` runs; with a text that is no sub-command, `otherwise`, whose `rest` is
 * the whole text: a client's name.
 */
export function registerCommand(
  slack: Slack,
  subCommands: readonly SubCommand[],
  plain: (args: CommandArgs) => Promise<void>,
  otherwise: (args: CommandArgs) => Promise<void>,
): void {
  slack.bolt.command(COMMAND, async ({ ack, command, respond }) => {
    await ack();
    const reply = async (message: Message | string) => {
      await sendWithPlainFallback(asMessage(message), (said) =>
        respond({ ...said, response_type: 'ephemeral' }),
      );
    };
    await answering(slack, { userId: command.user_id, listener: COMMAND }, reply, async () => {
      const { run, rest } = route(command.text, subCommands, plain, otherwise);
      await run({
        by: await slack.identify(command.user_id, command.team_id),
        rest,
        channelId: command.channel_id,
        web: slack.web,
        reply,
        open: (build) => openModal(slack.web, command.trigger_id, build, false),
      });
    });
  });
}

/** Which of them `text` asks for, and what is left of it. */
export function route(
  text: string,
  subCommands: readonly SubCommand[],
  plain: SubCommand['run'],
  otherwise: SubCommand['run'],
): { run: SubCommand['run']; rest: string } {
  const typed = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (typed === '') return { run: plain, rest: '' };
  if (typed.length > 200)
    throw new UserError('That is too long for a client’s name. Try the first few letters of it.');
  const [word = '', ...others] = typed.split(' ');
  const found = subCommands.find(({ name }) => name === word.toLowerCase());
  const rest = others.join(' ');
  if (!found || (found.takes === '' && rest !== '')) return { run: otherwise, rest: typed };
  return { run: found.run, rest };
}
