import { requireClient, resolveClient } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { clientOfChannel } from '../clients/store.ts';
import { CLIENT_SHOW } from '../clients/view.ts';
import type { Clock } from '../runtime/clock.ts';
import type { CommandArgs, SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { isChannel } from '../slack/outbound/audience.ts';
import type { Messenger } from '../slack/outbound/messenger.ts';
import type { Database } from '../storage/database.ts';
import { loadCard, loadPortfolio } from './card/load-card.ts';
import { shareClient } from './card/share-client.ts';
import { CARD_SHARE, clientCard, clientCardModal } from './card/view.ts';
import { helpMessage } from './help-view.ts';
import { clientNotFoundMessage } from './list/list-view.ts';
import { registerListListeners } from './list/listeners.ts';
import { portfolioMessage } from './list/portfolio-view.ts';

/** What the command does with no sub-command of its own: nothing typed, or a client's name. */
export interface PortfolioCommands {
  plain(args: CommandArgs): Promise<void>;
  otherwise(args: CommandArgs): Promise<void>;
  subCommands: SubCommand[];
}

/** @param all every sub-command there is, for `help`; read when it is asked for. */
export function portfolioCommands(
  db: Database,
  clock: Clock,
  all: () => readonly SubCommand[],
): PortfolioCommands {
  const showList = async ({ by, channelId, reply }: CommandArgs) => {
    const now = clock.now();
    const portfolio = await loadPortfolio(db, by.workspaceId, now);
    await reply(portfolioMessage(portfolio, { ...by, place: placeOf(channelId) }, now));
  };
  const showCard = async (client: Client, { by, channelId, reply }: CommandArgs) => {
    const now = clock.now();
    await reply(clientCard(await loadCard(db, client, now), { ...by, place: placeOf(channelId) }, now));
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
        summary: 'Show all clients, those that need attention first.',
        run: showList,
      },
      {
        name: 'help',
        takes: '',
        summary: 'Show this list.',
        run: async ({ reply }) => reply(helpMessage(all())),
      },
    ],
  };
}

/** Listens to the buttons of the card and the list. */
export function registerPortfolioListeners(
  slack: Slack,
  db: Database,
  clock: Clock,
  messenger: Messenger,
): void {
  slack.onAction(new RegExp(`^${CLIENT_SHOW}(-|$)`), async ({ by, value, surface, reply, open }) => {
    const client = await requireClient(db, by.workspaceId, value);
    const now = clock.now();
    const load = () => loadCard(db, client, now);
    if (surface.kind === 'view') {
      await open(async () => clientCardModal(await load(), by, now));
      return;
    }
    await reply(clientCard(await load(), { ...by, place: placeOf(surface.channelId) }, now));
  });

  registerListListeners(slack, db, clock, messenger);

  slack.onAction(CARD_SHARE, async ({ by, value, surface, reply }) => {
    if (surface.kind !== 'message') return;
    await shareClient(db, messenger, clock, by, value, surface);
    await reply('Shared in this channel.');
  });
}

/** Where an answer that one person sees stands: the channels, public and private, are where it can be shared. */
function placeOf(channelId: string): 'channel-asker' | 'private' {
  return isChannel(channelId) ? 'channel-asker' : 'private';
}
