import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cadence } from '../../src/clients/cadence/rules.ts';
import { firstDue } from '../../src/clients/cadence/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { mondayOf } from '../../src/upcoming/rules.ts';
import { readMoves, spreadModal } from '../../src/upcoming/spread-modal.ts';
import { MOVES_MAX, onWeekday, spreadEvenly } from '../../src/upcoming/spread-rules.ts';
import { aClient } from '../clients/a-client.ts';

const NOW = Temporal.Instant.from('2026-03-02T08:00:00Z');
const OVER = { zone: 'Europe/London', workingDays: [1, 2, 3, 4, 5], remindAt: null };
const time = Temporal.PlainTime.from('09:00');

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function asked(n: number, cadence: Partial<Cadence> & { weekdays?: number[] }): Client {
  const whole = { unit: 'week', every: 1, weekdays: [1], time, ...cadence } as Cadence;
  return aClient({
    id: id(n),
    name: `Client ${n}`,
    cadence: whole,
    nextDueAt: firstDue(whole, OVER.zone, NOW),
    lastContactAt: null,
  });
}

const weekly = (n: number, weekday: number, every = 1) => asked(n, { weekdays: [weekday], every });

/** Each client as it is after the spread. */
const applied = (clients: readonly Client[], moves: ReturnType<typeof spreadEvenly>['moves']) =>
  clients.map((client) => {
    const move = moves.find(({ clientId }) => clientId === client.id);
    return move ? onWeekday(client, move.to, OVER, NOW) : client;
  });

const anyClient = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  every: fc.integer({ min: 1, max: 6 }),
});
const anyClients = fc
  .array(anyClient, { maxLength: 30 })
  .map((all) => all.map(({ weekday, every }, n) => weekly(n, weekday, every)));

describe('spreading evenly', () => {
  test('puts ten clients of one day onto five days, two each, and moves no more than it must', () => {
    const clients = Array.from({ length: 10 }, (_, n) => weekly(n, 1));
    const { moves, before, after } = spreadEvenly(clients, OVER, NOW);
    expect(before).toEqual([40, 0, 0, 0, 0, 0, 0]);
    expect(after).toEqual([8, 8, 8, 8, 8, 0, 0]);
    expect(moves).toHaveLength(8);
  });

  test('counts what comes every other week in the week in which it comes', () => {
    const even = asked(1, { every: 2, weekdays: [1] });
    const odd = {
      ...asked(2, { every: 2, weekdays: [1] }),
      nextDueAt: even.nextDueAt?.add({ hours: 168 }) ?? null,
    };
    expect(spreadEvenly([even, odd], OVER, NOW).moves).toEqual([]);
  });

  test('leaves what comes by the month, or several times a week, where it is, and moves others out of its way', () => {
    const thrice = asked(1, { weekdays: [1, 2, 3] });
    const monthly = aClient({
      ...asked(2, {}),
      cadence: { unit: 'month-day', every: 1, day: 5, time },
      nextDueAt: Temporal.Instant.from('2026-03-05T09:00:00Z'),
    });
    const { moves } = spreadEvenly([thrice, monthly, weekly(3, 1)], OVER, NOW);
    expect(moves).toEqual([{ clientId: id(3), from: 1, to: 5 }]);
  });

  test('keeps to the owner’s working days, and takes clients off the others', () => {
    const clients = [weekly(1, 6), weekly(2, 6), weekly(3, 7)];
    const { moves } = spreadEvenly(clients, { ...OVER, workingDays: [2, 3] }, NOW);
    expect(moves).toHaveLength(3);
    expect(moves.every(({ to }) => to === 2 || to === 3)).toBe(true);
  });

  test('proposes no more moves than a modal can carry', () => {
    const clients = Array.from({ length: 300 }, (_, n) => weekly(n, 1));
    const spread = spreadEvenly(clients, OVER, NOW);
    expect(spread.moves).toHaveLength(MOVES_MAX);
    const modal = spreadModal({ ...spread, clients: new Map(clients.map((client) => [client.id, client])) });
    expect(modal.private_metadata?.length).toBeLessThanOrEqual(3_000);
    expect(readMoves(modal.private_metadata ?? '')).toEqual(spread.moves);
  });

  test('loses no time of asking, and once it is done there is nothing more to do', () => {
    fc.assert(
      fc.property(anyClients, (clients) => {
        const { moves, before, after } = spreadEvenly(clients, OVER, NOW);
        const sum = (days: number[]) => days.reduce((total, each) => total + each, 0);
        expect(sum(after)).toBe(sum(before));
        const { moves: more, before: again } = spreadEvenly(applied(clients, moves), OVER, NOW);
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
        const { moves } = spreadEvenly(onWorkdays, OVER, NOW);
        expect(busiest(applied(onWorkdays, moves))).toBeLessThanOrEqual(busiest(onWorkdays));
      }),
      { numRuns: 60 },
    );
  });
});

describe('another weekday', () => {
  const day = (client: Client) => client.nextDueAt?.toZonedDateTimeISO(OVER.zone).toPlainDate();

  test('keeps the next occurrence in its week, at the same local time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 52 }),
        (from, to, every) => {
          const client = weekly(1, from, every);
          const moved = onWeekday(client, to, OVER, NOW);
          const [was, is] = [day(client), day(moved)];
          expect(is && mondayOf(is)).toEqual(was && mondayOf(was));
          expect(is?.dayOfWeek).toBe(to);
          expect(moved.nextDueAt?.toZonedDateTimeISO(OVER.zone).toPlainTime()).toEqual(time);
        },
      ),
    );
  });

  test('that is over already leaves this occurrence where it is', () => {
    const thursday = Temporal.Instant.from('2026-03-05T12:00:00Z');
    const moved = onWeekday(weekly(1, 5), 2, OVER, thursday);
    expect(String(moved.nextDueAt)).toBe('2026-03-06T09:00:00Z');
    expect(moved.cadence).toMatchObject({ weekdays: [2] });
  });

  test('keeps to the one time of day that its owner chose', () => {
    const over = { ...OVER, remindAt: Temporal.PlainTime.from('16:30') };
    const moved = onWeekday(weekly(1, 5), 2, over, NOW);
    expect(String(moved.nextDueAt)).toBe('2026-03-03T16:30:00Z');
    expect(moved.cadence.time).toEqual(time);
  });

  test('never asks on the day of the last contact', () => {
    const spoke = { ...weekly(1, 5), lastContactAt: Temporal.Instant.from('2026-03-03T08:30:00Z') };
    const moved = onWeekday(spoke, 2, OVER, Temporal.Instant.from('2026-03-03T08:40:00Z'));
    expect(String(moved.nextDueAt)).toBe('2026-03-06T09:00:00Z');
  });
});

test('metadata that Rapport did not write is refused', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^([\w-]{22}[1-7]{2})*$/.test(text));
      expect(() => readMoves(text)).toThrow('none of its own');
    }),
  );
});
