import { findClient } from '../clients/store.ts';
import { findPerson } from '../people/store.ts';
import { loadCard } from '../portfolio/card/load-card.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Render } from '../slack/outbound/deliver.ts';
import type { Database } from '../storage/database.ts';
import { isStill, isUrgent } from './alert-rules.ts';
import { alertOfDelivery } from './alert-store.ts';
import { alertMessage } from './alert-view.ts';

/** Makes an alert's DM from what is so now: what has passed, or was muted, by the time that it may be sent is not told. */
export function renderAlert(db: Database, clock: Clock): Render {
  return async (workspaceId, deliveryId) => {
    const found = await alertOfDelivery(db, workspaceId, deliveryId);
    if (!found) return null;
    const { alert, clientId, personId } = found;
    const now = clock.now();
    const [client, reader] = await Promise.all([
      findClient(db, workspaceId, clientId),
      findPerson(db, workspaceId, personId),
    ]);
    if (!client || !reader) return null;
    const { overview, people, mute } = await loadCard(db, client, now);
    if (mute && !isUrgent(alert)) return null;
    if (!isStill(alert, overview, now)) return null;
    return alertMessage(alert, overview, people, { userId: personId, timeZone: reader.timeZone }, now);
  };
}
