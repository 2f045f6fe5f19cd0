import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { AreInsiders } from '../slack/outbound/audience.ts';
import type { Messenger } from '../slack/outbound/messenger.ts';
import { digestCommands, registerDigestListeners } from './listeners.ts';
import { planDigests } from './plan-digests.ts';
import { renderDigest } from './render-digest.ts';

/** @param answers posts in a channel what somebody has just asked for. */
export function digestsFeature(deps: Deps, answers: Messenger, areInsiders: AreInsiders): Feature {
  return {
    commands: digestCommands(deps, answers, areInsiders),
    register: (slack) => registerDigestListeners(slack, deps.db, deps.clock),
    plans: [() => planDigests(deps.db, deps.clock)],
    renders: { digest: renderDigest(deps.db, deps.clock) },
  };
}
