import { resolveClient } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { clientOfChannel } from '../clients/store.ts';
import type { Deps } from '../slack/deps.ts';
import type { CommandArgs, CommandRoutes, SubCommand } from '../slack/inbound/commands.ts';
import { visibilityIn } from './card/listeners.ts';
import { loadCard } from './card/load-card.ts';
import { clientCard } from './card/view.ts';
import { clientNotFoundMessage } from './client-not-found-view.ts';
import { helpMessage } from './help-view.ts';
import { loadPortfolio } from './list/load-portfolio.ts';
import { portfolioMessage } from './list/view.ts';

/**
 * `list` and `help`, and what the command does without a sub-command.
 *
 * @param all every sub-command, for `help`; read when somebody asks.
 */
export function portfolioCommands({ db, clock }: Deps, all: () => readonly SubCommand[]): CommandRoutes {
  const showList = async ({ by, channelId, reply }: CommandArgs) => {
    const now = clock.now();
    const portfolio = await loadPortfolio(db, by.workspaceId, now);
    await reply(portfolioMessage(portfolio, { ...by, visibility: visibilityIn(channelId) }, now));
  };
  const showCard = async (client: Client, { by, channelId, reply }: CommandArgs) => {
    const now = clock.now();
    const card = await loadCard(db, client, now);
    await reply(clientCard(card, { ...by, visibility: visibilityIn(channelId) }, now));
  };
  return {
    async plain(args) {
      const client = await clientOfChannel(db, args.by.workspaceId, args.channelId);
      await (client ? showCard(client, args) : showList(args));
    },
    async otherwise(args) {
      const resolved = await resolveClient(db, args.by.workspaceId, args.rest);
      if ('found' in resolved) await showCard(resolved.found, args);
      else await args.reply(clientNotFoundMessage(args.rest, resolved.near));
    },
    subCommands: [
      {
        name: 'list',
        takes: '',
        summary: 'See all clients, with those that need attention first.',
        run: showList,
      },
      {
        name: 'help',
        takes: '',
        summary: 'See what you can type.',
        run: async ({ reply }) => reply(helpMessage(all())),
      },
    ],
  };
}
