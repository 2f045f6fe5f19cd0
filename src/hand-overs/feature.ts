import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { handOverCommand, registerHandOverListeners } from './listeners.ts';
import { HANDED_OVER, OWNER_LEFT } from './notifications.ts';
import { reassignFromLeavers } from './reassign-from-leavers.ts';

export const HAND_OVER_NOTIFICATIONS = { 'handed-over': HANDED_OVER, 'owner-left': OWNER_LEFT };

export function handOversFeature(deps: Deps): Feature {
  return {
    commands: [handOverCommand(deps.db)],
    register: (slack) => registerHandOverListeners(slack, deps),
    plans: { prepare: [() => reassignFromLeavers(deps.db, deps.clock)] },
  };
}
