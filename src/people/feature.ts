import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerPeopleListeners } from './listeners.ts';
import { refreshPeople } from './refresh-people.ts';

export function peopleFeature(deps: Deps, workspaceId: string): Feature {
  return {
    register: (slack) => registerPeopleListeners(slack, deps, workspaceId),
    plans: { refresh: [() => refreshPeople(deps, workspaceId)] },
  };
}
