import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderBlocks, renderView } from '../../sandbox/driver/render-text.ts';
import type { ScreenMessage } from '../../sandbox/protocol.ts';
import type { Calendar } from '../../src/calendars/rules.ts';
import type { Cadence } from '../../src/clients/cadence/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { findClientByName } from '../../src/clients/store.ts';
import { REBALANCE_UNDO } from '../../src/upcoming/notifications.ts';
import { buildSchedules } from '../../src/upcoming/rules.ts';
import { REBALANCE_SHOW } from '../../src/upcoming/view.ts';
import { closeAll, top } from '../clients/on-screen.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { aClient } from '../support/a-client.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

const time = Temporal.PlainTime.from('09:00');
const weekly = (...weekdays: number[]): Cadence => ({ unit: 'week', every: 1, weekdays, time });

describe('schedules', () => {
  const NOW = Temporal.Instant.from('2026-03-04T12:00:00Z');

  const calendar = (more: Partial<Calendar> = {}): Calendar => ({
    zone: 'Europe/London',
    workingDays: [1, 2, 3, 4, 5],
    isHoliday: () => false,
    away: [],
    quiet: null,
    doNotDisturbUntil: null,
    remindAt: null,
    roundWeekday: null,
    ...more,
  });

  const calendars = (more: Partial<Calendar> = {}) =>
    new Map([
      [ID.ana, calendar(more)],
      [ID.ben, calendar({ zone: 'America/New_York' })],
    ]);

  const acme = (more: Partial<Client> = {}) =>
    aClient({
      ownerId: ID.ana,
      cadence: weekly(4),
      nextDueAt: Temporal.Instant.from('2026-03-05T09:00:00Z'),
      ...more,
    });

  /** Check-ins in each week, by person. */
  const counts = (clients: readonly Client[], of = calendars()) =>
    buildSchedules({ clients, pending: [], calendars: of }, NOW).map(({ personId, weeks }) => [
      personId,
      ...weeks.map(({ checkIns }) => checkIns.length),
    ]);

  test('count the check-ins of this week and the next four, by person', () => {
    const beta = acme({ id: 'b', name: 'Beta', cadence: { ...weekly(2), every: 2 } });
    const theirs = acme({ id: 'c', name: 'Theirs', ownerId: ID.ben, nextDueAt: null });
    expect(counts([acme(), beta, theirs])).toEqual([[ID.ana, 2, 1, 2, 1, 2]]);
  });

  test('move a check-in on a day off to the day it is asked', () => {
    const sundays = acme({
      cadence: weekly(7),
      nextDueAt: Temporal.Instant.from('2026-03-08T09:00:00Z'),
    });
    expect(counts([sundays])).toEqual([[ID.ana, 0, 1, 1, 1, 1]]);
  });

  test('use the time of day that the owner chose for all clients', () => {
    const of = calendars({ remindAt: Temporal.PlainTime.from('08:00') });
    const early = acme({ nextDueAt: Temporal.Instant.from('2026-03-05T08:00:00Z') });
    const planned = buildSchedules({ clients: [early], pending: [], calendars: of }, NOW).flatMap(
      ({ weeks }) => weeks.flatMap((week) => week.checkIns),
    );
    const there = planned.map(({ at }) => at.toZonedDateTimeISO('Europe/London'));
    expect(there.map((at) => `${at.dayOfWeek} ${at.hour}`)).toEqual(['4 8', '4 8', '4 8', '4 8', '4 8']);
  });

  test('count a check-in during the owner’s absence for the cover', () => {
    const away = {
      first: Temporal.PlainDate.from('2026-03-09'),
      last: Temporal.PlainDate.from('2026-03-20'),
      coverId: ID.ben,
    };
    expect(counts([acme()], calendars({ away: [away] }))).toEqual([
      [ID.ana, 1, 0, 0, 1, 1],
      [ID.ben, 0, 1, 1, 0, 0],
    ]);
  });

  test('count a snoozed check-in in the week it is snoozed to', () => {
    const askAt = Temporal.Instant.from('2026-03-18T09:00:00Z');
    const clients = [acme({ nextDueAt: null })];
    const pending = [{ clientId: acme().id, assigneeId: ID.ana, askAt }];
    const [schedule] = buildSchedules({ clients, pending, calendars: calendars() }, NOW);
    expect(schedule?.weeks.map(({ checkIns }) => checkIns.length)).toEqual([0, 0, 1, 0, 0]);
  });

  test('leave out clients who are paused or ended', () => {
    expect(counts([acme({ status: 'paused' }), acme({ status: 'ended' })])).toEqual([]);
  });
});

describe('in Slack', () => {
  const rapport = useRapport();
  let ana: PersonDriver;
  let ben: PersonDriver;
  /** Each test has a Monday of its own: time only moves on. */
  let monday = Temporal.PlainDate.from('2026-03-09');

  beforeAll(async () => {
    ana = rapport.driver.as(ID.ana);
    ben = rapport.driver.as(ID.ben);
    await seedAgency(rapport.db);
  });

  beforeEach(() => rapport.moveTo(String(at(1, '08:30'))));

  afterEach(async () => {
    await Promise.all([closeAll(ana), closeAll(ben)]);
    await rapport.queue.idle();
    await rapport.db.deleteFrom('deliveries').execute();
    await rapport.db.deleteFrom('clients').execute();
    monday = monday.add({ weeks: 1 });
  });

  const at = (weekday: number, plainTime = '09:00') =>
    monday
      .add({ days: weekday - 1 })
      .toZonedDateTime({ timeZone: 'Europe/London', plainTime })
      .toInstant();

  const seed = (name: string, weekday: number, ownerId: string = ID.ana) =>
    seedClient(rapport.db, name, { ownerId, cadence: weekly(weekday), nextDueAt: at(weekday) });

  const weekdayOf = async (name: string) => {
    const { cadence } = (await findClientByName(rapport.db, ID.team, name)) ?? {};
    return cadence?.unit === 'week' ? cadence.weekdays[0] : undefined;
  };

  const weekdays = (names: readonly string[]) => Promise.all(names.map(weekdayOf));

  /** The newest message with these words, once it is there. */
  const newest = (words: string) =>
    ana.waitFor(words, ({ conversations }) =>
      conversations
        .flatMap(({ messages }) => messages)
        .filter(({ ts }) => Number(ts) * 1_000 >= at(1, '08:30').epochMilliseconds)
        .findLast(({ text }) => text.includes(words)),
    );

  /** Presses the one button of this action on a message. */
  const pressOn = async ({ channel, ts, blocks }: ScreenMessage, actionId: string, times?: number) => {
    const row = blocks.find(
      (block) => block.type === 'actions' && block.elements.some((one) => one.action_id === actionId),
    );
    const where = { in: 'message' as const, channel, ts };
    await ana.act({ do: 'press', where, blockId: row?.block_id ?? '', actionId }, times);
  };

  const pressRebalance = async () => {
    await ana.command('/client-health upcoming');
    await pressOn(await newest('This week and the next four'), REBALANCE_SHOW);
  };

  const openRebalance = async () => {
    await pressRebalance();
    await ana.waitForModal('Rebalance my week');
  };

  const undo = async (times?: number) => {
    await rapport.tick();
    await pressOn(await newest('Your week is rebalanced.'), REBALANCE_UNDO, times);
    await newest('Undone.');
  };

  const FIVE = ['One', 'Two', 'Three', 'Four', 'Five'];

  const seedFive = async () => {
    for (const name of FIVE) await seed(name, 2);
  };

  test('the command shows one’s own check-ins by client, and everyone’s in numbers', async () => {
    await seed('Acme', 2);
    await seed('Beta', 4);
    await seed('Theirs', 3, ID.ben);
    await ana.command('/client-health upcoming');
    const { text, blocks } = await newest('This week and the next four');
    expect(text).toBe('This week and the next four: 15 check-ins. ana 10, ben 5.');
    const page = renderBlocks(blocks);
    expect(page).toContain('This week (2): Tuesday Acme · Thursday Beta');
    expect(page).toContain('ben: 5 check-ins. This week: 1');
    expect(page).not.toContain('Theirs');
  });

  test('Home shows one’s own weeks, and a button everyone’s', async () => {
    await seed('Acme', 2);
    await seed('Theirs', 3, ID.ben);
    await ana.openHome();
    await ana.waitFor('the weeks on Home', ({ home }) => home && renderView(home).includes('Tuesday Acme'));
    await ana.press('Schedule');
    await ana.waitForModal('Schedule');
    expect(top(await ana.screen())).toContain('ben: 5 check-ins');
  });

  test('a rebalance is previewed, and changes nothing until it is confirmed', async () => {
    await seedFive();
    await openRebalance();
    const shown = top(await ana.screen());
    expect(shown).toContain('4 clients would move to another weekday');
    expect(shown).toContain('Tuesday: 20 → 4');
    expect(await weekdays(FIVE)).toEqual([2, 2, 2, 2, 2]);
    expect(top(await ana.submit())).toContain('Done: 4 clients moved to another weekday.');
    expect((await weekdays(FIVE)).toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  test('a rebalance can be undone from the DM, once, and the DM says so', async () => {
    await seedFive();
    await openRebalance();
    await ana.submit(2);
    await undo(2);
    expect(await weekdays(FIVE)).toEqual([2, 2, 2, 2, 2]);
    const next = await Promise.all(
      FIVE.map(async (name) => (await findClientByName(rapport.db, ID.team, name))?.nextDueAt),
    );
    expect(new Set(next.map(String))).toEqual(new Set([String(at(2))]));
  });

  test('undoing a rebalance skips a client that has changed since', async () => {
    await seedFive();
    await openRebalance();
    await ana.submit();
    const [moved] = (
      await Promise.all(FIVE.map(async (name) => ({ name, on: await weekdayOf(name) })))
    ).filter(({ on }) => on === 5);
    await rapport.db
      .updateTable('clients')
      .set({ cadence_weekdays: [4, 5] })
      .where('name', '=', moved?.name ?? '')
      .execute();
    await undo();
    const others = FIVE.filter((name) => name !== moved?.name);
    expect(await weekdays(others)).toEqual([2, 2, 2, 2]);
    expect(await weekdayOf(moved?.name ?? '')).toBe(4);
  });

  test('a rebalance skips clients that were handed over during the preview', async () => {
    await seedFive();
    await openRebalance();
    await rapport.db.updateTable('clients').set({ owner_id: ID.ben }).execute();
    expect(top(await ana.submit())).toContain('nothing was moved');
    expect(await weekdays(FIVE)).toEqual([2, 2, 2, 2, 2]);
  });

  test('a person with all reminders on one weekday is told why there is nothing to rebalance', async () => {
    await seedFive();
    const one = (weekday: number | null) =>
      rapport.db.updateTable('people').set({ round_weekday: weekday }).where('id', '=', ID.ana).execute();
    await one(5);
    try {
      await pressRebalance();
      await newest('there’s nothing to rebalance');
    } finally {
      await one(null);
    }
  });

  test('a week that is balanced already stays as it is', async () => {
    await seed('Acme', 2);
    await pressRebalance();
    await ana.waitForModal('Rapport');
    expect(top(await ana.screen())).toContain('already as balanced as it can be');
    expect(top(await ana.screen())).toMatch(/in the next four weeks, by weekday:\n.*Tuesday: 4/s);
  });
});
