import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitOf, rankByName } from '../../src/clients/match-name.ts';

describe('fitOf', () => {
  test.each([
    ['Acme Design', 'acme design', 'exact'],
    ['Acme Design', 'ACM', 'prefix'],
    ['Café Lumière', 'cafe lum', 'prefix'],
    ['Acme Design', 'des', 'word'],
    ['Acme-Design', 'des', 'word'],
    ['Acme Design', 'esig', 'within'],
    ['Acme Design', 'amce', 'near'],
    ['Acme Design', 'acme desing', 'near'],
    ['Acme', 'acmee', 'near'],
    ['Northwind', 'nortwind', 'near'],
    ['Acme', 'zebra', null],
    ['Acme', 'ax', null],
    ['شركة النور', 'شركة', 'prefix'],
    ['🚀 Rocket', '🚀', 'prefix'],
  ])('%o typed as %o is %o', (name, typed, fit) => {
    expect(fitOf(name, typed)).toBe(fit);
  });

  test('every name is found by itself in capitals', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(fitOf(name, name.toUpperCase())).toBe('exact');
      }),
    );
  });

  test('every name is found by each of its beginnings', () => {
    const letters = [...'aZéßñΣсغع東', '👨‍👩‍👧', '🇵🇹', ' ', '-', '&', '<', '*'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { maxLength: 20 }), fc.nat(20), (name, length) => {
        const typed = name.slice(0, length).join('');
        expect(['exact', 'prefix']).toContain(fitOf(name.join(''), typed) ?? 'none');
      }),
    );
  });

  test('one typo in a longer name is forgiven', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 5, maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.nat(11), (name, index) => {
        const at = index % name.length;
        expect(fitOf(name, name.slice(0, at) + name.slice(at + 1))).not.toBeNull();
        expect(fitOf(name, `${name.slice(0, at)}x${name.slice(at)}`)).not.toBeNull();
      }),
    );
  });
});

test('the best match comes first, and equally good ones keep their order', () => {
  const names = ['The Acme', 'Acme South', 'Acne Clinic', 'Acme North', 'Acme', 'Zebra'];
  const ranked = rankByName(
    names.map((name) => ({ name })),
    'acme',
  );
  expect(ranked.map(({ candidate }) => candidate.name)).toEqual([
    'Acme',
    'Acme South',
    'Acme North',
    'The Acme',
    'Acne Clinic',
  ]);
});
