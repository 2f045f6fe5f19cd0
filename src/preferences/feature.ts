import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { awayCommand, registerAbsenceListeners } from './absence-listeners.ts';
import { preferencesCommand, registerPreferencesListeners } from './listeners.ts';
import type { OnAbsenceChanged } from './note-absence.ts';
import { registerWorkspaceSettingsListeners } from './workspace-settings-listeners.ts';

export function preferencesFeature(deps: Deps, onAbsenceChanged: OnAbsenceChanged): Feature {
  return {
    commands: [preferencesCommand(deps), awayCommand(deps)],
    register(slack) {
      registerPreferencesListeners(slack, deps);
      registerAbsenceListeners(slack, deps, onAbsenceChanged);
      registerWorkspaceSettingsListeners(slack, deps);
    },
  };
}
