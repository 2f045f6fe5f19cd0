import type { Database, Transaction } from '../storage/database.ts';
import { awayCover, type Calendar, goodMoment, isAway, isGood } from '../workspaces/calendar.ts';
import { loadCalendars } from '../workspaces/calendar-store.ts';
import { isInsider, type Person } from '../workspaces/rules.ts';
import { findPeople, findPerson } from '../workspaces/store.ts';
import { type Client, isAsked } from './rules.ts';

/** Who is asked about a client, and from when on. */
export interface Asked {
  personId: string;
  /** The owner, where the one asked is their cover. */
  coveringFor: string | null;
  at: Temporal.Instant;
}

/** The calendars of everybody who may be asked, by id: members of one workspace. */
export type Calendars = ReadonlyMap<string, Calendar>;

/** Two that look after a client. */
type LookedAfter = Pick<Client, 'ownerId' | 'coverId'>;

/**
 * Who is asked about what is wished for at `wish`, and when that suits them: the owner, or while the owner is away the
 * cover named for that time, else the client's. Where neither can stand in, it waits for the owner.
 *
 * @param wish the occurrence, or the end of a snooze.
 * @returns `at` is up to `now` where it is to be asked at once; null where no moment suits anybody within 400 days.
 */
export function whoIsAsked(
  client: LookedAfter,
  wish: Temporal.Instant,
  now: Temporal.Instant,
  calendars: Calendars,
): Asked | null {
  const calendar = calendars.get(client.ownerId);
  if (!calendar) return null;
  const at = momentFor(atWork(calendar), wish, now);
  if (!at) return null;
  const owner = () => {
    const back = momentFor(calendar, wish, now);
    return back && { personId: client.ownerId, coveringFor: null, at: back };
  };
  const day = dayOfAsking(calendar, at, now);
  if (!isAway(calendar, day)) return owner();
  for (const coverId of [awayCover(calendar, day), client.coverId]) {
    const theirs = coverId !== null && coverId !== client.ownerId ? calendars.get(coverId) : undefined;
    if (!coverId || !theirs) continue;
    const moment = momentFor(anyDay(atWork(theirs)), at, now);
    if (moment && !isAway(theirs, dayOfAsking(theirs, moment, now))) {
      return { personId: coverId, coveringFor: client.ownerId, at: moment };
    }
  }
  return owner();
}

/** Who is asked about a client's next occurrence, and when, as far as can be told now; null where nobody is. */
export function nextAsked(client: Client, now: Temporal.Instant, calendars: Calendars): Asked | null {
  if (!client.nextDueAt || !isAsked(client.status)) return null;
  return whoIsAsked(client, client.nextDueAt, now, calendars);
}

export interface NextAsked extends Asked {
  person: Person;
}

/** As `nextAsked`, for one client alone. */
export async function loadNextAsked(
  db: Database | Transaction,
  client: Client,
  now: Temporal.Instant,
): Promise<NextAsked | null> {
  const calendars = await loadCalendarsFor(db, client.workspaceId, [client]);
  const next = nextAsked(client, now, calendars);
  const person = next && (await findPerson(db, client.workspaceId, next.personId));
  return person && { ...next, person };
}

/** The calendar without the person's one weekday for all: for what need not, or cannot, wait for that day. */
export function anyDay(calendar: Calendar): Calendar {
  return { ...calendar, roundWeekday: null };
}

/** The calendars of all who look after these clients, away covers included; only of members, for others are not asked. */
export async function loadCalendarsFor(
  db: Database | Transaction,
  workspaceId: string,
  clients: readonly LookedAfter[],
): Promise<Map<string, Calendar>> {
  const near = clients.flatMap(({ ownerId, coverId }) => (coverId ? [ownerId, coverId] : [ownerId]));
  const calendars = await loadCalendars(db, workspaceId, near);
  const standIns = [...calendars.values()]
    .flatMap(({ away }) => away.map(({ coverId }) => coverId))
    .filter((id) => id !== null && !calendars.has(id)) as string[];
  for (const [id, calendar] of await loadCalendars(db, workspaceId, standIns)) calendars.set(id, calendar);
  const owners = new Set(clients.map(({ ownerId }) => ownerId));
  const people = await findPeople(db, workspaceId, [...calendars.keys()]);
  for (const { id, kind } of people.values()) if (!isInsider(kind) && !owners.has(id)) calendars.delete(id);
  return calendars;
}

function momentFor(
  calendar: Calendar,
  wish: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const moment = goodMoment(calendar, wish);
  if (!moment || Temporal.Instant.compare(moment, now) > 0 || isGood(calendar, now)) return moment;
  return goodMoment(anyDay(calendar), now);
}

function atWork(calendar: Calendar): Calendar {
  return { ...calendar, away: [] };
}

function dayOfAsking({ zone }: Calendar, at: Temporal.Instant, now: Temporal.Instant): Temporal.PlainDate {
  const later = Temporal.Instant.compare(at, now) > 0 ? at : now;
  return later.toZonedDateTimeISO(zone).toPlainDate();
}
