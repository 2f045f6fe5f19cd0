import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, listText, tidy, tidyLine } from '../../../src/runtime/formats/text.ts';

const anything = fc.string({ unit: 'binary', maxLength: 200 });

describe('clip', () => {
  test('leaves alone what fits', () => {
    expect(clip('Acme', 4)).toBe('Acme');
  });

  test('ends what does not fit in an ellipsis', () => {
    expect(clip('Acme Design', 6)).toBe('Acme …');
  });

  test('never cuts a family of emoji or a flag in two', () => {
    expect(clip('ab👨‍👩‍👧cd', 6)).toBe('ab…');
    expect(clip('🇵🇹🇵🇹', 6)).toBe('🇵🇹…');
  });

  test('keeps within the limit and keeps a beginning, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.nat(60), (text, more) => {
        const max = more + 1;
        const clipped = clip(text, max);
        expect(clipped.length).toBeLessThanOrEqual(max);
        expect(text.startsWith(clipped.replace(/…$/u, '')) || clipped === text).toBe(true);
        expect(clipped.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('tidy', () => {
  test('keeps line breaks and loses what nobody types on purpose', () => {
    expect(tidy('  Hello\r\nthere\u0000\u202E  ')).toBe('Hello\nthere');
  });

  test('makes one line of many', () => {
    expect(tidyLine('Acme\n\n  Design\t Ltd\u2028')).toBe('Acme Design Ltd');
  });

  test('leaves right-to-left names and emoji as they are', () => {
    expect(tidyLine('شركة النور 🚀')).toBe('شركة النور 🚀');
  });

  test('is done after one time', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(tidy(tidy(text))).toBe(tidy(text));
      }),
    );
  });

  test('gives what Postgres can store', () => {
    const torn = fc
      .array(fc.constantFrom('a', '\u0000', '\uD83D', '\uDE00', '\n'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(torn, (text) => {
        expect(tidy(text).isWellFormed()).toBe(true);
        expect(tidy(text)).not.toContain('\u0000');
      }),
    );
  });
});

test('names are listed as people say them', () => {
  expect(listText(['Ana'])).toBe('Ana');
  expect(listText(['Ana', 'Ben', 'Cy'])).toBe('Ana, Ben and Cy');
});
