import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { logCommand, registerCheckInListeners } from './listeners.ts';
import type { CheckInHooks } from './record-check-in.ts';

export function checkInsFeature(deps: Deps, hooks: CheckInHooks): Feature {
  return {
    commands: [logCommand(deps)],
    register: (slack) => registerCheckInListeners(slack, deps, hooks),
  };
}
