import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { ClientHooks } from './edit-client.ts';
import { followZones } from './follow-zones.ts';
import { clientSubCommands, registerClientListeners } from './listeners.ts';

export function clientsFeature(deps: Deps, hooks: ClientHooks): Feature {
  return {
    commands: clientSubCommands(deps.db),
    register: (slack) => registerClientListeners(slack, deps, hooks),
    plans: [() => followZones(deps.db)],
  };
}
