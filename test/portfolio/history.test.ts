import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import type { Snapshot } from '../../src/health/rules.ts';
import { historyChart, historyLine } from '../../src/portfolio/card/history-view.ts';
import { weeklyScores } from '../../src/portfolio/card/rules.ts';
import { daysAgo, NOW, weekly } from '../health/samples.ts';

const LISBON = 'Europe/Lisbon';

function at(taken: string, score: number | null): Snapshot {
  return { takenAt: Temporal.Instant.from(taken), band: 'watch', score };
}

describe('weekly scores', () => {
  it('are the last of each week from Monday to Sunday, and the current one for this week', () => {
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

  it('begin on Monday in the viewer’s time zone', () => {
    const history = [at('2026-11-16T02:00:00Z', 81)];
    const mondays = (zone: string) =>
      weeklyScores(history, 62, zone, NOW).map(({ monday }) => String(monday));
    expect(mondays('America/New_York')).toEqual(['2026-11-09', '2026-11-16']);
    expect(mondays(LISBON)).toEqual(['2026-11-16']);
  });

  it('include weeks without a score, but none before the first', () => {
    const weeks = weeklyScores(weekly(null, null, 81, null, 70), null, LISBON, NOW);
    expect(weeks.map(({ score }) => score)).toEqual([81, null, 70, null]);
  });

  it('do not depend on the order of the snapshots, and are twelve at most', () => {
    const snapshots = fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 3000 }), score: fc.option(fc.nat({ max: 100 })) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(snapshots, fc.option(fc.nat({ max: 100 })), (taken, now) => {
        const history = taken.map(
          ({ hours, score }, index): Snapshot => ({
            takenAt: NOW.subtract({ hours, milliseconds: index }),
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

describe('past scores in words', () => {
  const line = (now: number | null, ...scores: (number | null)[]) =>
    historyLine(weeklyScores(weekly(...scores), now, LISBON, NOW));

  it.each([
    ['a fall', line(62, 81, 81, 74, 62), 'Last 5 weeks: ▇▇▆▅▅ fell from 81 to 62'],
    ['a rise', line(100, 0, 12, 13, 50), 'Last 5 weeks: ▁▁▂▅█ rose from 0 to 100'],
    ['no change', line(70, 70, 30), 'Last 3 weeks: ▆▃▆ 70, as at the start'],
    ['weeks without a score', line(62, 81, null, null), 'Last 4 weeks: ▇··▅ fell from 81 to 62'],
    ['nothing known any more', line(null, 81, 62), 'Last 3 weeks: ▇▅· fell from 81 to 62, unknown now'],
  ])('show %s', (_, said, expected) => {
    expect(said).toBe(expected);
  });

  it('are left out when there are fewer than two', () => {
    expect(line(62)).toBeNull();
    expect(line(null, 81)).toBeNull();
    expect(line(null)).toBeNull();
  });

  it('go back twelve weeks', () => {
    expect(line(62, ...Array.from({ length: 52 }, () => 81))).toMatch(/^Last 12 weeks: ▇{11}▅ /);
  });
});

describe('the chart of past scores', () => {
  it('has a point for each week with a score, labelled with its Monday', () => {
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

  it('is drawn from two scores on, and accepted by Slack', () => {
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

  it('is left out when only this week has a score', () => {
    expect(historyChart(weeklyScores([], 62, LISBON, NOW))).toBeNull();
    expect(
      historyChart(weeklyScores([{ takenAt: daysAgo(1), band: 'watch', score: 4 }], 62, LISBON, NOW)),
    ).toBeNull();
  });
});
