import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bandByClient,
  changesBetween,
  isCheckInOverdue,
  isPraise,
  nextDigestAt,
} from '../../src/digests/rules.ts';
import { aCheckIn, aClient, anOverview, aPrompt, daysAgo, NOW } from '../health/samples.ts';

const mondayNine = { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: 'Europe/Lisbon' };

describe('the next digest', () => {
  it('comes on its weekday, at its time, in its zone', () => {
    expect(nextDigestAt(mondayNine, NOW).toString()).toBe('2026-11-23T09:00:00Z');
  });

  it('comes a week later when it is due this very moment', () => {
    const due = Temporal.Instant.from('2026-11-23T09:00:00Z');
    expect(nextDigestAt(mondayNine, due).toString()).toBe('2026-11-30T09:00:00Z');
  });

  it('keeps its local time when the clocks change', () => {
    const summer = { ...mondayNine, timeZone: 'Europe/Berlin' };
    expect(nextDigestAt(summer, Temporal.Instant.from('2026-10-20T00:00:00Z')).toString()).toBe(
      '2026-10-26T08:00:00Z',
    );
    expect(nextDigestAt(summer, Temporal.Instant.from('2026-10-13T00:00:00Z')).toString()).toBe(
      '2026-10-19T07:00:00Z',
    );
  });

  it('comes within eight days, on the right weekday, in every time zone', () => {
    const schedule = fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      time: fc
        .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
        .map((time) => Temporal.PlainTime.from(time)),
      timeZone: fc.constantFrom(
        'Etc/UTC',
        'America/New_York',
        'Pacific/Apia',
        'Australia/Lord_Howe',
        'Asia/Kathmandu',
      ),
    });
    const moment = fc
      .integer({ min: 1_700_000_000, max: 1_900_000_000 })
      .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000));
    fc.assert(
      fc.property(schedule, moment, (when, now) => {
        const next = nextDigestAt(when, now);
        const wait = next.since(now).total('hours');
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(8 * 24);
        expect(next.toZonedDateTimeISO(when.timeZone).dayOfWeek).toBe(when.weekday);
      }),
    );
  });
});

describe('a digest', () => {
  it('reports changed bands, but no new clients', () => {
    const sank = anOverview(aClient({ id: 'a' }), [aCheckIn({ clientSentiment: 1 })]);
    const stayed = anOverview(aClient({ id: 'b' }));
    const added = anOverview(aClient({ id: 'c' }), []);
    const all = [sank, stayed, added];
    const changes = changesBetween(all, { a: 'healthy', b: 'healthy' }, bandByClient(all));
    expect(changes).toEqual([{ overview: sank, from: 'healthy', to: 'at-risk' }]);
  });

  it.each([
    ['silence beyond the longest gap', { lastContactAt: daysAgo(31) }, null, true],
    ['silence within it', { lastContactAt: daysAgo(30) }, null, false],
    ['a prompt three days old', {}, daysAgo(3), true],
    ['a prompt of yesterday', {}, daysAgo(1), false],
    ['a prompt that is still to be asked', {}, null, false],
    ['the silence of a paused client', { status: 'paused', lastContactAt: daysAgo(99) }, null, false],
  ] as const)('rates %s as overdue or not', (_, but, askedAt, late) => {
    const prompt = askedAt && aPrompt({ askedAt });
    expect(isCheckInOverdue(anOverview(aClient(but), [], { prompt }), NOW)).toBe(late);
  });

  it('takes it for praise when they are delighted, praised us or helped us out', () => {
    expect(isPraise(aCheckIn({ clientSentiment: 5 }))).toBe(true);
    expect(isPraise(aCheckIn({ signs: ['praised-us'] }))).toBe(true);
    expect(isPraise(aCheckIn({ signs: ['did-favour'] }))).toBe(true);
    expect(isPraise(aCheckIn({ clientSentiment: 4, ourImpression: 5 }))).toBe(false);
  });
});
