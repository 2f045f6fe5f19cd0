/** What is coming: who will be asked about which client, and when, as far as can be told now. */

import { type Calendars, resolveAssignee, resolveNextAssignee } from '../clients/assignee-rules.ts';
import { occurrencesBetween, withOwnerTime } from '../clients/cadence/rules.ts';
import { type Client, isAsked } from '../clients/rules.ts';

/** One time that somebody will be asked about a client. */
export interface Coming {
  client: Client;
  /** Who is asked: the owner or a cover. */
  personId: string;
  at: Temporal.Instant;
}

export interface Week {
  monday: Temporal.PlainDate;
  /** The earliest first. */
  coming: Coming[];
}

/** What one person has ahead of them. */
export interface Ahead {
  personId: string;
  /** This week and the next four, whether or not there is anything in them. */
  weeks: Week[];
  total: number;
}

/** This week, as far as it is left, and four whole ones. */
export const WEEKS_SHOWN = 5;

/** A prompt that waits to be asked: it was put off, or its moment is still to come. */
export interface WaitingPrompt {
  clientId: string;
  personId: string;
  askAt: Temporal.Instant;
}

/**
 * What everybody has ahead of them, those with the most first; whoever has nothing is left out. Weeks are the asked
 * person's own, and begin on Monday.
 *
 * @param calendars of all owners and covers.
 */
export function lookAhead(
  clients: readonly Client[],
  waiting: readonly WaitingPrompt[],
  calendars: Calendars,
  now: Temporal.Instant,
): Ahead[] {
  const end = now.add({ hours: 24 * 7 * (WEEKS_SHOWN + 1) });
  const coming = [
    ...waitingOf(clients, waiting),
    ...clients.flatMap((client) => comingOf(client, calendars, now, end)),
  ].sort(byTime);
  return [...Map.groupBy(coming, ({ personId }) => personId)]
    .map(([personId, theirs]) => aheadOf(personId, theirs, calendars.get(personId)?.zone ?? 'UTC', now))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || a.personId.localeCompare(b.personId, 'en'));
}

/** What one person is asked next, however far ahead it is. */
export function nextFor(
  personId: string,
  clients: readonly Client[],
  waiting: readonly WaitingPrompt[],
  calendars: Calendars,
  now: Temporal.Instant,
): Coming | undefined {
  const next = clients.flatMap((client): Coming[] => {
    const asked = resolveNextAssignee(client, now, calendars);
    return asked ? [{ client, personId: asked.personId, at: asked.at }] : [];
  });
  return [...waitingOf(clients, waiting), ...next]
    .filter((each) => each.personId === personId)
    .sort(byTime)[0];
}

function waitingOf(clients: readonly Client[], waiting: readonly WaitingPrompt[]): Coming[] {
  const byId = new Map(clients.map((client) => [client.id, client]));
  return waiting.flatMap(({ clientId, personId, askAt }) => {
    const client = byId.get(clientId);
    return client ? [{ client, personId, at: askAt }] : [];
  });
}

function byTime(a: Coming, b: Coming): number {
  return Temporal.Instant.compare(a.at, b.at) || a.client.name.localeCompare(b.client.name, 'en');
}

function comingOf(
  client: Client,
  calendars: Calendars,
  now: Temporal.Instant,
  end: Temporal.Instant,
): Coming[] {
  const calendar = calendars.get(client.ownerId);
  if (!calendar || !client.nextDueAt || !isAsked(client.status)) return [];
  const cadence = withOwnerTime(client.cadence, calendar);
  return occurrencesBetween(cadence, calendar.zone, client.nextDueAt, end).flatMap((occurrence): Coming[] => {
    const asked = resolveAssignee(client, occurrence, now, calendars);
    return asked ? [{ client, personId: asked.personId, at: asked.at }] : [];
  });
}

function aheadOf(personId: string, coming: readonly Coming[], zone: string, now: Temporal.Instant): Ahead {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const first = mondayOf(today);
  const weekOf = ({ at }: Coming) => {
    const day = at.toZonedDateTimeISO(zone).toPlainDate();
    // What is overdue by a moment is asked today.
    return mondayOf(Temporal.PlainDate.compare(day, today) < 0 ? today : day).toString();
  };
  const byWeek = Map.groupBy(coming, weekOf);
  const weeks = Array.from({ length: WEEKS_SHOWN }, (_, n): Week => {
    const monday = first.add({ weeks: n });
    return { monday, coming: byWeek.get(monday.toString()) ?? [] };
  });
  return { personId, weeks, total: weeks.reduce((sum, week) => sum + week.coming.length, 0) };
}

/** The Monday of the week in which `day` is. */
export function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}
