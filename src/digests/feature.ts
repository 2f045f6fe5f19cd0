import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import type { AreInsiders } from '../slack/outbound/audience.ts';
import { digestCommands, registerDigestListeners } from './listeners.ts';
import { planDigests } from './plan-digests.ts';
import { renderDigest } from './render-digest.ts';

export function digestsFeature(deps: Deps, areInsiders: AreInsiders): Feature {
  return {
    commands: digestCommands(deps, areInsiders),
    register: (slack) => registerDigestListeners(slack, deps),
    plans: [() => planDigests(deps)],
    renders: { digest: renderDigest(deps) },
  };
}
