import { describe, expect, it } from 'vitest';
import type { Sentiment } from '../../src/check-ins/rules.ts';
import { dateOf } from './day-rules.ts';
import { type Health, healthOn, nextChangeOn } from './health-rules.ts';
import type { History, HistoryEntry } from './history-rules.ts';
import { entry, felt, history, TODAY, thought } from './samples.ts';
import { DEFAULT_RULES, type PartName, type ScoreRules } from './score-rules.ts';
import { AHEAD_MAX, stateFrom } from './state-rules.ts';

function health(known: History, inDays = 0, rules: ScoreRules = DEFAULT_RULES): Health {
  return healthOn(stateFrom(known, dateOf(TODAY), rules), dateOf(TODAY + inDays), rules);
}

function pointsOf({ parts }: Health, name: PartName): number {
  return parts.find((part) => part.name === name)?.points ?? 0;
}

/** Somebody spoke with them, and nobody noted how they feel. */
function contact(daysAgo: number): HistoryEntry {
  return entry(daysAgo, { kind: 'contact', said: null, impression: null, hasTheirWords: false });
}

function always(lastDaysAgo: number, sentiment: Sentiment, times = 6): HistoryEntry[] {
  return Array.from({ length: times }, (_, index) => felt(lastDaysAgo + index * 28, sentiment));
}

describe('silence', () => {
  it('leaves those who were delighted for months at 50 after 100 days', () => {
    expect(health(history(always(100, 5))).total).toBe(50);
  });

  it('leaves a red client red, and in no better band, however long it lasts', () => {
    const silent = history(always(0, 1));
    const [now, later] = [health(silent), health(silent, 1_000)];
    expect(later.total).toBeLessThanOrEqual(now.total);
    expect([now.band, later.band]).toEqual(['at-risk', 'at-risk']);
  });

  it('leaves one red who was only just above 50, but not yet out of it', () => {
    const known = history([felt(56, 1), felt(28, 2), felt(0, 3)]);
    const now = health(known);
    expect([now.band, now.total >= 50, now.isHeldBack]).toEqual(['at-risk', true, true]);
    expect(health(known, 200).band).toBe('at-risk');
  });

  it('leaves one red whose promises were kept, but who was not heard', () => {
    const rules = { ...DEFAULT_RULES, costs: { ...DEFAULT_RULES.costs, 'overdue-promise': 10 } };
    const owed = (closedOn: Temporal.PlainDate | null) =>
      health(
        history([felt(90, 3)], {
          idealGapDays: 120,
          promises: Array.from({ length: 3 }, () => ({ dueOn: dateOf(TODAY - 60), closedOn })),
        }),
        0,
        rules,
      );
    expect(owed(null).total).toBeLessThan(50);
    expect(owed(dateOf(TODAY)).total).toBeGreaterThanOrEqual(54);
    expect(owed(dateOf(TODAY)).band).toBe('at-risk');
  });

  it('ends with a contact, but not the wait for their own words', () => {
    const quiet = health(history([felt(60, 4)]));
    const spoken = health(history([felt(60, 4), contact(3)]));
    expect(pointsOf(quiet, 'no-contact')).toBeLessThan(-10);
    expect(pointsOf(spoken, 'no-contact')).toBe(0);
    expect(pointsOf(spoken, 'no-words')).toBe(pointsOf(quiet, 'no-words'));
  });

  it('does not grow while nobody is to ask, nor count from before somebody was', () => {
    const paused = health(history([felt(80, 4)], { pausedOn: dateOf(TODAY - 70) }));
    const resumed = health(history([felt(80, 4)], { askedSince: dateOf(TODAY - 5) }));
    expect([paused, resumed].map((each) => pointsOf(each, 'no-contact'))).toEqual([0, 0]);
  });
});

describe('a client nobody has asked', () => {
  it('is new, however long ago they were added, and not unknown', () => {
    expect(health(history([])).band).toBe('new');
    expect(health(history([contact(300)])).band).toBe('new');
    expect(health(history([felt(100, 4)])).band).toBe('unknown');
  });

  it('is known once something was logged', () => {
    expect(health(history([felt(100, 4), contact(3)])).band).toBe('watch');
  });

  it('is at risk where they are known to think of leaving', () => {
    const note = entry(3, { kind: 'note', said: null, impression: null, signs: ['may-leave'] });
    expect(health(history([note])).band).toBe('at-risk');
  });
});

describe('moods', () => {
  it('are not green after months of unhappiness, nor with praise and a favour', () => {
    const months = always(28, 1);
    expect(health(history([...months, felt(0, 4)])).band).toBe('at-risk');
    const praised = health(history([...months, felt(0, 4, 'praised-us', 'did-favour')]));
    expect(praised.total).toBeLessThan(80);
    expect(praised.band).toBe('watch');
  });

  it('are not 100 where they alternate', () => {
    const turns = Array.from({ length: 12 }, (_, index) => felt(index * 28, index % 2 === 0 ? 5 : 1));
    expect(health(history(turns)).total).toBeLessThan(75);
  });

  it('count from their day where they are dated ahead', () => {
    const known = history([...always(6, 4), felt(-3, 1)]);
    const before = health(history(always(6, 4)), 2);
    expect(health(known, 2).total).toBe(before.total);
    expect(health(known, 3).total).toBeLessThan(before.total - 15);
    expect(
      nextChangeOn(stateFrom(known, dateOf(TODAY), DEFAULT_RULES), dateOf(TODAY), DEFAULT_RULES),
    ).toEqual(dateOf(TODAY + 3));
  });
});

describe('that they might leave', () => {
  const said = [...always(40, 4), felt(12, 2, 'may-leave')];
  const feared = [...always(40, 4), thought(12, 4, 'may-leave')];

  it.each<[what: string, entries: HistoryEntry[], at: PartName | null]>([
    ['stays', said, 'said-leaving'],
    ['stays when they are so-so', [...said, felt(2, 3)], 'said-leaving'],
    ['stays when we think that they are delighted', [...said, thought(2, 5, 'staying')], 'said-leaving'],
    ['is over when they are content', [...said, felt(2, 4)], null],
    ['is over when they say that they stay, whatever the mood', [...said, felt(2, 1, 'staying')], null],
    ['stays when they say it again, content or not', [...said, felt(2, 5, 'may-leave')], 'said-leaving'],
    ['is not undone by what was content before', [...said, felt(13, 5)], 'said-leaving'],
    ['is our worry when we think so', feared, 'feared-leaving'],
    ['stays our worry when we think that they are so-so', [...feared, thought(2, 3)], 'feared-leaving'],
    ['is no worry any more when we think that they are content', [...feared, thought(2, 4)], null],
    ['is no worry any more when they say that they stay', [...feared, felt(2, 2, 'staying')], null],
  ])('%s', (_, entries, cap) => {
    const { parts } = health(history(entries));
    expect(parts.find(({ name }) => name === 'said-leaving' || name === 'feared-leaving')?.name ?? null).toBe(
      cap,
    );
  });

  it('is capped at 30 in their name, and at 49 in ours, and never ends by time', () => {
    for (const inDays of [0, 30, 1_000]) {
      expect(health(history(said), inDays).total).toBeLessThanOrEqual(30);
      expect(health(history(feared), inDays).total).toBeLessThanOrEqual(49);
    }
  });

  it('goes by the day it was said, then by when it was typed', () => {
    const typed = (id: string, at: string) => ({ id, recordedAt: Temporal.Instant.from(at) });
    const worry = entry(4, { ...typed('a', '2026-06-11T12:00:00Z'), signs: ['may-leave'] });
    const [late, same] = [5, 4].map((day) => entry(day, typed('b', '2026-06-15T12:00:00Z')));
    expect(health(history([...always(40, 4), worry, late as HistoryEntry])).total).toBe(30);
    expect(health(history([...always(40, 4), worry, same as HistoryEntry])).total).toBeGreaterThan(80);
  });
});

describe('costs and gains', () => {
  it('is settled that someone else may decide once they say that they stay', () => {
    const decides = always(30, 4).concat(felt(12, 4, 'someone-else-decides'));
    expect(pointsOf(health(history([...decides, felt(2, 4)])), 'someone-else-decides')).toBeLessThan(-3);
    expect(pointsOf(health(history([...decides, felt(2, 4, 'staying')])), 'someone-else-decides')).toBe(0);
  });

  it('hide no cost behind a gain', () => {
    const both = health(history([...always(34, 5), felt(6, 5, 'praised-us', 'did-favour', 'late-payment')]));
    expect([pointsOf(both, 'late-payment'), both.total]).toEqual([-6, 94]);
  });

  it('are of the sizes that a lead has set, and the row tells by which', () => {
    const rules = { ...DEFAULT_RULES, version: 7, costs: { ...DEFAULT_RULES.costs, 'late-payment': 20 } };
    const late = history([...always(34, 4), felt(0, 4, 'late-payment')]);
    expect(pointsOf(health(late, 0, rules), 'late-payment')).toBe(-20);
    expect(stateFrom(late, dateOf(TODAY), rules).rulesVersion).toBe(7);
  });

  it('cost for a promise from the day after it was due until it is kept, also in the past', () => {
    const owed = (closedOn: Temporal.PlainDate | null) =>
      history(always(6, 4), { promises: [{ dueOn: dateOf(TODAY - 60), closedOn }] });
    expect(pointsOf(health(owed(null)), 'overdue-promises')).toBe(-3);
    expect(pointsOf(health(owed(dateOf(TODAY))), 'overdue-promises')).toBe(0);
    const mondays = (known: History) => stateFrom(known, dateOf(TODAY), DEFAULT_RULES).mondays;
    const [kept, never] = [owed(dateOf(TODAY - 20)), history(always(6, 4))].map(mondays);
    expect(kept?.slice(0, 2)).toEqual(never?.slice(0, 2));
    expect(kept?.[4]).toBe((never?.[4] ?? 0) - 3);
  });

  it('cost for contacts that are usually late, and not for one', () => {
    const late = [felt(6, 4), felt(62, 4), felt(118, 4), felt(174, 4)];
    expect(pointsOf(health(history(late)), 'late-contacts')).toBe(-15);
    expect(pointsOf(health(history(late.slice(0, 2))), 'late-contacts')).toBe(-5);
    expect(pointsOf(health(history(always(6, 4))), 'late-contacts')).toBe(0);
  });
});

describe('the row', () => {
  it('says from when it needs to be written again, where too much is dated ahead', () => {
    const ahead = Array.from({ length: AHEAD_MAX + 1 }, (_, index) => felt(-1 - index, 4));
    const state = stateFrom(history(ahead), dateOf(TODAY), DEFAULT_RULES);
    expect(state.ahead.length).toBe(AHEAD_MAX);
    expect(state.completeUntil).toBe(TODAY + AHEAD_MAX + 1);
  });
});
