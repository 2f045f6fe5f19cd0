import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { digestCommands, registerDigestListeners } from './listeners.ts';
import { planDigests } from './plan-digests.ts';
import { renderDigest } from './render-digest.ts';

export function digestsFeature(deps: Deps): Feature {
  return {
    commands: digestCommands(deps),
    register: (slack) => registerDigestListeners(slack, deps),
    plans: { report: [() => planDigests(deps)] },
    renders: { digest: renderDigest(deps) },
  };
}
