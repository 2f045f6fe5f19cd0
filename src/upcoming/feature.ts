import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerUpcomingListeners, upcomingCommand } from './listeners.ts';
import { REBALANCED } from './notifications.ts';

export const UPCOMING_NOTIFICATIONS = { rebalanced: REBALANCED };

export function upcomingFeature(deps: Deps): Feature {
  return {
    commands: [upcomingCommand(deps)],
    register: (slack) => registerUpcomingListeners(slack, deps),
  };
}
