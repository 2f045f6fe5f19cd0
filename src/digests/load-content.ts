import type { CheckIn } from '../check-ins/rules.ts';
import { checkInsSince } from '../check-ins/store.ts';
import { openFollowUps } from '../follow-ups/store.ts';
import { bandCountsAt } from '../health/snapshots/history-store.ts';
import { findPeople } from '../people/store.ts';
import { loadPortfolio } from '../portfolio/list/load-portfolio.ts';
import type { Database } from '../storage/database.ts';
import {
  bandByClient,
  changesBetween,
  DIGEST_DAYS,
  type DigestContent,
  type DigestSection,
  isCheckInOverdue,
  isHappyButQuiet,
  isPraise,
  type NamedCheckIn,
  type PlannedDigest,
} from './rules.ts';

/** Which digest is built, and from when on. */
export interface DigestPeriod {
  workspaceId: string;
  /** IANA; decides which days the coming week has. */
  timeZone: string;
  /** The last digest that the channel saw. */
  last: PlannedDigest | null;
  /** The digest itself; missing for one that somebody asked for. */
  planned?: PlannedDigest;
  hiddenSections: readonly DigestSection[];
}

const CHART_WEEKS = 12;

export async function loadDigestContent(
  db: Database,
  { workspaceId, timeZone, last, planned, hiddenSections }: DigestPeriod,
  now: Temporal.Instant,
): Promise<DigestContent> {
  const until = now.toZonedDateTimeISO(timeZone).toPlainDate().add({ days: DIGEST_DAYS });
  const weeks = Array.from({ length: CHART_WEEKS }, (_, index) =>
    now.subtract({ hours: 24 * 7 * (CHART_WEEKS - 1 - index) }),
  );
  const [{ overviews, people }, bandHistory, dueFollowUps, checkIns] = await Promise.all([
    loadPortfolio(db, workspaceId, now),
    bandCountsAt(db, workspaceId, weeks),
    openFollowUps(db, workspaceId, { dueOnOrBefore: until }),
    checkInsSince(db, workspaceId, last?.plannedAt ?? now.subtract({ hours: DIGEST_DAYS * 24 })),
  ]);
  const promisers = await findPeople(
    db,
    workspaceId,
    dueFollowUps.map(({ promisedById }) => promisedById),
  );
  const names = new Map(overviews.map(({ client }) => [client.id, client.name]));
  const plannedAt = planned?.plannedAt ?? now;
  const inPeriod = checkIns
    .filter(({ createdAt }) => Temporal.Instant.compare(createdAt, plannedAt) < 0)
    .toReversed()
    .flatMap((checkIn): NamedCheckIn[] => withName(names, checkIn.clientId, { checkIn }));
  const only = (isOne: (checkIn: CheckIn) => boolean) => inPeriod.filter(({ checkIn }) => isOne(checkIn));
  return {
    overviews,
    people: new Map([...people, ...promisers]),
    changes: last ? changesBetween(overviews, last.bands, planned?.bands ?? bandByClient(overviews)) : [],
    overdue: overviews.filter(
      (overview) => isCheckInOverdue(overview, now) && !isHappyButQuiet(overview, now),
    ),
    happyButQuiet: overviews.filter((overview) => isHappyButQuiet(overview, now)),
    followUps: dueFollowUps.flatMap((followUp) => withName(names, followUp.clientId, { followUp })),
    praise: only(isPraise),
    wins: only(({ wentWell }) => wentWell !== null),
    bandHistory,
    hiddenSections,
  };
}

/** Nothing for a client that has ended. */
function withName<T>(
  names: ReadonlyMap<string, string>,
  clientId: string,
  of: T,
): (T & { clientName: string })[] {
  const clientName = names.get(clientId);
  return clientName === undefined ? [] : [{ ...of, clientName }];
}
