import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandsOf, changesBetween, isNotAskedInTime, isPraise, nextDigest } from '../../src/digests/rules.ts';
import { isTimeZone } from '../../src/people/rules.ts';
import { searchTimeZones } from '../../src/people/time-zones.ts';
import { aCheckIn, aClient, anOverview, aPrompt, daysAgo, NOW } from '../health/samples.ts';

const mondayNine = { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: 'Europe/Lisbon' };

describe('the next digest', () => {
  it('comes on its weekday, at its time, in its zone', () => {
    expect(nextDigest(mondayNine, NOW).toString()).toBe('2026-11-23T09:00:00Z');
  });

  it('comes a week later when it is due this very moment', () => {
    const due = Temporal.Instant.from('2026-11-23T09:00:00Z');
    expect(nextDigest(mondayNine, due).toString()).toBe('2026-11-30T09:00:00Z');
  });

  it('keeps its local time when the clocks change', () => {
    const summer = { ...mondayNine, timeZone: 'Europe/Berlin' };
    expect(nextDigest(summer, Temporal.Instant.from('2026-10-20T00:00:00Z')).toString()).toBe(
      '2026-10-26T08:00:00Z',
    );
    expect(nextDigest(summer, Temporal.Instant.from('2026-10-13T00:00:00Z')).toString()).toBe(
      '2026-10-19T07:00:00Z',
    );
  });

  it('lies ahead, within eight days, on the right weekday, whatever the zone and the moment', () => {
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
        const next = nextDigest(when, now);
        const wait = next.since(now).total('hours');
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(8 * 24);
        expect(next.toZonedDateTimeISO(when.timeZone).dayOfWeek).toBe(when.weekday);
      }),
    );
  });
});

describe('what a digest tells', () => {
  it('is whose band changed, and nothing of clients that are new', () => {
    const sank = anOverview(aClient({ id: 'a' }), [aCheckIn({ clientSentiment: 1 })]);
    const stayed = anOverview(aClient({ id: 'b' }));
    const added = anOverview(aClient({ id: 'c' }), []);
    const all = [sank, stayed, added];
    const changes = changesBetween(all, { a: 'healthy', b: 'healthy' }, bandsOf(all));
    expect(changes).toEqual([{ overview: sank, from: 'healthy', to: 'at-risk' }]);
  });

  it.each([
    ['silence beyond the longest acceptable gap', { lastContactAt: daysAgo(31) }, null, true],
    ['silence within it', { lastContactAt: daysAgo(30) }, null, false],
    ['a question that lies for three days', {}, daysAgo(3), true],
    ['a question of yesterday', {}, daysAgo(1), false],
    ['a question that nobody could be asked yet', {}, null, false],
    ['the silence of a paused client', { status: 'paused', lastContactAt: daysAgo(99) }, null, false],
  ] as const)('counts %s as it should', (_, but, askedAt, late) => {
    const prompt = askedAt && aPrompt({ askedAt });
    expect(isNotAskedInTime(anOverview(aClient(but), [], { prompt }), NOW)).toBe(late);
  });

  it('is praise when they are delighted, praised us or did us a favour', () => {
    expect(isPraise(aCheckIn({ clientSentiment: 5 }))).toBe(true);
    expect(isPraise(aCheckIn({ signs: ['praised-us'] }))).toBe(true);
    expect(isPraise(aCheckIn({ signs: ['did-favour'] }))).toBe(true);
    expect(isPraise(aCheckIn({ clientSentiment: 4, ourImpression: 5 }))).toBe(false);
  });
});

describe('time zones', () => {
  it('are found by city, those that begin so first', () => {
    expect(searchTimeZones('new y', [], 5)[0]).toBe('America/New_York');
    expect(searchTimeZones('lisb', [], 5)).toEqual(['Europe/Lisbon']);
    expect(searchTimeZones('nowhere', [], 5)).toEqual([]);
  });

  it.each([
    ['kolkata', 'Asia/Kolkata'],
    ['Calcutta', 'Asia/Kolkata'],
    ['kyiv', 'Europe/Kyiv'],
    ['ho chi', 'Asia/Ho_Chi_Minh'],
    ['honolulu', 'Pacific/Honolulu'],
    ['buenos', 'America/Argentina/Buenos_Aires'],
  ])('are found by what people call them today: %s', (typed, found) => {
    expect(searchTimeZones(typed, [], 5)).toContain(found);
  });

  it('with nothing typed begin with the usual ones', () => {
    expect(searchTimeZones('', ['Europe/Lisbon'], 100)).toHaveLength(100);
    expect(searchTimeZones('', ['Europe/Lisbon'], 100)[0]).toBe('Europe/Lisbon');
  });

  it('are those that have a name, and never an offset or nonsense', () => {
    expect(['Europe/Lisbon', 'Etc/UTC'].every(isTimeZone)).toBe(true);
    expect(['+02:00', '', 'Mars/Base', '<!channel>'].some(isTimeZone)).toBe(false);
  });

  it('whatever is typed, what is offered can be saved', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(searchTimeZones(typed, [], 20).every(isTimeZone)).toBe(true);
      }),
    );
    expect(searchTimeZones('', [], 1_000).every(isTimeZone)).toBe(true);
  });
});
