import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../src/health/score/advice.ts';
import { assess } from '../../src/health/score/assess.ts';
import { BAND_LABELS, DEFAULT_WEIGHTS } from '../../src/health/score/rules.ts';
import { JUNE, SITUATIONS } from './examples.ts';

const page = readFileSync(new URL('../../docs/health.md', import.meta.url), 'utf8');
const rows = page
  .slice(page.indexOf('## Worked examples'))
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('the worked examples of docs/health.md', () => {
  it('are as many as the situations', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(SITUATIONS));
    expect(rows.length).toBeGreaterThanOrEqual(12);
  });

  it.each(rows)('%s: %s', (name, _known, band, score, confidence, trend, first) => {
    const facts = SITUATIONS[name ?? ''];
    if (!facts) throw new Error('No such situation');
    const health = assess(facts, JUNE);
    expect({
      band: BAND_LABELS[health.band].word,
      score: String(health.score ?? ''),
      confidence: health.confidence as string,
      trend: health.trend ?? '',
      first: health.reasons[0],
    }).toEqual({ band, score, confidence, trend, first });
  });

  it.each([
    ['Happy and heard', 'If they are not heard for 37 more days, it becomes 🟡 Watch.'],
    ['Happy but silent', 'A check-in with their own words, still delighted, would make it 🟢 Healthy.'],
    ['New client', 'A check-in with their own words, if they are content, would make it 🟢 Healthy.'],
    ['Broken promises', 'Doing what we promised would make it 🟢 Healthy.'],
    ['Late payer', 'The overdue invoice paid would make it 🟢 Healthy.'],
    ['Said they may leave', 'Their own word that they stay would make it 🟢 Healthy.'],
    ['Unhappy, and we are late', 'Hearing from them that they are so-so would make it 🟡 Watch.'],
  ])('of %s, what would move the band: %s', (name, expected) => {
    const facts = SITUATIONS[name];
    expect(facts && adviceFor(facts, JUNE)).toBe(expected);
  });
});

describe('docs/health.md', () => {
  it('tells the weights that a new workspace has', () => {
    const told = [...page.matchAll(/^\| \*\*[^|]+\*\* \| (\d+) \|/gmu)].map(([, weight]) => Number(weight));
    expect(told).toEqual(Object.values(DEFAULT_WEIGHTS));
  });
});
