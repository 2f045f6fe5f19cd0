import { findClients } from '../../clients/store.ts';
import type { Render } from '../../slack/outbound/deliver.ts';
import type { Database } from '../../storage/database.ts';
import { promptItemStatus } from '../rounds/rules.ts';
import { findRoundByDelivery } from '../rounds/store.ts';
import { findNudgeByDelivery } from './store.ts';
import { nudgeMessage } from './view.ts';

/** Makes a nudge from what is open now. Nothing is sent where all was answered before it could be sent. */
export function renderNudge(db: Database): Render {
  return async (workspaceId, deliveryId) => {
    const nudge = await findNudgeByDelivery(db, workspaceId, deliveryId);
    const round = nudge && (await findRoundByDelivery(db, workspaceId, nudge.roundDeliveryId));
    if (!round) return null;
    const clients = await findClients(
      db,
      workspaceId,
      round.prompts.map(({ prompt }) => prompt.clientId),
    );
    const open = round.prompts.flatMap((each) => {
      const client = clients.get(each.prompt.clientId);
      if (!client) return [];
      const status = promptItemStatus({ ...each, client, checkIns: [] }, round.recipientId);
      return status === 'waiting' ? [{ prompt: each.prompt, client }] : [];
    });
    if (!nudge.isSent && open.length === 0) return null;
    return nudgeMessage(open, nudge.number);
  };
}
