import { asMessage, messageModal } from '../../slack/blocks/blocks.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import { DEFAULT_WEIGHTS } from '../score/rules.ts';
import {
  readWeights,
  WEIGHTS_OPEN,
  WEIGHTS_RESET,
  WEIGHTS_SAVE,
  weightsModal,
  weightsText,
} from './modal.ts';
import { assertMaySetWeights, saveWeights } from './save-weights.ts';
import { loadWeights } from './store.ts';

export function registerWeightsListeners(slack: Slack, { db, log }: Deps): void {
  slack.onAction(WEIGHTS_OPEN, async ({ by, open }) => {
    await assertMaySetWeights(db, by);
    await open(async () => weightsModal(await loadWeights(db, by.workspaceId)));
  });

  slack.onSubmit(WEIGHTS_SAVE, async ({ by, view }) => {
    const weights = readWeights(view);
    await saveWeights(db, by, weights);
    log.info({ userId: by.userId, weights }, 'health weights changed');
    return { view: messageModal(asMessage(weightsText(weights))) };
  });

  slack.onAction(WEIGHTS_RESET, async ({ by, update }) => {
    await saveWeights(db, by, DEFAULT_WEIGHTS);
    log.info({ userId: by.userId, weights: DEFAULT_WEIGHTS }, 'health weights changed');
    await update(messageModal(asMessage(weightsText(DEFAULT_WEIGHTS))));
  });
}
