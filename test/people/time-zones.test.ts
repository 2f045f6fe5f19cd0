import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone } from '../../src/people/rules.ts';
import { searchTimeZones } from '../../src/people/time-zones.ts';

describe('time zones', () => {
  it('are found by city, with cities that begin so first', () => {
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

  it('begin with the usual ones when nothing is typed', () => {
    expect(searchTimeZones('', ['Europe/Lisbon'], 100)).toHaveLength(100);
    expect(searchTimeZones('', ['Europe/Lisbon'], 100)[0]).toBe('Europe/Lisbon');
  });

  it('have names, and are neither offsets nor nonsense', () => {
    expect(['Europe/Lisbon', 'Etc/UTC'].every(isTimeZone)).toBe(true);
    expect(['+02:00', '', 'Mars/Base', '<!channel>'].some(isTimeZone)).toBe(false);
  });

  it('that are offered can be saved, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(searchTimeZones(typed, [], 20).every(isTimeZone)).toBe(true);
      }),
    );
    expect(searchTimeZones('', [], 1_000).every(isTimeZone)).toBe(true);
  });
});
