import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { logCommand, registerCheckInListeners } from './listeners.ts';
import type { CheckInHooks } from './record-check-in.ts';

export function checkInsFeature({ db, clock, messenger, refreshHomes }: Deps, hooks: CheckInHooks): Feature {
  return {
    commands: [logCommand(db, clock)],
    register: (slack) => registerCheckInListeners(slack, db, clock, messenger, hooks, refreshHomes),
  };
}
