import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerOverrideListeners } from './override/listeners.ts';
import { type SnapshotListener, takeSnapshots } from './snapshots/take-snapshots.ts';
import { registerWeightsListeners } from './weights/listeners.ts';

/** @param onSnapshots told of each snapshot that changes something, in its transaction. */
export function healthFeature(deps: Deps, onSnapshots: SnapshotListener): Feature {
  return {
    register: (slack) => {
      registerOverrideListeners(slack, deps);
      registerWeightsListeners(slack, deps);
    },
    plans: [() => takeSnapshots(deps.db, deps.clock, onSnapshots)],
  };
}
