import type { z } from 'zod';
import { findClient } from '../../clients/store.ts';
import { findMutes } from '../../health/holds/store.ts';
import { loadOverviews } from '../../health/load-overviews.ts';
import type { Overview } from '../../health/rules.ts';
import type { Band } from '../../health/score/rules.ts';
import { findPeople } from '../../people/store.ts';
import type { Named, NotificationKind } from '../kind.ts';
import type { NotificationName } from '../rules.ts';
import { alertMessage, type Headline } from './view.ts';

/** What every alert is about, among other things. */
export interface AlertSubject {
  clientId: string;
}

/** How one alert is found and worded. */
interface AlertRules<Subject extends AlertSubject = AlertSubject> {
  name: NotificationName;
  subject: z.ZodType<Subject>;
  /** Comes at any hour, muted or not, and beyond the daily cap. */
  isUrgent: boolean;
  /** Whether the lead gets it beside the owner. */
  tellsLead: boolean;
  /**
   * What has to be told about a client now. What was told before may be found again under the same key: it is told once.
   *
   * @param before the band that was shown before; null for a client's first.
   */
  find(overview: Overview, before: Band | null, now: Temporal.Instant): { key: string; subject: Subject }[];
  /** Whether it is still so by the time that it is sent. */
  isStill(subject: Subject, overview: Overview, now: Temporal.Instant): boolean;
  headline(subject: Subject, overview: Overview, now: Temporal.Instant): Headline;
}

export interface AlertKind<Subject extends AlertSubject = AlertSubject>
  extends AlertRules<Subject>,
    NotificationKind<Subject> {}

/** Declares an alert. */
export function alertKind<Subject extends AlertSubject, Name extends NotificationName>(
  rules: Named<AlertRules<Subject>, Name>,
): Named<AlertKind<Subject>, Name> {
  return {
    ...rules,
    isAtOnce: () => rules.isUrgent,
    alert: { isUrgent: rules.isUrgent, clientId: ({ clientId }) => clientId },
    async render(db, { workspaceId, recipientId, subject }, now) {
      const client = await findClient(db, workspaceId, subject.clientId);
      if (!client || client.status === 'ended') return null;
      const [[overview], mutes] = await Promise.all([
        loadOverviews(db, workspaceId, [client], now),
        findMutes(db, workspaceId, [client.id], now),
      ]);
      if (!overview || !rules.isStill(subject, overview, now)) return null;
      if (mutes.has(client.id) && !rules.isUrgent) return null;
      const authorIds = overview.checkIns.map(({ authorId }) => authorId);
      const people = await findPeople(db, workspaceId, [client.ownerId, ...authorIds]);
      return alertMessage(overview, rules.headline(subject, overview, now), { recipientId, people, now });
    },
  };
}
