import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerFollowUpListeners, todoCommand } from './listeners.ts';
import type { InvalidateFollowUpMessages } from './save-follow-up.ts';

export function followUpsFeature(
  deps: Deps,
  invalidateFollowUpMessages: InvalidateFollowUpMessages,
): Feature {
  return {
    commands: [todoCommand(deps)],
    register: (slack) => registerFollowUpListeners(slack, deps, invalidateFollowUpMessages),
  };
}
