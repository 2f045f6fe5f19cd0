import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueAfterChange, isAsked, nameKey } from '../../src/clients/rules.ts';

describe('nameKey', () => {
  test.each([
    ['Acme', 'ACME'],
    ['Straße 7', 'STRASSE 7'],
    ['Straße 7', 'STRAẞE 7'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['Ａｃｍｅ', 'acme'],
    ['  Acme \u00A0 Design ', 'acme design'],
    ['Acme\u200B\u200F', 'acme'],
    ['Café', 'Cafe\u0301'],
  ])('%o and %o are the same client', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  test.each([
    ['Café', 'Cafe'],
    ['Acme 1', 'Acme 2'],
    ['*Acme*', 'Acme'],
  ])('%o and %o are different clients', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  test.each(['', '  ', '\u200B', '\u2060\u200D', '\u0000'])('%o has no visible characters', (name) => {
    expect(nameKey(name)).toBe('');
  });

  test('the key of a key is the same key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a name in capitals is the same name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameKey(name.toUpperCase())).toBe(nameKey(name));
      }),
    );
  });
});

test('there are no reminders about paused and ended clients', () => {
  expect((['prospect', 'active', 'leaving', 'paused', 'ended'] as const).filter(isAsked)).toEqual([
    'prospect',
    'active',
    'leaving',
  ]);
});

describe('dueAfterChange', () => {
  const cadence = { every: 4, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('09:00') } as const;
  const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
  const planned = (status: 'active' | 'paused', lastContact: string | null) =>
    dueAfterChange(
      { status, cadence, lastContactAt: lastContact ? Temporal.Instant.from(lastContact) : null },
      { timeZone: 'Etc/UTC', remindAt: null },
      now,
    );

  test('a client with a recent contact waits for the rest of the gap', () => {
    expect(String(planned('active', '2026-11-17T10:00:00Z'))).toBe('2026-12-15T09:00:00Z');
  });

  test('an overdue or new client is due on the cadence’s next day', () => {
    expect(String(planned('active', '2026-01-01T10:00:00Z'))).toBe('2026-11-24T09:00:00Z');
    expect(String(planned('active', null))).toBe('2026-11-24T09:00:00Z');
  });

  test('a paused client has no next prompt', () => {
    expect(planned('paused', '2026-11-17T10:00:00Z')).toBeNull();
  });
});
