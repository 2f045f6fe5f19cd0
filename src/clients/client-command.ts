import type { ModalView } from '@slack/types';
import type { CommandArgs, SubCommand } from '../slack/inbound/commands.ts';
import type { Database } from '../storage/database.ts';
import { resolveClient } from './find-client.ts';
import { findClientByChannel } from './store.ts';
import { chooseClientMessage } from './view.ts';

interface ClientCommand {
  name: string;
  summary: string;
  /** What a button opens where several clients may be meant. */
  opens: { actionId: string; label: string };
  /** The modal about this client; with null, the client is chosen in it. */
  build(args: CommandArgs, clientId: string | null): Promise<ModalView>;
}

/** A sub-command that opens a modal about a client: the one that is named, else the one of the channel. */
export function clientCommand(db: Database, { name, summary, opens, build }: ClientCommand): SubCommand {
  return {
    name,
    takes: '[client]',
    summary,
    async run(args) {
      const { by, rest, channelId, reply, open } = args;
      if (rest === '') {
        await open(async () =>
          build(args, (await findClientByChannel(db, by.workspaceId, channelId))?.id ?? null),
        );
        return;
      }
      const resolved = await resolveClient(db, by.workspaceId, rest);
      if ('found' in resolved) await open(() => build(args, resolved.found.id));
      else await reply(chooseClientMessage(rest, resolved.near, opens));
    },
  };
}
