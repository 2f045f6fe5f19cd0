import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { OnAbsenceChanged } from './away.ts';
import { preferenceCommands, registerPreferenceListeners } from './listeners.ts';

export function preferencesFeature(deps: Deps, onAbsenceChanged: OnAbsenceChanged): Feature {
  return {
    commands: preferenceCommands(deps.db, deps.clock),
    register: (slack) => registerPreferenceListeners(slack, deps, onAbsenceChanged),
  };
}
