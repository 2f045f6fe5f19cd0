import { awayCover, type Calendar, goodMoment, isAway, isGood } from '../calendars/rules.ts';
import { loadCalendars } from '../calendars/store.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPeople, findPerson } from '../people/store.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { type Client, isAsked } from './rules.ts';

/** Who is asked about a client, and from when on. */
export interface Assignment {
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
 * cover named for that time, else the client's. Where neither can stand in, it waits for the owner; for one who does not
 * come back, it waits for whoever stands in.
 *
 * @param wish the occurrence, or the end of a snooze.
 * @returns `at` is up to `now` where it is to be asked at once; null where no moment suits anybody within 400 days.
 */
export function resolveAssignee(
  client: LookedAfter,
  wish: Temporal.Instant,
  now: Temporal.Instant,
  calendars: Calendars,
): Assignment | null {
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
  const standIns = [awayCover(calendar, day), client.coverId].flatMap((id) => {
    const theirs = id !== null && id !== client.ownerId ? calendars.get(id) : undefined;
    return id && theirs ? [{ id, calendar: anyDay(theirs) }] : [];
  });
  const asCover = (personId: string, moment: Temporal.Instant): Assignment => ({
    personId,
    coveringFor: client.ownerId,
    at: moment,
  });
  for (const { id, calendar: theirs } of standIns) {
    const moment = momentFor(atWork(theirs), at, now);
    if (moment && !isAway(theirs, dayOfAsking(theirs, moment, now))) return asCover(id, moment);
  }
  const back = owner();
  const [first] = standIns;
  if (back || !first) return back;
  const once = momentFor(first.calendar, at, now);
  return once && asCover(first.id, once);
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

export interface NextAssignment extends Assignment {
  person: Person;
}

/** As `nextAsked`, for one client alone. */
export async function loadNextAssignee(
  db: Database,
  client: Client,
  now: Temporal.Instant,
): Promise<NextAssignment | null> {
  const calendars = await loadCalendarsFor(db, client.workspaceId, [client]);
  const next = resolveNextAssignee(client, now, calendars);
  const person = next && (await findPerson(db, client.workspaceId, next.personId));
  return person && { ...next, person };
}

/** The calendar without the person's one weekday for all: for what need not, or cannot, wait for that day. */
export function anyDay(calendar: Calendar): Calendar {
  return { ...calendar, roundWeekday: null };
}

/**
 * The calendars of all who look after these clients, away covers included; only of members, for others are not asked. An
 * owner who is none any more is away for good, and the workspace's lead stands in for them.
 */
export async function loadCalendarsFor(
  db: Database,
  workspaceId: string,
  clients: readonly LookedAfter[],
): Promise<Map<string, Calendar>> {
  const near = clients.flatMap(({ ownerId, coverId }) => (coverId ? [ownerId, coverId] : [ownerId]));
  const calendars = await loadCalendars(db, workspaceId, near);
  const others = await takeOthers(db, workspaceId, calendars);
  const owners = new Set(clients.map(({ ownerId }) => ownerId));
  const leavers = [...others].filter(([id]) => owners.has(id));
  const coverId = leavers.length > 0 ? (await loadWorkspace(db, workspaceId)).leadId : null;
  for (const [id, calendar] of leavers) calendars.set(id, { ...calendar, away: [{ ...EVER, coverId }] });
  const standIns = [...calendars.values()]
    .flatMap(({ away }) => away.map(({ coverId }) => coverId))
    .filter((id) => id !== null && !calendars.has(id)) as string[];
  const further = await loadCalendars(db, workspaceId, standIns);
  await takeOthers(db, workspaceId, further);
  for (const [id, calendar] of further) calendars.set(id, calendar);
  return calendars;
}

const EVER = { first: Temporal.PlainDate.from('0001-01-01'), last: Temporal.PlainDate.from('9999-12-31') };

/** Takes out the calendars of those who are no members. @returns these. */
async function takeOthers(
  db: Database,
  workspaceId: string,
  calendars: Map<string, Calendar>,
): Promise<Map<string, Calendar>> {
  const others = new Map<string, Calendar>();
  for (const { id, kind } of (await findPeople(db, workspaceId, [...calendars.keys()])).values()) {
    const calendar = calendars.get(id);
    if (isInsider(kind) || !calendar) continue;
    others.set(id, calendar);
    calendars.delete(id);
  }
  return others;
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
