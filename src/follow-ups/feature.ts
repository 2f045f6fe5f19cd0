import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { InvalidateFollowUpMessages } from './change-follow-up.ts';
import { registerFollowUpListeners, todoCommand } from './listeners.ts';

export function followUpsFeature(
  { db, clock, messenger, refreshHomes }: Deps,
  invalidateFollowUpMessages: InvalidateFollowUpMessages,
): Feature {
  return {
    commands: [todoCommand(db, clock)],
    register: (slack) =>
      registerFollowUpListeners(slack, db, clock, messenger, invalidateFollowUpMessages, refreshHomes),
  };
}
