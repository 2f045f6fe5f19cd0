import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { handOverCommand, registerHandOverListeners } from './listeners.ts';
import { reassignFromLeavers } from './reassign-from-leavers.ts';

export function handOversFeature({ db, clock, refreshHomes }: Deps): Feature {
  return {
    commands: [handOverCommand(db)],
    register: (slack) => registerHandOverListeners(slack, db, clock, refreshHomes),
    plans: [() => reassignFromLeavers(db, clock)],
  };
}
