import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { type LoadCardModal, registerOverrideListeners } from './override/listeners.ts';
import { type SnapshotListener, snapshotHealth } from './snapshots/snapshot-health.ts';
import { registerWeightsListeners } from './weights/listeners.ts';

interface HealthHooks {
  /** Told of each snapshot that changes something, in its transaction. */
  onSnapshots: SnapshotListener;
  loadCardModal: LoadCardModal;
}

export function healthFeature(deps: Deps, { onSnapshots, loadCardModal }: HealthHooks): Feature {
  const snapshot = () => snapshotHealth(deps, onSnapshots);
  return {
    register: (slack) => {
      registerOverrideListeners(slack, deps, loadCardModal);
      registerWeightsListeners(slack, deps);
    },
    plans: { report: [snapshot] },
    afterRequest: [snapshot],
  };
}
