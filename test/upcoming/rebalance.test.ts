import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cadence } from '../../src/clients/cadence/rules.ts';
import { firstDue } from '../../src/clients/cadence/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { decodeMoves, rebalanceModal } from '../../src/upcoming/rebalance-modal.ts';
import { MOVES_MAX, moveToWeekday, rebalanceWeek } from '../../src/upcoming/rebalance-rules.ts';
import { mondayOf } from '../../src/upcoming/rules.ts';
import { aClient } from '../support/a-client.ts';

const NOW = Temporal.Instant.from('2026-03-02T08:00:00Z');
const CALENDAR = { zone: 'Europe/London', workingDays: [1, 2, 3, 4, 5], remindAt: null };
const time = Temporal.PlainTime.from('09:00');

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function asked(n: number, cadence: Partial<Cadence> & { weekdays?: number[] }): Client {
  const whole = { unit: 'week', every: 1, weekdays: [1], time, ...cadence } as Cadence;
  return aClient({
    id: id(n),
    name: `Client ${n}`,
    cadence: whole,
    nextDueAt: firstDue(whole, CALENDAR.zone, NOW),
    lastContactAt: null,
  });
}

const weekly = (n: number, weekday: number, every = 1) => asked(n, { weekdays: [weekday], every });

/** Each client as it is after its move. */
const applied = (clients: readonly Client[], moves: ReturnType<typeof rebalanceWeek>['moves']) =>
  clients.map((client) => {
    const move = moves.find(({ clientId }) => clientId === client.id);
    return move ? moveToWeekday(client, move.to, CALENDAR, NOW) : client;
  });

const anyClient = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  every: fc.integer({ min: 1, max: 6 }),
});
const anyClients = fc
  .array(anyClient, { maxLength: 30 })
  .map((all) => all.map(({ weekday, every }, n) => weekly(n, weekday, every)));

describe('rebalancing a week', () => {
  test('moves ten clients of one day to five days with two each, and no more than needed', () => {
    const clients = Array.from({ length: 10 }, (_, n) => weekly(n, 1));
    const { moves, before, after } = rebalanceWeek(clients, CALENDAR, NOW);
    expect(before).toEqual([40, 0, 0, 0, 0, 0, 0]);
    expect(after).toEqual([8, 8, 8, 8, 8, 0, 0]);
    expect(moves).toHaveLength(8);
  });

  test('counts a client of every other week in the weeks with its check-ins', () => {
    const even = asked(1, { every: 2, weekdays: [1] });
    const odd = {
      ...asked(2, { every: 2, weekdays: [1] }),
      nextDueAt: even.nextDueAt?.add({ hours: 168 }) ?? null,
    };
    expect(rebalanceWeek([even, odd], CALENDAR, NOW).moves).toEqual([]);
  });

  test('keeps clients with monthly check-ins, or several a week, and moves others out of their way', () => {
    const thrice = asked(1, { weekdays: [1, 2, 3] });
    const monthly = aClient({
      ...asked(2, {}),
      cadence: { unit: 'month-day', every: 1, day: 5, time },
      nextDueAt: Temporal.Instant.from('2026-03-05T09:00:00Z'),
    });
    const { moves } = rebalanceWeek([thrice, monthly, weekly(3, 1)], CALENDAR, NOW);
    expect(moves).toEqual([{ clientId: id(3), from: 1, to: 5 }]);
  });

  test('moves clients to working days only, and off the other days', () => {
    const clients = [weekly(1, 6), weekly(2, 6), weekly(3, 7)];
    const { moves } = rebalanceWeek(clients, { ...CALENDAR, workingDays: [2, 3] }, NOW);
    expect(moves).toHaveLength(3);
    expect(moves.every(({ to }) => to === 2 || to === 3)).toBe(true);
  });

  test('plans no more moves than a modal’s metadata can hold', () => {
    const clients = Array.from({ length: 300 }, (_, n) => weekly(n, 1));
    const plan = rebalanceWeek(clients, CALENDAR, NOW);
    expect(plan.moves).toHaveLength(MOVES_MAX);
    const modal = rebalanceModal({ ...plan, clients: new Map(clients.map((client) => [client.id, client])) });
    expect(modal.private_metadata?.length).toBeLessThanOrEqual(3_000);
    expect(decodeMoves(modal.private_metadata ?? '')).toEqual(plan.moves);
  });

  test('loses no check-in, and has nothing more to do once it is applied', () => {
    fc.assert(
      fc.property(anyClients, (clients) => {
        const { moves, before, after } = rebalanceWeek(clients, CALENDAR, NOW);
        const sum = (days: number[]) => days.reduce((total, each) => total + each, 0);
        expect(sum(after)).toBe(sum(before));
        const { moves: more, before: again } = rebalanceWeek(applied(clients, moves), CALENDAR, NOW);
        expect(more).toEqual([]);
        expect(again).toEqual(after);
      }),
      { numRuns: 60 },
    );
  });

  test('makes no day of any week busier than the busiest was', () => {
    fc.assert(
      fc.property(anyClients, (clients) => {
        const onWorkdays = clients.filter(
          ({ cadence }) => cadence.unit === 'week' && (cadence.weekdays[0] ?? 7) < 6,
        );
        const busiest = (all: readonly Client[]) =>
          Math.max(
            0,
            ...Map.groupBy(all, ({ nextDueAt }) => String(nextDueAt))
              .values()
              .map((day) => day.length),
          );
        const { moves } = rebalanceWeek(onWorkdays, CALENDAR, NOW);
        expect(busiest(applied(onWorkdays, moves))).toBeLessThanOrEqual(busiest(onWorkdays));
      }),
      { numRuns: 60 },
    );
  });
});

describe('moving a client to another weekday', () => {
  const day = (client: Client) => client.nextDueAt?.toZonedDateTimeISO(CALENDAR.zone).toPlainDate();

  test('keeps the next check-in in its week, at the same local time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 52 }),
        (from, to, every) => {
          const client = weekly(1, from, every);
          const moved = moveToWeekday(client, to, CALENDAR, NOW);
          const [was, is] = [day(client), day(moved)];
          expect(is && mondayOf(is)).toEqual(was && mondayOf(was));
          expect(is?.dayOfWeek).toBe(to);
          expect(moved.nextDueAt?.toZonedDateTimeISO(CALENDAR.zone).toPlainTime()).toEqual(time);
        },
      ),
    );
  });

  test('keeps the next check-in where it is when the new weekday is over', () => {
    const thursday = Temporal.Instant.from('2026-03-05T12:00:00Z');
    const moved = moveToWeekday(weekly(1, 5), 2, CALENDAR, thursday);
    expect(String(moved.nextDueAt)).toBe('2026-03-06T09:00:00Z');
    expect(moved.cadence).toMatchObject({ weekdays: [2] });
  });

  test('uses the time of day that the owner chose for all clients', () => {
    const calendar = { ...CALENDAR, remindAt: Temporal.PlainTime.from('16:30') };
    const moved = moveToWeekday(weekly(1, 5), 2, calendar, NOW);
    expect(String(moved.nextDueAt)).toBe('2026-03-03T16:30:00Z');
    expect(moved.cadence.time).toEqual(time);
  });

  test('never asks on the day of the last contact, or before it', () => {
    const spoke = { ...weekly(1, 5), lastContactAt: Temporal.Instant.from('2026-03-03T08:30:00Z') };
    const moved = moveToWeekday(spoke, 2, CALENDAR, Temporal.Instant.from('2026-03-03T08:40:00Z'));
    expect(String(moved.nextDueAt)).toBe('2026-03-06T09:00:00Z');
  });
});

test('refuses metadata that Rapport did not write', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^([\w-]{22}[1-7]{2})*$/.test(text));
      expect(() => decodeMoves(text)).toThrow('not written by Rapport');
    }),
  );
});
