import type { z } from 'zod';
import type { Message } from '../slack/blocks/blocks.ts';
import type { Database } from '../storage/database.ts';
import type { Notification, NotificationName } from './rules.ts';

/** One kind of notification: everything about it, declared once. */
export interface NotificationKind<Subject = unknown> {
  name: NotificationName;
  /** The ids and days that it is about. What they are called is looked up when its message is made. */
  subject: z.ZodType<Subject>;
  /** Whether it goes at any hour, because it is urgent or answers what the recipient has just done. */
  isAtOnce(subject: Subject, recipientId: string): boolean;
  /** An alert has a daily cap and can be muted; null for every other notification. */
  alert: AlertPolicy<Subject> | null;
  /** Makes its message from what is so now; null when there is nothing left to tell. */
  render(db: Database, notification: Notification<Subject>, now: Temporal.Instant): Promise<Message | null>;
}

interface AlertPolicy<Subject> {
  /** The client whose mute silences it. */
  clientId(subject: Subject): string;
  /** Comes at any hour, muted or not, and beyond the daily cap. */
  isUrgent: boolean;
}

export type Named<Kind, Name> = Kind & { name: Name };

/** The kinds of these names; one that is missing does not compile. */
export type KindsOf<Names extends NotificationName> = {
  readonly [Name in Names]: Named<NotificationKind, Name>;
};
