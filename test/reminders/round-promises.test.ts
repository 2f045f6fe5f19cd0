import { describe, expect, test } from 'vitest';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import type { FollowUp } from '../../src/follow-ups/rules.ts';
import { FOLLOW_UP_MAX } from '../../src/follow-ups/rules.ts';
import type { Person } from '../../src/people/rules.ts';
import type { FollowUpItem, PromptItem } from '../../src/reminders/rounds/rules.ts';
import { roundMessage } from '../../src/reminders/rounds/view.ts';
import { aClient, aFollowUp, NOW, TODAY } from '../check-ins/samples.ts';

const viewer = { userId: 'UANA', timeZone: 'Europe/London' };
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
    remindedDueOn: followUp.dueOn,
    isRemindedAgain: false,
    client: aClient(),
    promiser: ANA,
    ...more,
  };
}

function asked(n: number, but: Partial<PromptItem['prompt']> = {}): PromptItem {
  const prompt = {
    id: id(n),
    workspaceId: 'T1',
    clientId: id(1000 + n),
    assigneeId: viewer.userId,
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

const message = (followUps: FollowUpItem[], prompts: PromptItem[] = []) =>
  roundMessage({ prompts, followUps }, viewer, NOW);

describe('a round that only reminds of promises', () => {
  test('says what was promised, to which client and by when, with buttons for all that can be done', () => {
    const { text, blocks } = message([promised()]);
    expect(text).toBe('Promised to Acme: Send the new timeline, by tomorrow, Tuesday 3 March.');
    expect(renderBlocks(blocks)).toBe(
      [
        'A reminder about a promise to Acme.',
        '📌 Promised to Acme',
        'Send the new timeline',
        'By tomorrow, Tuesday 3 March',
        '[Done] (Move) [Drop]',
      ].join('\n'),
    );
    expect(checkMessage({ text, blocks })).toBeNull();
  });

  test('counts several promises, and its notification names the first five', () => {
    const { text, blocks } = message(many(7));
    expect(renderBlocks(blocks)).toContain('A reminder about 7 promises.');
    expect(text).toMatch(/^Promised to Acme: Promise 0, .* Promise 4, .* And 2 more promises\.$/);
  });

  test.each([
    ['done', { doneAt: NOW, doneBy: 'UBEN' }, {}, 'All done. Thank you!', 'Done: Send the new timeline.'],
    [
      'dropped',
      { droppedAt: NOW, droppedBy: 'UBEN' },
      {},
      'Nothing left to do here.',
      'No longer promised: Send the new timeline.',
    ],
    [
      'to a client that has ended',
      {},
      { client: aClient({ status: 'ended' }) },
      'Nothing left to do here.',
      'No longer promised: Send the new timeline.',
    ],
    [
      'somebody else’s by now',
      { promisedById: 'UBEN' },
      { promiser: { ...ANA, id: 'UBEN', name: 'Ben' } },
      'Nothing left to do here.',
      'No longer promised: Send the new timeline.',
    ],
    [
      'in a newer reminder',
      {},
      { isRemindedAgain: true },
      'Continued below.',
      'Still promised: Send the new timeline.',
    ],
  ])('has no buttons for a promise that is %s', (_, but, more, greeting, text) => {
    const shown = message([promised(but, more)]);
    expect(renderBlocks(shown.blocks)).toContain(greeting);
    expect(renderBlocks(shown.blocks)).not.toContain('[Done]');
    expect(shown.text).toBe(text);
    expect(checkMessage(shown)).toBeNull();
  });

  test('keeps the buttons of a promise that was moved to another day', () => {
    const { blocks, text } = message([promised({}, { remindedDueOn: TODAY })]);
    expect(renderBlocks(blocks)).toContain('Moved: by tomorrow, Tuesday 3 March.');
    expect(renderBlocks(blocks)).toContain('[Done]');
    expect(text).toBe('Still promised: Send the new timeline.');
  });
});

describe('a round about clients and promises', () => {
  test('asks about the clients first, and says how many promises there are', () => {
    const { text, blocks } = message([promised()], [asked(1)]);
    const shown = renderBlocks(blocks);
    expect(shown).toMatch(/^Time to check in with Client 1\. And 1 promise to keep\./);
    expect(shown.indexOf('Skip this time')).toBeLessThan(shown.indexOf('Promised to Acme'));
    expect(text).toBe(
      'Time to check in with Client 1. Promised to Acme: Send the new timeline, by tomorrow, Tuesday 3 March.',
    );
  });

  test('says what is left once the clients are done, and thanks the person when everything is', () => {
    const answered = asked(1, { status: 'answered', closedAt: NOW, closedBy: 'UANA' });
    expect(renderBlocks(message([promised()], [answered]).blocks)).toContain('1 promise left to keep.');
    const done = promised({ doneAt: NOW, doneBy: 'UANA' });
    expect(renderBlocks(message([done], [answered]).blocks)).toContain('All done.');
  });

  test.each([
    [50, 50],
    [20, 12],
    [1, 60],
    [60, 1],
  ])('of %i clients and %i promises is one message that Slack takes', (clients, promises) => {
    const shown = message(
      many(promises),
      Array.from({ length: clients }, (_, n) => asked(n)),
    );
    expect(checkMessage(shown)).toBeNull();
    expect(renderBlocks(shown.blocks)).toContain('Promise 0');
    expect(renderBlocks(shown.blocks)).toContain('Client 0');
  });

  test('of the longest and strangest promises is a message that Slack takes, and pings nobody', () => {
    const what = STRANGE.slice(0, FOLLOW_UP_MAX);
    const client = aClient({ name: STRANGE.slice(0, 80) });
    const promiser = { ...ANA, id: 'UGONE', name: STRANGE.slice(0, 80), kind: 'deactivated' as const };
    for (const count of [1, 6, 60]) {
      const shown = message(many(count, { what }).map((each) => ({ ...each, client, promiser })));
      expect(checkMessage(shown)).toBeNull();
      expect(shown.text).not.toContain('<!');
    }
  });
});
