import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerPeopleListeners } from './listeners.ts';
import { createRefreshPeople } from './refresh-people.ts';

export function peopleFeature(deps: Deps, workspaceId: string): Feature {
  const refreshPeople = createRefreshPeople(deps.web, workspaceId);
  return {
    register: (slack) => registerPeopleListeners(slack, deps, workspaceId),
    plans: [() => refreshPeople(deps.db, deps.clock)],
  };
}
