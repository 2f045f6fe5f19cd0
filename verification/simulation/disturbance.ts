/** Whether a message comes when it disturbs, computed from the rows with Intl and the holidays' library alone. */

import Holidays from 'date-holidays';
import { sql } from 'kysely';
import type { Database } from '../../src/storage/database.ts';
import type { MemorySlack, Posted } from './memory-slack.ts';
import { WORKSPACE } from './population.ts';

/** A message, and what its reader has said about when and how often they may hear from Rapport. */
interface Said {
  kind: 'round' | 'nudge' | 'notification';
  /** Which nudge of its round it is. */
  number: number | null;
  nudges: 'standard' | 'light' | 'off';
  zone: string;
  days: number[];
  from: string;
  to: string;
  holidays: string | null;
  /** When it was planned; what was planned before, and comes late, waits for them in Slack. */
  was_away: boolean;
  /** It tells them what they have just done themselves. */
  is_answer: boolean;
}

const MOST_NUDGES = { standard: 2, light: 1, off: 0 } as const;

/**
 * Why a message disturbs its reader, in words; null when it does not. Everything counts that Rapport sends of its own
 * accord; what asks something of somebody is not even planned while they are away.
 */
export async function disturbance(
  db: Database,
  { accounts }: MemorySlack,
  { personId, deliveryId, at }: Posted,
): Promise<string | null> {
  const { rows } = await sql<Said>`
    select d.kind, nudges.number, p.nudges,
      coalesce(p.zone_override, p.time_zone, w.default_time_zone) as zone,
      coalesce(p.working_days, w.working_days) as days,
      coalesce(p.quiet_from, w.quiet_from)::text as "from", coalesce(p.quiet_to, w.quiet_to)::text as "to",
      coalesce(p.holidays, w.holidays) as holidays,
      exists (
        select from away_dates a
        where a.workspace_id = p.workspace_id and a.person_id = p.id and a.created_at <= d.created_at
          and (d.created_at at time zone coalesce(p.zone_override, p.time_zone, w.default_time_zone))::date
            between a.first_day and a.last_day) as was_away,
      coalesce(notifications.subject ->> 'byId' = p.id, false) as is_answer
    from people p
    join workspaces w on w.id = p.workspace_id
    join deliveries d on d.workspace_id = p.workspace_id and d.id = ${deliveryId}
    left join notifications on notifications.workspace_id = d.workspace_id and notifications.delivery_id = d.id
    left join nudges on nudges.workspace_id = d.workspace_id and nudges.delivery_id = d.id
    where p.workspace_id = ${WORKSPACE} and p.id = ${personId}`.execute(db);
  const [said] = rows;
  if (!said) return `${personId}: nobody knows them, or what they were sent`;
  if (said.is_answer) return null;
  const { date, time } = clockIn(said.zone, at);
  const why = whyNot(said, date, time) ?? (accounts.keptUntil(personId, at) ? 'do-not-disturb is on' : null);
  return why && `${said.kind} to ${personId} at ${date} ${time} in ${said.zone}: ${why}`;
}

function whyNot(said: Said, date: string, time: string): string | null {
  const { days, from, to, holidays, kind, number, nudges } = said;
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  if (!days.includes(weekday)) return 'no working day';
  const isQuiet = from > to ? time >= from || time < to : time >= from && time < to;
  if (isQuiet) return `quiet from ${from} to ${to}`;
  if (isHoliday(holidays, date)) return 'a holiday';
  if (kind !== 'notification' && said.was_away) return 'they were away when it was planned';
  if (number !== null && number > MOST_NUDGES[nudges]) return `nudge ${number}, and they want “${nudges}”`;
  return null;
}

const holidaysIn = new Map<string, ReadonlySet<string>>();
const formats = new Map<string, Intl.DateTimeFormat>();

function clockIn(zone: string, at: Temporal.Instant): { date: string; time: string } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  const [date = '', time = ''] = format.format(at.epochMilliseconds).split(' ');
  return { date, time };
}

function isHoliday(place: string | null, date: string): boolean {
  if (!place) return false;
  const year = date.slice(0, 4);
  const key = `${place} ${year}`;
  const [country = '', state = ''] = place.split('-');
  const days =
    holidaysIn.get(key) ??
    new Set(
      new Holidays(country, state, { types: ['public'] })
        .getHolidays(year)
        .map((each) => each.date.slice(0, 10)),
    );
  holidaysIn.set(key, days);
  return days.has(date);
}
