import { resolveClient } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { findClientByChannel } from '../clients/store.ts';
import type { Deps } from '../slack/deps.ts';
import type { CommandArgs, CommandRoutes, SubCommand } from '../slack/inbound/commands.ts';
import { visibilityIn } from './card/listeners.ts';
import { loadCard } from './card/load-card.ts';
import { clientCard } from './card/view.ts';
import { clientNotFoundMessage } from './client-not-found-view.ts';
import { helpMessage } from './help-view.ts';
import { loadPortfolio } from './list/load-portfolio.ts';
import { portfolioMessage } from './list/view.ts';

export function listCommand(deps: Deps): SubCommand {
  return {
    name: 'list',
    takes: '',
    summary: 'See all clients, with those that need attention first.',
    run: (args) => showList(deps, args),
  };
}

export const helpCommand: SubCommand = {
  name: 'help',
  takes: '',
  summary: 'See what you can type.',
  run: ({ reply, subCommands }) => reply(helpMessage(subCommands)),
};

/** Without a sub-command: the card of the client that is named or, if none is, of the channel's client, else the list. */
export function defaultCommand(deps: Deps): Pick<CommandRoutes, 'whenEmpty' | 'whenUnknown'> {
  const { db } = deps;
  return {
    async whenEmpty(args) {
      const client = await findClientByChannel(db, args.by.workspaceId, args.channelId);
      await (client ? showCard(deps, client, args) : showList(deps, args));
    },
    async whenUnknown(args) {
      const resolved = await resolveClient(db, args.by.workspaceId, args.rest);
      if ('found' in resolved) await showCard(deps, resolved.found, args);
      else await args.reply(clientNotFoundMessage(args.rest, resolved.near));
    },
  };
}

async function showList({ db, clock }: Deps, { by, channelId, reply }: CommandArgs): Promise<void> {
  const now = clock.now();
  const portfolio = await loadPortfolio(db, by.workspaceId, now);
  await reply(portfolioMessage(portfolio, { ...by, visibility: visibilityIn(channelId) }, now));
}

async function showCard(
  { db, clock }: Deps,
  client: Client,
  { by, channelId, reply }: CommandArgs,
): Promise<void> {
  const now = clock.now();
  const card = await loadCard(db, client, now);
  await reply(clientCard(card, { ...by, visibility: visibilityIn(channelId) }, now));
}
