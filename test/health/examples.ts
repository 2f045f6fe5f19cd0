/** The situations of docs/health.md, by name: one client each, who is asked every four weeks, with six as the longest gap. */

import type { CheckIn } from '../../src/check-ins/rules.ts';
import type { Facts } from '../../src/health/rules.ts';
import { DEFAULT_WEIGHTS } from '../../src/health/score/rules.ts';
import {
  aCheckIn as anyCheckIn,
  aClient as anyClient,
  aFollowUp as anyFollowUp,
} from '../check-ins/samples.ts';

export const JUNE = Temporal.Instant.from('2026-06-15T12:00:00Z');

function before(days: number): Temporal.Instant {
  return JUNE.subtract({ hours: days * 24 });
}

function told(days: number, but: Partial<CheckIn> = {}): CheckIn {
  return anyCheckIn({
    id: `00000000-0000-4000-8000-${String(days).padStart(12, '0')}`,
    source: 'call',
    clientSentiment: 4,
    ourImpression: 4,
    clientWords: null,
    spokeOn: null,
    effort: null,
    hours: null,
    signs: [],
    createdAt: before(days),
    ...but,
  });
}

interface Known {
  checkIns?: CheckIn[];
  /** Days since somebody spoke with them; null for never. Those of the newest check-in where nothing is said. */
  silence?: number | null;
  added?: number;
  overdue?: number;
  previous?: Facts['previous'];
  usual?: number;
}

function facts({ checkIns = [], silence, added = 400, overdue = 0, previous = null, usual }: Known): Facts {
  const newest =
    checkIns
      .map(({ createdAt }) => createdAt)
      .sort(Temporal.Instant.compare)
      .at(-1) ?? null;
  const lastContactAt = silence === undefined ? newest : silence === null ? null : before(silence);
  return {
    client: anyClient({
      cadence: {
        every: 4,
        unit: 'week',
        weekdays: [2],
        time: Temporal.PlainTime.from('09:00'),
      },
      longestGapDays: 42,
      agreedHours: 40,
      createdAt: before(added),
      lastContactAt,
    }),
    checkIns,
    followUps: Array.from({ length: overdue }, (_, index) =>
      anyFollowUp({
        id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        dueOn: Temporal.PlainDate.from('2026-06-10'),
      }),
    ),
    skips: 0,
    weights: DEFAULT_WEIGHTS,
    previous,
    usual: usual ?? null,
    override: null,
  };
}

export const SITUATIONS: Readonly<Record<string, Facts>> = {
  'Happy and heard': facts({
    checkIns: [told(6, { clientSentiment: 5, ourImpression: 5, effort: 'as-agreed' })],
  }),
  'Happy but silent': facts({ checkIns: [told(50, { clientSentiment: 5, ourImpression: 5 })] }),
  'Gone dark': facts({ checkIns: [told(100)] }),
  'New client': facts({ added: 3 }),
  'Optimistic owner': facts({ checkIns: [told(10, { clientSentiment: 2 })] }),
  'Over-serviced and content': facts({ checkIns: [told(6, { effort: 'more', hours: 60 })] }),
  'Late payer': facts({ checkIns: [told(6, { clientSentiment: 5, signs: ['late-payment'] })] }),
  'Said they might leave': facts({ checkIns: [told(6, { signs: ['may-leave'] })] }),
  'Only our own impression': facts({
    checkIns: [told(4, { source: 'own-impression', clientSentiment: null })],
    silence: null,
    added: 60,
  }),
  'Unhappy, and we are late': facts({
    checkIns: [told(6, { clientSentiment: 1, ourImpression: 2 })],
    overdue: 1,
  }),
  'Broken promises': facts({ checkIns: [told(6)], overdue: 3 }),
  'Recovered client': facts({
    checkIns: [told(33, { clientSentiment: 1, ourImpression: 2 }), told(5)],
    previous: 'at-risk',
    usual: 30,
  }),
  Slipping: facts({
    checkIns: [told(33, { clientSentiment: 5 }), told(5, { clientSentiment: 3, ourImpression: 3 })],
    previous: 'healthy',
    usual: 94,
  }),
  'On the edge': facts({ checkIns: [told(5, { ourImpression: 3 })], previous: 'watch' }),
};
