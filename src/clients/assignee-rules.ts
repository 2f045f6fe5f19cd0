/**
 * Who answers for a client: the owner. While the owner is away, the cover named for that absence, else the client's cover.
 * Where the owner is no longer a member, the client's cover, else the lead. A cover who is away too is passed over; where
 * nobody is left, a client waits for its owner.
 */
import { absenceCover, type Calendar, isAway, isGoodMoment, nextGoodMoment } from '../calendars/rules.ts';
import { type Client, isAsked } from './rules.ts';

/** When one person may be asked, and whether they are still with us. */
export interface Availability extends Calendar {
  /** Only for an owner who is no longer a member: who answers for their clients that have no cover. */
  left?: { leadId: string | null };
}

/** Everybody who may answer for some clients, by id: members, and those clients' owners. */
export type Calendars = ReadonlyMap<string, Availability>;

/** Who is asked about a client, and from when on. */
export interface Assignment {
  personId: string;
  /** The owner, where a cover is asked. */
  coveringFor: string | null;
  at: Temporal.Instant;
}

type OwnerAndCover = Pick<Client, 'ownerId' | 'coverId'>;

/**
 * Who is told about a client at `at`. @param except somebody who has been told already.
 *
 * @returns the first of those who answer for it who is here on that day; null where nobody is.
 */
export function findRecipient(
  client: OwnerAndCover,
  at: Temporal.Instant,
  calendars: Calendars,
  except: string | null = null,
): string | null {
  const line = lineFor(client, at, calendars).filter((id) => id !== except);
  return line.find((id) => isHere(calendars.get(id), at)) ?? null;
}

/** As `findRecipient`; where nobody is here, whom it waits for. Null only for a client whose owner left without a successor. */
export function resolveRecipient(
  client: OwnerAndCover,
  at: Temporal.Instant,
  calendars: Calendars,
): string | null {
  return findRecipient(client, at, calendars) ?? findSuccessor(client, at, calendars);
}

/** Who answers for a client regardless of absences: its owner, or the person who takes over from an owner who left. */
export function findSuccessor(
  client: OwnerAndCover,
  at: Temporal.Instant,
  calendars: Calendars,
): string | null {
  return lineFor(client, at, calendars)[0] ?? null;
}

/**
 * Who is asked about a client, and when that suits them.
 *
 * @param wish the occurrence, or the end of a snooze.
 * @returns `at` is up to `now` where it is asked at once; null where no moment suits anybody within 400 days.
 */
export function resolveAssignee(
  client: OwnerAndCover,
  wish: Temporal.Instant,
  now: Temporal.Instant,
  calendars: Calendars,
): Assignment | null {
  const calendar = calendars.get(client.ownerId);
  const at = calendar && momentFor(atWork(calendar), wish, now);
  if (!calendar || !at) return null;
  const asked = laterOf(at, now);
  if (isHere(calendar, asked)) return assign(client, client.ownerId, momentFor(calendar, wish, now));
  const covers = coversFor(client, asked, calendars).flatMap((id) => {
    const theirs = calendars.get(id);
    return theirs ? [{ id, calendar: anyDay(theirs) }] : [];
  });
  for (const { id, calendar: theirs } of covers) {
    const moment = momentFor(atWork(theirs), at, now);
    if (moment && isHere(theirs, laterOf(moment, now))) return assign(client, id, moment);
  }
  const back = calendar.left ? null : momentFor(calendar, wish, now);
  if (back) return assign(client, client.ownerId, back);
  // For an owner who does not come back, it waits for the first cover who does.
  const [first] = covers;
  return first ? assign(client, first.id, momentFor(first.calendar, at, now)) : null;
}

/** Who is asked about a client's next occurrence, and when, as far as can be told now; null where nobody is. */
export function resolveNextAssignee(
  client: Client,
  now: Temporal.Instant,
  calendars: Calendars,
): Assignment | null {
  if (!client.nextDueAt || !isAsked(client.status)) return null;
  return resolveAssignee(client, client.nextDueAt, now, calendars);
}

/** The calendar without the person's one weekday for all: for what need not, or cannot, wait for that day. */
function anyDay<T extends Calendar>(calendar: T): T {
  return { ...calendar, roundWeekday: null };
}

/** The owner, unless they left, and then the covers. */
function lineFor(client: OwnerAndCover, at: Temporal.Instant, calendars: Calendars): string[] {
  const owner = calendars.get(client.ownerId);
  const covers = coversFor(client, at, calendars);
  return owner && !owner.left ? [client.ownerId, ...covers] : covers;
}

/** The members who can answer for a client in its owner's place at `at`, in the order in which they are turned to. */
function coversFor(
  { ownerId, coverId }: OwnerAndCover,
  at: Temporal.Instant,
  calendars: Calendars,
): string[] {
  const owner = calendars.get(ownerId);
  const ids = owner?.left
    ? [coverId, owner.left.leadId]
    : [owner ? absenceCover(owner, dayOf(owner, at)) : null, coverId];
  const members = ids.flatMap((id) => {
    const calendar = id === null || id === ownerId ? undefined : calendars.get(id);
    return id !== null && calendar && !calendar.left ? [id] : [];
  });
  return [...new Set(members)];
}

function isHere(calendar: Availability | undefined, at: Temporal.Instant): boolean {
  return calendar !== undefined && !calendar.left && !isAway(calendar, dayOf(calendar, at));
}

function assign(
  { ownerId }: OwnerAndCover,
  personId: string,
  at: Temporal.Instant | null,
): Assignment | null {
  return at && { personId, coveringFor: personId === ownerId ? null : ownerId, at };
}

function momentFor(
  calendar: Calendar,
  wish: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const moment = nextGoodMoment(calendar, wish);
  if (!moment || Temporal.Instant.compare(moment, now) > 0 || isGoodMoment(calendar, now)) return moment;
  return nextGoodMoment(anyDay(calendar), now);
}

function atWork(calendar: Calendar): Calendar {
  return { ...calendar, away: [] };
}

function dayOf({ zone }: Calendar, at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(zone).toPlainDate();
}

function laterOf(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b;
}
