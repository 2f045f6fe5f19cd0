import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerOverrideListeners } from './override/listeners.ts';
import { type SnapshotListener, snapshotHealth } from './snapshots/snapshot-health.ts';
import { registerWeightsListeners } from './weights/listeners.ts';

/** @param onSnapshots told of each snapshot that changes something, in its transaction. */
export function healthFeature(deps: Deps, onSnapshots: SnapshotListener): Feature {
  const snapshot = () => snapshotHealth(deps.db, deps.clock, onSnapshots);
  return {
    register: (slack) => {
      registerOverrideListeners(slack, deps);
      registerWeightsListeners(slack, deps);
    },
    plans: { report: [snapshot] },
    afterRequest: [snapshot],
  };
}
