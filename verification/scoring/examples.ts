/** The situations of docs/health-next.md, by name, on Monday 15 June 2026: asked every four weeks, six at the longest. */
import type { Sentiment } from '../../src/check-ins/rules.ts';
import { dateOf } from './day-rules.ts';
import type { History, HistoryEntry, ScoredSign } from './history-rules.ts';
import { entry, felt, history, TODAY, thought } from './samples.ts';

const CADENCE = 28;

/** The same every four weeks, for half a year. */
function always(lastDaysAgo: number, sentiment: Sentiment, ...lastSigns: ScoredSign[]): HistoryEntry[] {
  return [
    ...[6, 5, 4, 3, 2, 1].map((times) => felt(lastDaysAgo + times * CADENCE, sentiment)),
    felt(lastDaysAgo, sentiment, ...lastSigns),
  ];
}

function due(...daysAgo: number[]): History['promises'] {
  return daysAgo.map((days) => ({ dueOn: dateOf(TODAY - days), closedOn: null }));
}

export const SITUATIONS: Readonly<Record<string, History>> = {
  'Happy and heard': history(always(6, 5)),
  'Content as always': history(always(6, 4)),
  'First check-in': history([felt(6, 4)]),
  'New client': history([], { askedSince: dateOf(TODAY - 30) }),
  'Gone dark': history([felt(100, 4)]),
  'Delighted, then silent': history(always(100, 5)),
  'Unhappy, then silent': history([felt(100, 1)]),
  'Unhappy for months, content today': history([...always(28, 1), felt(0, 4)]),
  'The same, with praise and a favour': history([...always(28, 1), felt(0, 4, 'praised-us', 'did-favour')]),
  'Delighted and unhappy by turns': history(
    [0, 1, 2, 3, 4, 5, 6, 7].map((times) => felt(times * CADENCE, times % 2 === 0 ? 5 : 1)),
  ),
  'They said they might leave': history([...always(34, 4), felt(6, 4, 'may-leave')]),
  'Said it long ago': history([...always(128, 4), felt(100, 4, 'may-leave')]),
  'They’re staying': history([...always(62, 4), felt(34, 3, 'may-leave'), felt(6, 3, 'staying')]),
  'Typed late': history([
    ...always(40, 4),
    felt(4, 4, 'may-leave'),
    entry(5, { id: 'typed today', recordedAt: Temporal.Instant.from('2026-06-15T09:00:00Z') }),
  ]),
  'We think they might leave': history([...always(34, 4), thought(6, 4, 'may-leave')]),
  'Someone else decides': history(always(6, 4, 'someone-else-decides')),
  'Only our impressions': history([60, 32, 4].map((daysAgo) => thought(daysAgo, 5))),
  'More optimistic than they are': history([entry(10, { said: 2, impression: 4 })]),
  'Delighted, and pays late': history(always(6, 5, 'praised-us', 'late-payment')),
  'More work than agreed': history(always(6, 4, 'more-effort')),
  'Broken promises': history(always(6, 4), { promises: due(3, 10, 20) }),
  'Usually late': history([felt(6, 4), felt(62, 4), felt(118, 4), felt(174, 4)]),
  'Dated ahead': history([...always(6, 4), felt(-3, 1)]),
  'Back from trouble': history([...always(62, 4), felt(34, 1), felt(6, 4)]),
  'Everything at once': history(
    [
      felt(30, 4, 'did-favour', 'asked-discount', 'disrespectful'),
      felt(6, 3, 'praised-us', 'late-payment', 'more-effort', 'someone-else-decides'),
    ],
    { promises: due(2) },
  ),
};
