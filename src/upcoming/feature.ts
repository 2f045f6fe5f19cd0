import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerUpcomingListeners, upcomingCommand } from './listeners.ts';

export function upcomingFeature({ db, clock, refreshHomes }: Deps): Feature {
  return {
    commands: [upcomingCommand(db, clock)],
    register: (slack) => registerUpcomingListeners(slack, db, clock, refreshHomes),
  };
}
