import { HAND_OVER_NOTIFICATIONS } from '../../src/hand-overs/feature.ts';
import { ALERT_KINDS } from '../../src/notifications/alerts/kinds.ts';
import { REMINDER_NOTIFICATIONS } from '../../src/reminders/feature.ts';
import { UPCOMING_NOTIFICATIONS } from '../../src/upcoming/feature.ts';

/** The kinds of the whole app. */
export const NOTIFICATION_KINDS = {
  ...ALERT_KINDS,
  ...REMINDER_NOTIFICATIONS,
  ...HAND_OVER_NOTIFICATIONS,
  ...UPCOMING_NOTIFICATIONS,
};
