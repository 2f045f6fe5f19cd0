import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerAlertListeners } from './listeners.ts';
import { renderAlert } from './render-alert.ts';
import { renderNotice } from './render-notification.ts';

export function notificationsFeature({ db, clock }: Deps): Feature {
  return {
    register: (slack) => registerAlertListeners(slack, db, clock),
    renders: { notice: renderNotice(db, clock), alert: renderAlert(db, clock) },
  };
}
