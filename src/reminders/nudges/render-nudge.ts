import { findClients } from '../../clients/store.ts';
import type { Render } from '../../slack/outbound/deliver.ts';
import type { Database } from '../../storage/database.ts';
import { standing } from '../rounds/rules.ts';
import { roundOfDelivery } from '../rounds/store.ts';
import { nudgeOfDelivery } from './store.ts';
import { nudgeMessage } from './view.ts';

/** Makes a nudge from what is still open now. There is nothing to say when all was settled before it could be sent. */
export function renderNudge(db: Database): Render {
  return async (workspaceId, deliveryId) => {
    const nudge = await nudgeOfDelivery(db, workspaceId, deliveryId);
    const round = nudge && (await roundOfDelivery(db, workspaceId, nudge.roundDeliveryId));
    if (!round) return null;
    const clients = await findClients(
      db,
      workspaceId,
      round.entries.map(({ prompt }) => prompt.clientId),
    );
    const open = round.entries.flatMap((entry) => {
      const client = clients.get(entry.prompt.clientId);
      const isOpen = client && standing({ ...entry, client, checkIns: [] }, round.recipientId) === 'waiting';
      return isOpen ? [{ prompt: entry.prompt, client }] : [];
    });
    if (!nudge.isSent && open.length === 0) return null;
    return nudgeMessage(open, nudge.number);
  };
}
