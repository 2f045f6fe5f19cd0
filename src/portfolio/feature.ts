import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerCardListeners } from './card/listeners.ts';
import { registerListListeners } from './list/listeners.ts';
import { defaultCommand, helpCommand, listCommand } from './listeners.ts';

export function portfolioFeature(deps: Deps): Feature {
  return {
    commands: [listCommand(deps), helpCommand],
    defaultCommand: defaultCommand(deps),
    register(slack) {
      registerCardListeners(slack, deps);
      registerListListeners(slack, deps);
    },
  };
}
