import type { CheckIn } from '../check-ins/rules.ts';
import { checkInsSince } from '../check-ins/store.ts';
import { openFollowUps } from '../follow-ups/store.ts';
import { bandCountsAt } from '../health/snapshots/history-store.ts';
import type { People } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import { loadPortfolio } from '../portfolio/list/load-portfolio.ts';
import type { Database } from '../storage/database.ts';
import {
  bandsOf,
  changesBetween,
  DIGEST_DAYS,
  type DigestPart,
  isNotAskedInTime,
  isPraise,
  isQuietThoughHappy,
  type Planned,
  type Report,
} from './rules.ts';

/** What a report is about. */
export interface Span {
  /** The last digest that the channel saw, if there was one. */
  last: Planned | null;
  /** The digest that this is the report of; none for one that is asked for out of turn. */
  planned?: Planned;
  muted: readonly DigestPart[];
}

const WEEKS = 12;

/**
 * Reads what a digest tells at `now`.
 *
 * @param zone the reader's, IANA: which days the coming week has.
 */
export async function makeReport(
  db: Database,
  workspaceId: string,
  zone: string,
  { last, planned, muted }: Span,
  now: Temporal.Instant,
): Promise<{ report: Report; people: People }> {
  const until = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: DIGEST_DAYS });
  const weeks = Array.from({ length: WEEKS }, (_, ago) =>
    now.subtract({ hours: 24 * 7 * (WEEKS - 1 - ago) }),
  );
  const [{ overviews, people }, counts, due, checkIns] = await Promise.all([
    loadPortfolio(db, workspaceId, now),
    bandCountsAt(db, workspaceId, weeks),
    openFollowUps(db, workspaceId, { dueOnOrBefore: until }),
    checkInsSince(db, workspaceId, last?.plannedAt ?? now.subtract({ hours: DIGEST_DAYS * 24 })),
  ]);
  const names = new Map(overviews.map(({ client }) => [client.id, client.name]));
  const others = await findPeople(
    db,
    workspaceId,
    due.map(({ promisedById }) => promisedById),
  );
  const plannedAt = planned?.plannedAt ?? now;
  const since = (isOne: (checkIn: CheckIn) => boolean) =>
    checkIns
      .filter(isOne)
      .filter(({ createdAt }) => Temporal.Instant.compare(createdAt, plannedAt) < 0)
      .toReversed()
      .flatMap((checkIn) => {
        const clientName = names.get(checkIn.clientId);
        return clientName === undefined ? [] : [{ checkIn, clientName }];
      });
  return {
    report: {
      overviews,
      changes: last ? changesBetween(overviews, last.bands, planned?.bands ?? bandsOf(overviews)) : [],
      notAsked: overviews.filter(
        (overview) => isNotAskedInTime(overview, now) && !isQuietThoughHappy(overview, now),
      ),
      quiet: overviews.filter((overview) => isQuietThoughHappy(overview, now)),
      followUps: due.flatMap((followUp) => {
        const clientName = names.get(followUp.clientId);
        return clientName === undefined ? [] : [{ followUp, clientName }];
      }),
      praise: since(isPraise),
      wins: since((checkIn) => checkIn.wentWell !== null),
      weeks: counts,
      muted,
    },
    people: new Map([...people, ...others]),
  };
}
