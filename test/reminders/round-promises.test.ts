import { describe, expect, test } from 'vitest';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import type { FollowUp } from '../../src/follow-ups/rules.ts';
import { FOLLOW_UP_MAX } from '../../src/follow-ups/rules.ts';
import type { Person } from '../../src/people/rules.ts';
import type { FollowUpItem, RoundItem } from '../../src/reminders/rounds/rules.ts';
import { roundMessage } from '../../src/reminders/rounds/view.ts';
import { aClient, aFollowUp, NOW, TODAY } from '../check-ins/samples.ts';

const reader = { id: 'UANA', timeZone: 'Europe/London' };
const STRANGE = '<!channel> & *_~` مرحبا 👩‍👩‍👧‍👦 '.repeat(20);
const ANA: Person = {
  workspaceId: 'T1',
  id: 'UANA',
  name: 'Ana',
  kind: 'member',
  timeZone: 'Europe/London',
  remindAt: null,
};

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function promised(but: Partial<FollowUp> = {}, more: Partial<FollowUpItem> = {}): FollowUpItem {
  const followUp = aFollowUp({ dueOn: TODAY.add({ days: 1 }), ...but });
  return {
    followUp,
    remindedOf: followUp.dueOn,
    isRemindedAgain: false,
    client: aClient(),
    who: ANA,
    ...more,
  };
}

function asked(n: number, but: Partial<RoundItem['prompt']> = {}): RoundItem {
  const prompt = {
    id: id(n),
    workspaceId: 'T1',
    clientId: id(1000 + n),
    assigneeId: reader.id,
    coveringFor: null,
    occurrenceAt: NOW,
    status: 'open' as const,
    missedReason: null,
    askAt: null,
    skipReason: null,
    closedAt: null,
    closedBy: null,
    ...but,
  };
  return { prompt, client: aClient({ name: `Client ${n}` }), checkIns: [], isAskedAgain: false };
}

const many = (count: number, but: Partial<FollowUp> = {}) =>
  Array.from({ length: count }, (_, n) => promised({ id: id(2000 + n), what: `Promise ${n}`, ...but }));

const message = (followUps: FollowUpItem[], items: RoundItem[] = []) =>
  roundMessage(items, reader, NOW, followUps);

describe('a round with promises alone', () => {
  test('says what, to whom and by when, with all that can be done', () => {
    const { text, blocks } = message([promised()]);
    expect(text).toBe('Promised to Acme: Send the new timeline, by tomorrow, Tuesday 3 March.');
    expect(renderBlocks(blocks)).toBe(
      [
        'A reminder of what was promised to Acme.',
        '📌 Promised to Acme',
        'Send the new timeline',
        'By tomorrow, Tuesday 3 March',
        '[Done] (Move) [Drop]',
      ].join('\n'),
    );
    expect(checkMessage({ text, blocks })).toBeNull();
  });

  test('counts several, and names the first of many in its text', () => {
    const { text, blocks } = message(many(7));
    expect(renderBlocks(blocks)).toContain('A reminder of 7 promises.');
    expect(text).toMatch(/^Promised to Acme: Promise 0, .* Promise 4, .* And 2 more promises\.$/);
  });

  test.each([
    [
      'done',
      { doneAt: NOW, doneBy: 'UBEN' },
      {},
      'All done here. Thank you!',
      'Done: Send the new timeline.',
    ],
    [
      'dropped',
      { droppedAt: NOW, droppedBy: 'UBEN' },
      {},
      'Nothing is left to do here.',
      'No longer promised: Send the new timeline.',
    ],
    [
      'of an ended client',
      {},
      { client: aClient({ status: 'ended' }) },
      'Nothing is left to do here.',
      'No longer promised: Send the new timeline.',
    ],
    [
      'another’s by now',
      { promisedById: 'UBEN' },
      { who: { ...ANA, id: 'UBEN', name: 'Ben' } },
      'Nothing is left to do here.',
      'No longer promised: Send the new timeline.',
    ],
    [
      'reminded of again',
      {},
      { isRemindedAgain: true },
      'This goes on in a newer message below.',
      'Still promised: Send the new timeline.',
    ],
  ])('has no buttons for one that is %s', (_, but, more, greeting, text) => {
    const shown = message([promised(but, more)]);
    expect(renderBlocks(shown.blocks)).toContain(greeting);
    expect(renderBlocks(shown.blocks)).not.toContain('[Done]');
    expect(shown.text).toBe(text);
    expect(checkMessage(shown)).toBeNull();
  });

  test('can still be done where it was moved', () => {
    const { blocks, text } = message([promised({}, { remindedOf: TODAY })]);
    expect(renderBlocks(blocks)).toContain('Moved: by tomorrow, Tuesday 3 March.');
    expect(renderBlocks(blocks)).toContain('[Done]');
    expect(text).toBe('Still promised: Send the new timeline.');
  });
});

describe('a round with clients and promises', () => {
  test('asks about the clients first, and counts the promises beside them', () => {
    const { text, blocks } = message([promised()], [asked(1)]);
    const shown = renderBlocks(blocks);
    expect(shown).toMatch(/^Time to ask Client 1 how it is going\. And 1 promise to keep\./);
    expect(shown.indexOf('Skip this time')).toBeLessThan(shown.indexOf('Promised to Acme'));
    expect(text).toBe(
      'Time to check in with Client 1. Promised to Acme: Send the new timeline, by tomorrow, Tuesday 3 March.',
    );
  });

  test('says what is left once the clients are answered, and thanks once all is', () => {
    const answered = asked(1, { status: 'answered', closedAt: NOW, closedBy: 'UANA' });
    expect(renderBlocks(message([promised()], [answered]).blocks)).toContain('1 promise still to keep.');
    const done = promised({ doneAt: NOW, doneBy: 'UANA' });
    expect(renderBlocks(message([done], [answered]).blocks)).toContain('All done here.');
  });

  test.each([
    [50, 50],
    [20, 12],
    [1, 60],
    [60, 1],
  ])('%i clients and %i promises are one message that Slack takes', (clients, promises) => {
    const shown = message(
      many(promises),
      Array.from({ length: clients }, (_, n) => asked(n)),
    );
    expect(checkMessage(shown)).toBeNull();
    expect(renderBlocks(shown.blocks)).toContain('Promise 0');
    expect(renderBlocks(shown.blocks)).toContain('Client 0');
  });

  test('the longest and strangest is one that Slack takes, and pings nobody', () => {
    const what = STRANGE.slice(0, FOLLOW_UP_MAX);
    const client = aClient({ name: STRANGE.slice(0, 80) });
    const who = { ...ANA, id: 'UGONE', name: STRANGE.slice(0, 80), kind: 'deactivated' as const };
    for (const count of [1, 6, 60]) {
      const shown = message(many(count, { what }).map((each) => ({ ...each, client, who })));
      expect(checkMessage(shown)).toBeNull();
      expect(shown.text).not.toContain('<!');
    }
  });
});
