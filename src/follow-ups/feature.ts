import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { InvalidateFollowUpMessages } from './change-follow-up.ts';
import { registerFollowUpListeners, todoCommand } from './listeners.ts';

export function followUpsFeature(
  deps: Deps,
  invalidateFollowUpMessages: InvalidateFollowUpMessages,
): Feature {
  return {
    commands: [todoCommand(deps)],
    register: (slack) => registerFollowUpListeners(slack, deps, invalidateFollowUpMessages),
  };
}
