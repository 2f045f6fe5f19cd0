import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { handOverCommand, registerHandOverListeners } from './listeners.ts';
import { reassignFromLeavers } from './reassign-from-leavers.ts';

export function handOversFeature(deps: Deps): Feature {
  return {
    commands: [handOverCommand(deps.db)],
    register: (slack) => registerHandOverListeners(slack, deps),
    plans: [() => reassignFromLeavers(deps.db, deps.clock)],
  };
}
