import type { CheckIn } from '../check-ins/rules.ts';
import { latestCheckIns } from '../check-ins/store.ts';
import { findClients } from '../clients/store.ts';
import type { Clock } from '../clock.ts';
import type { Render } from '../slack/deliveries.ts';
import type { Database } from '../storage/database.ts';
import { findPerson } from '../workspaces/store.ts';
import { type RoundItem, standing } from './rules.ts';
import { roundOfDelivery } from './store.ts';
import { roundMessage } from './views.ts';

/** So far back are a client's last words looked for. */
const CHECK_INS_BACK = 5;

/** Makes a round's DM from what is so now. There is nothing to say when all was settled before it could be sent. */
export function renderRound(db: Database, clock: Clock): Render {
  return async (workspaceId, deliveryId) => {
    const round = await roundOfDelivery(db, workspaceId, deliveryId);
    if (!round) return null;
    const clientIds = round.entries.map(({ prompt }) => prompt.clientId);
    const [owner, clients, checkIns] = await Promise.all([
      findPerson(db, workspaceId, round.ownerId),
      findClients(db, workspaceId, clientIds),
      latestCheckIns(db, workspaceId, clientIds, CHECK_INS_BACK),
    ]);
    const items: RoundItem[] = round.entries.flatMap((entry) => {
      const client = clients.get(entry.prompt.clientId);
      const known: CheckIn[] = checkIns.get(entry.prompt.clientId) ?? [];
      return client ? [{ ...entry, client, checkIns: known }] : [];
    });
    if (!round.isSent && !items.some((item) => standing(item, round.ownerId) === 'waiting')) return null;
    return roundMessage(items, { id: round.ownerId, timeZone: owner?.timeZone ?? 'UTC' }, clock.now());
  };
}
