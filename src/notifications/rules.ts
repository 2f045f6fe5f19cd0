/** The kinds of all notifications, alerts first. Each is declared as one object by the feature that sends it. */
const NOTIFICATION_NAMES = [
  'may-leave',
  'at-risk',
  'drop',
  'silence',
  'cover',
  'cover-ahead',
  'cover-off',
  'unanswered',
  'undeliverable',
  'handed-over',
  'owner-left',
  'rebalanced',
] as const;
export type NotificationName = (typeof NOTIFICATION_NAMES)[number];

/** Something that one person is told once. */
export interface Notification<Subject = unknown> {
  id: string;
  workspaceId: string;
  recipientId: string;
  subject: Subject;
}

/** Nobody gets more alerts than this in a day; the digest tells the rest. */
export const ALERTS_A_DAY = 5;
