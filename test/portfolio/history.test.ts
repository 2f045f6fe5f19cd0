import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import type { Snapshot } from '../../src/health/snapshots/history-store.ts';
import { historyChart, historyLine, weeklyScores } from '../../src/portfolio/card/history-view.ts';
import { daysAgo, NOW, weekly } from '../health/samples.ts';

const LISBON = 'Europe/Lisbon';

function at(taken: string, score: number | null): Snapshot {
  return { taken_at: Temporal.Instant.from(taken), band: 'watch', score };
}

describe('the weeks of a score', () => {
  it('has the last snapshot of each week, from Monday to Sunday, and this one as it is now', () => {
    const history = [
      at('2026-11-15T23:59:00Z', 70),
      at('2026-11-09T00:00:00Z', 81),
      at('2026-11-12T09:00:00Z', 40),
      at('2026-11-16T00:00:00Z', 10),
    ];
    expect(
      weeklyScores(history, 62, LISBON, NOW).map(({ monday, score }) => [String(monday), score]),
    ).toEqual([
      ['2026-11-09', 70],
      ['2026-11-16', 62],
    ]);
  });

  it('begins on Monday where the reader is', () => {
    const history = [at('2026-11-16T02:00:00Z', 81)];
    const mondays = (zone: string) =>
      weeklyScores(history, 62, zone, NOW).map(({ monday }) => String(monday));
    expect(mondays('America/New_York')).toEqual(['2026-11-09', '2026-11-16']);
    expect(mondays(LISBON)).toEqual(['2026-11-16']);
  });

  it('keeps weeks of which nothing is known, but none before the first that is', () => {
    const weeks = weeklyScores(weekly(null, null, 81, null, 70), null, LISBON, NOW);
    expect(weeks.map(({ score }) => score)).toEqual([81, null, 70, null]);
  });

  it('is the same in whatever order the snapshots come, and twelve at most', () => {
    const snapshots = fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 3000 }), score: fc.option(fc.nat({ max: 100 })) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(snapshots, fc.option(fc.nat({ max: 100 })), (taken, now) => {
        const history = taken.map(
          ({ hours, score }, index): Snapshot => ({
            taken_at: NOW.subtract({ hours, milliseconds: index }),
            band: 'watch',
            score,
          }),
        );
        const weeks = weeklyScores(history, now, LISBON, NOW);
        expect(weeklyScores(history.toReversed(), now, LISBON, NOW)).toEqual(weeks);
        expect(weeks.length).toBeLessThanOrEqual(12);
      }),
    );
  });
});

describe('the history in words', () => {
  const line = (now: number | null, ...scores: (number | null)[]) =>
    historyLine(weeklyScores(weekly(...scores), now, LISBON, NOW));

  it.each([
    ['a fall', line(62, 81, 81, 74, 62), 'Last 5 weeks: ▇▇▆▅▅ fell from 81 to 62'],
    ['a rise', line(100, 0, 12, 13, 50), 'Last 5 weeks: ▁▁▂▅█ rose from 0 to 100'],
    ['no change', line(70, 70, 30), 'Last 3 weeks: ▆▃▆ 70, as at first'],
    ['weeks without a score', line(62, 81, null, null), 'Last 4 weeks: ▇··▅ fell from 81 to 62'],
    ['nothing known any more', line(null, 81, 62), 'Last 3 weeks: ▇▅· fell from 81 to 62, not known now'],
  ])('tells %s', (_, said, expected) => {
    expect(said).toBe(expected);
  });

  it('says nothing of fewer than two scores', () => {
    expect(line(62)).toBeNull();
    expect(line(null, 81)).toBeNull();
    expect(line(null)).toBeNull();
  });

  it('of a year tells the last twelve weeks', () => {
    expect(line(62, ...Array.from({ length: 52 }, () => 81))).toMatch(/^Last 12 weeks: ▇{11}▅ /);
  });
});

describe('the chart of the history', () => {
  it('has one point for each week that is known, with its Monday, and none for the others', () => {
    const chart = historyChart(weeklyScores(weekly(81, null, 70), 62, LISBON, NOW));
    expect(chart?.chart).toMatchObject({
      type: 'line',
      series: [
        {
          data: [
            { label: '26 Oct', value: 81 },
            { label: '9 Nov', value: 70 },
            { label: '16 Nov', value: 62 },
          ],
        },
      ],
    });
  });

  it('is drawn for whatever there is of two scores or more, and Slack takes it', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat({ max: 100 })), { maxLength: 20 }), (scores) => {
        const weeks = weeklyScores(weekly(...scores), 50, LISBON, NOW);
        const chart = historyChart(weeks);
        const known = weeks.filter(({ score }) => score !== null).length;
        expect(chart === null).toBe(known < 2);
        if (chart) expect(checkBlocks([chart], 'message')).toEqual([]);
      }),
    );
  });

  it('is left out where only this week is known', () => {
    expect(historyChart(weeklyScores([], 62, LISBON, NOW))).toBeNull();
    expect(
      historyChart(weeklyScores([{ taken_at: daysAgo(1), band: 'watch', score: 4 }], 62, LISBON, NOW)),
    ).toBeNull();
  });
});
