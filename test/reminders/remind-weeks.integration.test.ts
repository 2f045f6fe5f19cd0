import { expect, test } from 'vitest';
import { isGoodMoment } from '../../src/calendars/rules.ts';
import { loadCalendar } from '../../src/calendars/store.ts';
import { changeFollowUp } from '../../src/follow-ups/change-follow-up.ts';
import type { FollowUpChange } from '../../src/follow-ups/rules.ts';
import { noteFollowUp } from '../../src/follow-ups/save-follow-up.ts';
import { findFollowUp } from '../../src/follow-ups/store.ts';
import { savePerson } from '../../src/people/store.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { invalidateFollowUpMessages } from '../../src/reminders/rounds/store.ts';
import { UserError } from '../../src/runtime/errors.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { Random } from '../../verification/random.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { StillClock, seedClient } from './agency.ts';

const database = useDatabase();
const START = Temporal.Instant.from('2026-03-02T00:00:00Z');
const DAYS = 10;
const STEP_MINUTES = 40;

const ZONES = ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Honolulu', 'Pacific/Auckland'];
const PEOPLE = ZONES.map((_, n) => `U0P${n}`);

test('over weeks of promises, moves, absences and zones, people are reminded of each promise when it suits them, never twice', async () => {
  const { db } = database;
  const clock = new StillClock(START);
  const random = new Random(7);
  await saveWorkspace(db, { workspaceId: ID.team, workspaceName: 'Studio', botUserId: 'U0BOT' }, START);
  for (const [n, timeZone] of ZONES.entries()) {
    const person = { id: `U0P${n}`, name: `Person ${n}`, timeZone, kind: 'member' as const };
    await savePerson(db, ID.team, person, START);
  }
  const clients: string[] = [];
  for (const [n, ownerId] of PEOPLE.entries()) {
    const time = Temporal.PlainTime.from({ hour: 8 + n });
    const cadence = { every: 1, unit: 'week' as const, weekdays: [2, 4], time };
    const nextDueAt = START.add({ hours: 24 + 8 + n });
    clients.push((await seedClient(db, `Client ${n}`, { ownerId, cadence, nextDueAt })).id);
  }

  const deps = { db, clock, invalidateFollowUpMessages };
  const made: string[] = [];
  const disturbed: string[] = [];
  const seen = new Set<string>();
  /** In whose zone each round came, as it was then. */
  const dayOfRound = new Map<string, Temporal.PlainDate>();
  for (let step = 0; step < (DAYS * 24 * 60) / STEP_MINUTES; step += 1) {
    clock.at = START.add({ minutes: step * STEP_MINUTES });
    await act(step);
    await planRounds(db, clock);
    await look();
  }

  const rows = await db
    .selectFrom('round_follow_ups')
    .select(['follow_up_id', 'round_id', 'due_on'])
    .execute();
  const byDay = [...Map.groupBy(rows, (row) => `${row.follow_up_id} ${row.due_on}`).values()];
  const onOrAfter = (each: typeof rows) =>
    each.filter(
      ({ round_id, due_on }) => Temporal.PlainDate.compare(dayOfRound.get(round_id) ?? due_on, due_on) >= 0,
    );
  expect(disturbed).toEqual([]);
  expect(rows.length).toBeGreaterThan(20);
  expect(byDay.filter((each) => each.length > 2)).toEqual([]);
  expect(byDay.filter((each) => onOrAfter(each).length > 1)).toEqual([]);

  // Nothing that is due waits for ever: all who are there now have heard of it.
  const waiting = await db
    .selectFrom('follow_ups')
    .select(['id', 'remind_at'])
    .where('done_at', 'is', null)
    .where('dropped_at', 'is', null)
    .where('remind_at', '<', clock.now().subtract({ hours: 1 }))
    .execute();
  expect(waiting).toEqual([]);

  async function act(step: number): Promise<void> {
    const by = { workspaceId: ID.team, userId: random.pick(PEOPLE), timeZone: random.pick(ZONES) };
    const today = clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
    if (random.chance(0.15)) {
      const promised = {
        what: `Promise ${step}`,
        promisedById: random.chance(0.7) ? by.userId : random.pick(PEOPLE),
        dueOn: today.add({ days: random.int(8) }),
      };
      const noted = { clientId: random.pick(clients), viewId: `V${step}`, promised };
      made.push((await noteFollowUp(deps, by, noted)).followUp.id);
    }
    if (made.length > 0 && random.chance(0.1)) await change(random.pick(made), today);
    if (random.chance(0.02)) {
      const first_day = today.add({ days: random.int(3) });
      await db
        .insertInto('away_dates')
        .values({
          workspace_id: ID.team,
          person_id: random.pick(PEOPLE),
          first_day,
          last_day: first_day.add({ days: random.int(4) }),
          cover_id: null,
          created_at: clock.now(),
        })
        .execute();
    }
    if (random.chance(0.02)) {
      await db
        .updateTable('people')
        .set({ time_zone: random.pick(ZONES) })
        .where('id', '=', random.pick(PEOPLE))
        .execute();
    }
  }

  async function change(id: string, today: Temporal.PlainDate): Promise<void> {
    const followUp = await findFollowUp(db, ID.team, id);
    const by = { workspaceId: ID.team, userId: followUp?.promisedById ?? '', timeZone: 'Europe/London' };
    const to = random.pick(['tomorrow', 'working-day', 'week', today.add({ days: 5 })] as const);
    const changes: FollowUpChange[] = [
      { kind: 'done' },
      { kind: 'drop' },
      { kind: 'undo' },
      { kind: 'move', to },
    ];
    await changeFollowUp(deps, by, id, random.pick(changes)).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
    });
  }

  async function look(): Promise<void> {
    const rounds = await db.selectFrom('rounds').select(['id', 'recipient_id', 'due_at']).execute();
    for (const { id, recipient_id, due_at } of rounds) {
      if (seen.has(id)) continue;
      seen.add(id);
      const calendar = await loadCalendar(db, ID.team, recipient_id);
      dayOfRound.set(id, due_at.toZonedDateTimeISO(calendar.zone).toPlainDate());
      if (!isGoodMoment(calendar, due_at)) disturbed.push(`${recipient_id} at ${due_at} in ${calendar.zone}`);
    }
  }
}, 60_000);
