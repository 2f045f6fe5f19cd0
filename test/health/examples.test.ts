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
    ['Happy and heard', 'Ask within 37 days, or they drop to 🟡 Watch.'],
    ['Happy but silent', 'Ask them: if they’re still delighted, they’re 🟢 Healthy.'],
    ['New client', 'Ask them: if they’re content, they’re 🟢 Healthy.'],
    ['Broken promises', 'Do what we promised, and they’re 🟢 Healthy.'],
    ['Late payer', 'Get the overdue invoice paid, and they’re 🟢 Healthy.'],
    ['Said they might leave', 'Hear from them that they’re staying, and they’re 🟢 Healthy.'],
    [
      'Unhappy, and we are late',
      'Fix what bothers them, then ask again: if they’re so-so, they’re 🟡 Watch.',
    ],
  ])('%s: the advice is “%s”', (name, expected) => {
    const facts = SITUATIONS[name];
    expect(facts && adviceFor(facts, JUNE)).toBe(expected);
  });
});

describe('docs/health.md', () => {
  it('gives the weights of a new workspace', () => {
    const told = [...page.matchAll(/^\| \*\*[^|]+\*\* \| (\d+) \|/gmu)].map(([, weight]) => Number(weight));
    expect(told).toEqual(Object.values(DEFAULT_WEIGHTS));
  });
});
