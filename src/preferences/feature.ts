import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { OnAbsenceChanged } from './away.ts';
import { preferenceCommands, registerPreferenceListeners } from './listeners.ts';

export function preferencesFeature({ db, clock }: Deps, onAbsenceChanged: OnAbsenceChanged): Feature {
  return {
    commands: preferenceCommands(db, clock),
    register: (slack) => registerPreferenceListeners(slack, db, clock, onAbsenceChanged),
  };
}
