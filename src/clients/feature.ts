import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { applyOwnerTimes } from './apply-owner-times.ts';
import type { ClientHooks } from './edit-client.ts';
import { clientSubCommands, registerClientListeners } from './listeners.ts';

export function clientsFeature(deps: Deps, hooks: ClientHooks): Feature {
  return {
    commands: clientSubCommands(deps.db),
    register: (slack) => registerClientListeners(slack, deps, hooks),
    plans: { prepare: [() => applyOwnerTimes(deps.db)] },
  };
}
