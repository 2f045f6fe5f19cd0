import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dateOf } from './day-rules.ts';
import { SITUATIONS } from './examples.ts';
import { healthOn } from './health-rules.ts';
import { nextActions } from './next-action-rules.ts';
import { bandText, pointsText, reasonLines, whyText } from './reason-rules.ts';
import { TODAY } from './samples.ts';
import { DEFAULT_RULES } from './score-rules.ts';
import { knownOn, stateFrom } from './state-rules.ts';

const page = readFileSync(new URL('../../docs/health-next.md', import.meta.url), 'utf8');
const [, examples = '', costs = ''] = /## Worked examples\n(.*?)\n## .*?\n(.*)/su.exec(page) ?? [];
const today = dateOf(TODAY);

function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function computed(name: string) {
  const history = SITUATIONS[name];
  if (!history) throw new Error(`No such situation: ${name}`);
  const state = stateFrom(history, today, DEFAULT_RULES);
  const health = healthOn(state, today, DEFAULT_RULES);
  return { state, health, known: knownOn(state, TODAY) };
}

describe('the worked examples', () => {
  it('are as many as the situations', () => {
    expect(rowsOf(examples).map(([name]) => name)).toEqual(Object.keys(SITUATIONS));
    expect(rowsOf(examples).length).toBeGreaterThanOrEqual(20);
  });

  it.each(rowsOf(examples))('%s: %s', (name, _known, ...told) => {
    const { state, health, known } = computed(name ?? '');
    expect([
      bandText(health.band),
      health.band === 'new' ? '' : String(health.total),
      health.confidence,
      health.trend ?? '',
      whyText(known, health),
      nextActions(state, today, DEFAULT_RULES).join(' · '),
    ]).toEqual(told);
  });

  it('shows every point of one of them', () => {
    const { known, health } = computed('Everything at once');
    const lines = reasonLines(known, health).map((line, index) => [line.text, pointsText(line, index === 0)]);
    expect(lines).toEqual(rowsOf(costs));
  });
});
