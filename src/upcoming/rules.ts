/** Who will be asked about which client, and when, as far as can be told now. */
import { type Calendars, resolveAssignee, resolveNextAssignee } from '../clients/assignee-rules.ts';
import { occurrencesBetween, withOwnerTime } from '../clients/cadence/rules.ts';
import { type Client, isAsked } from '../clients/rules.ts';

/** One time that somebody will be asked about a client. */
export interface PlannedCheckIn {
  client: Client;
  /** The owner, or their cover. */
  assigneeId: string;
  at: Temporal.Instant;
}

interface ScheduleWeek {
  monday: Temporal.PlainDate;
  /** The earliest first. */
  checkIns: PlannedCheckIn[];
}

/** What one person has ahead of them. */
export interface PersonSchedule {
  personId: string;
  /** This week and the next four, empty ones too. */
  weeks: ScheduleWeek[];
  total: number;
}

/** What one person sees of their own. */
export interface OwnSchedule {
  /** Undefined for somebody with nothing ahead. */
  schedule: PersonSchedule | undefined;
  /** What they are asked next, however far ahead. */
  next: PlannedCheckIn | undefined;
}

/** A prompt that is snoozed, or waits for a good moment. */
export interface PendingPrompt {
  clientId: string;
  assigneeId: string;
  askAt: Temporal.Instant;
}

/** What schedules are made from. */
export interface ScheduleInputs {
  clients: readonly Client[];
  pending: readonly PendingPrompt[];
  /** Of all owners and covers. */
  calendars: Calendars;
}

/** The rest of this week, and four whole ones. */
const WEEKS_SHOWN = 5;

/** Everyone's schedule, the busiest first, without people who have nothing ahead. Weeks are each person's own. */
export function buildSchedules(inputs: ScheduleInputs, now: Temporal.Instant): PersonSchedule[] {
  const { clients, calendars } = inputs;
  const end = now.add({ hours: 24 * 7 * (WEEKS_SHOWN + 1) });
  const checkIns = [
    ...pendingCheckIns(inputs),
    ...clients.flatMap((client) => plannedCheckIns(client, calendars, now, end)),
  ].sort(byTime);
  return [...Map.groupBy(checkIns, ({ assigneeId }) => assigneeId)]
    .map(([personId, theirs]) => buildSchedule(personId, theirs, calendars.get(personId)?.zone ?? 'UTC', now))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || a.personId.localeCompare(b.personId, 'en'));
}

/** What one person is asked next, however far ahead. */
export function nextPlannedCheckIn(
  personId: string,
  inputs: ScheduleInputs,
  now: Temporal.Instant,
): PlannedCheckIn | undefined {
  const next = inputs.clients.flatMap((client): PlannedCheckIn[] => {
    const assignment = resolveNextAssignee(client, now, inputs.calendars);
    return assignment ? [{ client, assigneeId: assignment.personId, at: assignment.at }] : [];
  });
  return [...pendingCheckIns(inputs), ...next]
    .filter(({ assigneeId }) => assigneeId === personId)
    .sort(byTime)[0];
}

function pendingCheckIns({ clients, pending }: ScheduleInputs): PlannedCheckIn[] {
  const byId = new Map(clients.map((client) => [client.id, client]));
  return pending.flatMap(({ clientId, assigneeId, askAt }) => {
    const client = byId.get(clientId);
    return client ? [{ client, assigneeId, at: askAt }] : [];
  });
}

function plannedCheckIns(
  client: Client,
  calendars: Calendars,
  now: Temporal.Instant,
  end: Temporal.Instant,
): PlannedCheckIn[] {
  const calendar = calendars.get(client.ownerId);
  if (!calendar || !client.nextDueAt || !isAsked(client.status)) return [];
  const cadence = withOwnerTime(client.cadence, calendar);
  return occurrencesBetween(cadence, calendar.zone, client.nextDueAt, end).flatMap((occurrence) => {
    const assignment = resolveAssignee(client, occurrence, now, calendars);
    return assignment ? [{ client, assigneeId: assignment.personId, at: assignment.at }] : [];
  });
}

function byTime(a: PlannedCheckIn, b: PlannedCheckIn): number {
  return Temporal.Instant.compare(a.at, b.at) || a.client.name.localeCompare(b.client.name, 'en');
}

function buildSchedule(
  personId: string,
  checkIns: readonly PlannedCheckIn[],
  zone: string,
  now: Temporal.Instant,
): PersonSchedule {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const thisMonday = mondayOf(today);
  const byWeek = Map.groupBy(checkIns, ({ at }) => {
    const day = at.toZonedDateTimeISO(zone).toPlainDate();
    // Check-ins that are a moment late are asked today.
    return mondayOf(Temporal.PlainDate.compare(day, today) < 0 ? today : day).toString();
  });
  const weeks = Array.from({ length: WEEKS_SHOWN }, (_, index): ScheduleWeek => {
    const monday = thisMonday.add({ weeks: index });
    return { monday, checkIns: byWeek.get(monday.toString()) ?? [] };
  });
  return { personId, weeks, total: weeks.reduce((sum, week) => sum + week.checkIns.length, 0) };
}

/** The Monday of that day's week. */
export function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}
