import { describe, expect, test } from 'vitest';
import { feelingText, QUESTIONS, questionFor } from '../../src/check-ins/rules.ts';

describe('the open questions', () => {
  test('come in turn, then start over', () => {
    const asked = Array.from({ length: QUESTIONS.length + 1 }, (_, questionNumber) =>
      questionFor({ questionNumber }),
    );
    expect(new Set(asked)).toEqual(new Set(QUESTIONS));
    expect(asked.at(-1)).toBe(asked[0]);
  });

  test('cannot be answered with yes or no', () => {
    for (const question of QUESTIONS) expect(question).toMatch(/\b(how|what)\b/i);
  });
});

describe('how a client feels', () => {
  test('is what they told us, whatever our impression is', () => {
    expect(feelingText({ clientSentiment: 2, ourImpression: 5 })).toBe('🙁 Not quite happy (they told us)');
  });

  test('is marked as our impression where they didn’t tell us', () => {
    expect(feelingText({ clientSentiment: null, ourImpression: 5 })).toBe('😀 Delighted (our impression)');
  });
});
