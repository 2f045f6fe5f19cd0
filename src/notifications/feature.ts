import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { ALERT_KINDS } from './alerts/kinds.ts';
import type { KindsOf } from './kind.ts';
import { registerMuteListeners } from './mutes/listeners.ts';
import { renderNotification } from './render-notification.ts';
import type { NotificationName } from './rules.ts';

/** @param others the kinds that other features declare. */
export function notificationsFeature(
  deps: Deps,
  others: KindsOf<Exclude<NotificationName, keyof typeof ALERT_KINDS>>,
): Feature {
  return {
    register: (slack) => registerMuteListeners(slack, deps),
    renders: { notification: renderNotification(deps, { ...ALERT_KINDS, ...others }) },
  };
}
