import { loadCalendar } from '../../src/calendars/store.ts';
import type { Nth } from '../../src/clients/cadence/month-weekday-rules.ts';
import type { Cadence } from '../../src/clients/cadence/rules.ts';
import { type ClientDetails, dueAfterChange } from '../../src/clients/rules.ts';
import { insertClient } from '../../src/clients/store.ts';
import { savePerson } from '../../src/people/store.ts';
import type { Database } from '../../src/storage/database.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import type { Random } from '../random.ts';
import type { Account, Accounts } from './accounts.ts';

export const WORKSPACE = 'T0YEAR';

/** Twelve zones of every kind: half-hour ones, clock changes of both hemispheres, and none. */
export const ZONES = [
  'Europe/London',
  'Europe/Lisbon',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Honolulu',
] as const;

const COUNTRIES = ['GB', 'PT', 'DE-BY', 'US', 'BR', 'JP', 'NZ', null] as const;
const TIMES = ['08:30', '09:00', '10:00', '13:30', '16:00', '02:30'] as const;

export interface Population {
  people: string[];
  clientIds: string[];
}

/** People with calendars and clients with schedules of every kind. */
export async function populate(
  db: Database,
  accounts: Accounts,
  size: { people: number; clients: number },
  { random, now }: { random: Random; now: Temporal.Instant },
): Promise<Population> {
  await saveWorkspace(db, { workspaceId: WORKSPACE, workspaceName: 'Year', botUserId: 'U0BOT' }, now);
  const people = Array.from({ length: size.people }, (_, n) => `U${String(n).padStart(3, '0')}`);
  for (const [n, id] of people.entries()) {
    const timeZone = ZONES[n % ZONES.length] ?? 'Etc/UTC';
    const name = `Person ${n}`;
    accounts.add(id, { name, zone: timeZone, nightly: randomNight(random) });
    await savePerson(db, WORKSPACE, { id, name, timeZone, kind: 'member' }, now);
    await db.updateTable('people').set(randomSchedule(random)).where('id', '=', id).execute();
  }
  await db
    .updateTable('workspaces')
    .set({ lead_id: people[0] ?? null, holidays: 'GB' })
    .execute();
  const clientIds: string[] = [];
  for (let n = 0; n < size.clients; n += 1) {
    const details = randomClient(random, n, people);
    const { zone: timeZone, remindAt } = await loadCalendar(db, WORKSPACE, details.ownerId);
    const begun = { ...details, status: 'active' as const, lastContactAt: null };
    const nextDueAt = dueAfterChange(begun, { timeZone, remindAt }, now);
    const client = await db
      .transaction()
      .execute((trx) => insertClient(trx, WORKSPACE, { ...begun, nextDueAt }, now));
    clientIds.push(client.id);
  }
  return { people, clientIds };
}

/** Slack's own quiet hours, standard or set by the person: for some, they reach into the working day. */
function randomNight(random: Random): Account['nightly'] {
  const time = (text: string) => Temporal.PlainTime.from(text);
  return random.pick([
    null,
    { from: time('22:00'), to: time('08:00') },
    { from: time('18:00'), to: time('09:15') },
    { from: time('12:00'), to: time('14:00') },
  ]);
}

function randomSchedule(random: Random) {
  const time = (text: string) => Temporal.PlainTime.from(text);
  return {
    holidays: random.pick(COUNTRIES),
    ...(random.chance(0.2) ? { working_days: [1, 2, 3, 4] } : {}),
    ...(random.chance(0.1) ? { working_days: [7, 1, 2, 3, 4] } : {}),
    ...(random.chance(0.3) ? { quiet_from: time('17:30'), quiet_to: time('09:30') } : {}),
    ...(random.chance(0.2) ? { remind_at: time('11:00') } : {}),
    ...(random.chance(0.1) ? { round_weekday: 2 } : {}),
    nudges: random.pick(['standard', 'standard', 'light', 'off'] as const),
  };
}

function randomClient(random: Random, n: number, people: readonly string[]): ClientDetails {
  const ownerId = people[n % people.length] ?? '';
  const coverId = random.pick(people);
  return {
    name: `Client ${n}`,
    ownerId,
    coverId: coverId === ownerId || random.chance(0.3) ? null : coverId,
    channelId: null,
    cadence: randomCadence(random),
    longestGapDays: 60,
    monthlyFee: null,
    agreedHours: null,
    contact: { name: null, salutation: null, preferredChannel: null },
  };
}

function randomCadence(random: Random): Cadence {
  const time = Temporal.PlainTime.from(random.pick(TIMES));
  const weekday = 1 + random.int(5);
  const kind = random.int(10);
  if (kind < 5) return { time, every: 1 + random.int(4), unit: 'week', weekdays: [weekday] };
  if (kind < 6) return { time, every: 1, unit: 'week', weekdays: [1, 4] };
  if (kind < 8) {
    const nth = (1 + random.int(5)) as Nth;
    return { time, every: random.pick([1, 3]), unit: 'month-weekday', nth, weekday };
  }
  return { time, every: random.pick([1, 3]), unit: 'month-day', day: random.pick([1, 15, 30, 31]) };
}
