import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerPeopleListeners } from './listeners.ts';
import { createRefreshPeople } from './refresh-people.ts';

export function peopleFeature({ db, clock, web, refreshHomes }: Deps, workspaceId: string): Feature {
  const refreshPeople = createRefreshPeople(web, workspaceId);
  return {
    register: (slack) => registerPeopleListeners(slack, db, clock, workspaceId, refreshHomes),
    plans: [() => refreshPeople(db, clock)],
  };
}
