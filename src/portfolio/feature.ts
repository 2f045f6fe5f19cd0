import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Messenger } from '../slack/outbound/messenger.ts';
import { portfolioCommands, registerPortfolioListeners } from './listeners.ts';

/** The client's card and the list of all clients; also what the command does without a sub-command. */
export interface PortfolioFeature extends Feature {
  plain: SubCommand['run'];
  otherwise: SubCommand['run'];
}

/**
 * @param answers posts in a channel what somebody has just asked for.
 * @param all every sub-command, for `help`; read when somebody asks.
 */
export function portfolioFeature(
  { db, clock }: Deps,
  answers: Messenger,
  all: () => readonly SubCommand[],
): PortfolioFeature {
  const { subCommands, plain, otherwise } = portfolioCommands(db, clock, all);
  return {
    commands: subCommands,
    plain,
    otherwise,
    register: (slack) => registerPortfolioListeners(slack, db, clock, answers),
  };
}
