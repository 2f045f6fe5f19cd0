import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { CommandRoutes, SubCommand } from '../slack/inbound/commands.ts';
import { registerCardListeners } from './card/listeners.ts';
import { registerListListeners } from './list/listeners.ts';
import { portfolioCommands } from './listeners.ts';

/** The client's card and the list of all clients; also what the command does without a sub-command. */
export type PortfolioFeature = Feature & Pick<CommandRoutes, 'plain' | 'otherwise'>;

/** @param all every sub-command, for `help`; read when somebody asks. */
export function portfolioFeature(deps: Deps, all: () => readonly SubCommand[]): PortfolioFeature {
  const { subCommands, plain, otherwise } = portfolioCommands(deps, all);
  return {
    commands: subCommands,
    plain,
    otherwise,
    register(slack) {
      registerCardListeners(slack, deps);
      registerListListeners(slack, deps);
    },
  };
}
