import { asMessage, onAction, onSubmit, type Slack } from '../../slack/inbound/listen.ts';
import { messageModal, updateModal } from '../../slack/inbound/modals.ts';
import type { Database } from '../../storage/database.ts';
import { WEIGHTS } from '../score/rules.ts';
import { weightsOf } from '../snapshots/history-store.ts';
import {
  parseWeights,
  WEIGHTS_OPEN,
  WEIGHTS_RESET,
  WEIGHTS_SAVE,
  weightsModal,
  weightsSaved,
} from './modal.ts';
import { assertMayWeigh, saveWeights } from './save-weights.ts';

export function registerWeightsListeners(slack: Slack, db: Database): void {
  onAction(slack, WEIGHTS_OPEN, async ({ by, open }) => {
    await assertMayWeigh(db, by);
    await open(async () => weightsModal(await weightsOf(db, by.workspaceId)));
  });

  onSubmit(slack, WEIGHTS_SAVE, async ({ by, view }) => {
    const weights = parseWeights(view.state);
    await saveWeights(db, by, weights);
    slack.log.info({ userId: by.userId, weights }, 'the weights of health were set');
    return { view: messageModal(asMessage(weightsSaved(weights))) };
  });

  onAction(slack, WEIGHTS_RESET, async ({ by, surface, web }) => {
    await saveWeights(db, by, WEIGHTS);
    slack.log.info({ userId: by.userId, weights: WEIGHTS }, 'the weights of health were set');
    if (surface.kind === 'view') {
      await updateModal(web, surface.viewId, messageModal(asMessage(weightsSaved(WEIGHTS))));
    }
  });
}
