import type { Deps } from '../slack/deps.ts';
import type { Render } from '../slack/outbound/deliver.ts';
import type { KindsOf } from './kind.ts';
import type { NotificationName } from './rules.ts';
import { findByDelivery } from './store.ts';

/** Makes a notification's DM, as its kind words it. */
export function renderNotification(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  kinds: KindsOf<NotificationName>,
): Render {
  return async (workspaceId, deliveryId) => {
    const notification = await findByDelivery(db, workspaceId, deliveryId);
    if (!notification) return null;
    const kind = kinds[notification.kind];
    const subject = kind.subject.parse(notification.subject);
    return kind.render(db, { ...notification, subject }, clock.now());
  };
}
