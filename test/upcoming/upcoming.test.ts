import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/person-driver.ts';
import type { ScreenMessage } from '../../sandbox/protocol.ts';
import { renderBlocks, renderView } from '../../sandbox/render-text.ts';
import type { Calendar } from '../../src/calendars/rules.ts';
import type { Cadence } from '../../src/clients/cadence/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { findClientNamed } from '../../src/clients/store.ts';
import { SPREAD_UNDO } from '../../src/notifications/view.ts';
import { lookAhead } from '../../src/upcoming/rules.ts';
import { SPREAD_SHOW } from '../../src/upcoming/view.ts';
import { aClient } from '../clients/a-client.ts';
import { closeAll, top } from '../clients/on-screen.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

const time = Temporal.PlainTime.from('09:00');
const weekly = (...weekdays: number[]): Cadence => ({ unit: 'week', every: 1, weekdays, time });

describe('looking ahead', () => {
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

  /** Per person, how many in each week. */
  const loads = (clients: readonly Client[], of = calendars()) =>
    lookAhead(clients, [], of, NOW).map(({ personId, weeks }) => [
      personId,
      ...weeks.map(({ coming }) => coming.length),
    ]);

  test('counts what comes in this week and the next four, by person', () => {
    const beta = acme({ id: 'b', name: 'Beta', cadence: { ...weekly(2), every: 2 } });
    const theirs = acme({ id: 'c', name: 'Theirs', ownerId: ID.ben, nextDueAt: null });
    expect(loads([acme(), beta, theirs])).toEqual([[ID.ana, 2, 1, 2, 1, 2]]);
  });

  test('moves what falls on a day off to the day on which it is asked', () => {
    const sundays = acme({
      cadence: weekly(7),
      nextDueAt: Temporal.Instant.from('2026-03-08T09:00:00Z'),
    });
    expect(loads([sundays])).toEqual([[ID.ana, 0, 1, 1, 1, 1]]);
  });

  test('shows each at the time of day that the owner chose, on its own day', () => {
    const of = calendars({ remindAt: Temporal.PlainTime.from('08:00') });
    const early = acme({ nextDueAt: Temporal.Instant.from('2026-03-05T08:00:00Z') });
    const coming = lookAhead([early], [], of, NOW).flatMap(({ weeks }) =>
      weeks.flatMap((week) => week.coming),
    );
    const there = coming.map(({ at }) => at.toZonedDateTimeISO('Europe/London'));
    expect(there.map((at) => `${at.dayOfWeek} ${at.hour}`)).toEqual(['4 8', '4 8', '4 8', '4 8', '4 8']);
  });

  test('counts for the cover what falls into the owner’s away dates', () => {
    const away = {
      first: Temporal.PlainDate.from('2026-03-09'),
      last: Temporal.PlainDate.from('2026-03-20'),
      coverId: ID.ben,
    };
    expect(loads([acme()], calendars({ away: [away] }))).toEqual([
      [ID.ana, 1, 0, 0, 1, 1],
      [ID.ben, 0, 1, 1, 0, 0],
    ]);
  });

  test('counts what was put off at the time to which it was put off', () => {
    const askAt = Temporal.Instant.from('2026-03-18T09:00:00Z');
    const [ahead] = lookAhead(
      [acme({ nextDueAt: null })],
      [{ clientId: acme().id, personId: ID.ana, askAt }],
      calendars(),
      NOW,
    );
    expect(ahead?.weeks.map(({ coming }) => coming.length)).toEqual([0, 0, 1, 0, 0]);
  });

  test('leaves out clients about whom nobody is asked', () => {
    expect(loads([acme({ status: 'paused' }), acme({ status: 'ended' })])).toEqual([]);
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
    const { cadence } = (await findClientNamed(rapport.db, ID.team, name)) ?? {};
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

  const pressSpread = async () => {
    await ana.command('/client-health upcoming');
    await pressOn(await newest('This week and the next four'), SPREAD_SHOW);
  };

  const openSpread = async () => {
    await pressSpread();
    await ana.waitForModal('Spread evenly');
  };

  const undo = async (times?: number) => {
    await rapport.tick();
    await pressOn(await newest('Your clients are spread over the week.'), SPREAD_UNDO, times);
    await newest('Taken back');
  };

  const FIVE = ['One', 'Two', 'Three', 'Four', 'Five'];

  const seedFive = async () => {
    for (const name of FIVE) await seed(name, 2);
  };

  test('the command shows one’s own weeks by name, and everybody’s by number', async () => {
    await seed('Acme', 2);
    await seed('Beta', 4);
    await seed('Theirs', 3, ID.ben);
    await ana.command('/client-health upcoming');
    const { text, blocks } = await newest('This week and the next four');
    expect(text).toBe('This week and the next four: 15 check-ins. ana 10, ben 5.');
    const page = renderBlocks(blocks);
    expect(page).toContain('This week (2): Tuesday Acme · Thursday Beta');
    expect(page).toContain('ben: 5 in all. This week: 1');
    expect(page).not.toContain('Theirs');
  });

  test('App Home shows one’s own weeks, and from there everybody’s', async () => {
    await seed('Acme', 2);
    await seed('Theirs', 3, ID.ben);
    await ana.openHome();
    await ana.waitFor('the weeks on Home', ({ home }) => home && renderView(home).includes('Tuesday Acme'));
    await ana.press('What is coming');
    await ana.waitForModal('What is coming');
    expect(top(await ana.screen())).toContain('ben: 5 in all');
  });

  test('spreading is shown first, and changes nothing until it is confirmed', async () => {
    await seedFive();
    await openSpread();
    const shown = top(await ana.screen());
    expect(shown).toContain('4 clients would have another weekday');
    expect(shown).toContain('Tuesday: 20 → 4');
    expect(await weekdays(FIVE)).toEqual([2, 2, 2, 2, 2]);
    expect(top(await ana.submit())).toContain('Done: 4 clients have another weekday now.');
    expect((await weekdays(FIVE)).toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  test('it can be taken back from the DM, once, and the DM says so', async () => {
    await seedFive();
    await openSpread();
    await ana.submit(2);
    await undo(2);
    expect(await weekdays(FIVE)).toEqual([2, 2, 2, 2, 2]);
    const next = await Promise.all(
      FIVE.map(async (name) => (await findClientNamed(rapport.db, ID.team, name))?.nextDueAt),
    );
    expect(new Set(next.map(String))).toEqual(new Set([String(at(2))]));
  });

  test('taking it back leaves alone a client that was changed since', async () => {
    await seedFive();
    await openSpread();
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

  test('what was handed over while it was shown is left alone', async () => {
    await seedFive();
    await openSpread();
    await rapport.db.updateTable('clients').set({ owner_id: ID.ben }).execute();
    expect(top(await ana.submit())).toContain('nothing was changed');
    expect(await weekdays(FIVE)).toEqual([2, 2, 2, 2, 2]);
  });

  test('one who has chosen one round a week is told why there is nothing to spread', async () => {
    await seedFive();
    const one = (weekday: number | null) =>
      rapport.db.updateTable('people').set({ round_weekday: weekday }).where('id', '=', ID.ana).execute();
    await one(5);
    try {
      await pressSpread();
      await newest('in one round a week, so there is nothing to spread');
    } finally {
      await one(null);
    }
  });

  test('clients that are spread evenly already stay', async () => {
    await seed('Acme', 2);
    await pressSpread();
    await ana.waitForModal('Rapport');
    expect(top(await ana.screen())).toContain('as evenly over the week as they can be');
    expect(top(await ana.screen())).toMatch(/asked in the next four weeks:\n.*Tuesday: 4/s);
  });
});
