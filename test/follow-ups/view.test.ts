import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import { FOLLOW_UP_MAX } from '../../src/follow-ups/rules.ts';
import {
  describeFollowUp,
  followUpChoices,
  followUpMessage,
  notedMessage,
} from '../../src/follow-ups/view.ts';
import { aClient, aFollowUp, NOW, TODAY } from '../check-ins/samples.ts';

const STRANGE = '<!channel> & *_~` مرحبا 👩‍👩‍👧‍👦 '.repeat(20).slice(0, FOLLOW_UP_MAX);
const person = { workspaceId: 'T1', kind: 'member', timeZone: 'Europe/London', remindAt: null } as const;
const ANA = { ...person, id: 'UANA', name: 'Ana' };
const BEN = { ...person, id: 'UBEN', name: 'Ben' };
const reader = { userId: 'UANA', timeZone: 'Europe/London' };

/** What a reader reads, one part after the other. */
function textIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(textIn).filter(Boolean).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : textIn(inner)))
    .filter(Boolean)
    .join(' ');
}

describe('a follow-up on a screen', () => {
  const said = (days: number) =>
    textIn(describeFollowUp(aFollowUp({ dueOn: TODAY.add({ days }) }), 'Ana', TODAY)[0]);

  test.each([
    [3, 'Ana, by Thursday 5 March'],
    [1, 'Ana, by tomorrow, Tuesday 3 March'],
    [0, 'Ana, by today, Monday 2 March'],
    [-1, 'Ana, by Sunday 1 March, 1 day late'],
    [-40, 'Ana, by Wednesday 21 January, 40 days late'],
    [365, 'Ana, by Tuesday 2 March 2027'],
  ])('due in %i days says who and by when', (days, words) => {
    expect(said(days)).toBe(`📌 Send the new timeline\n${words}`);
  });

  test('can be done, moved or dropped, and is taken by Slack whatever was typed', () => {
    const blocks = describeFollowUp(aFollowUp({ what: STRANGE }), STRANGE, TODAY);
    for (const surface of ['message', 'home', 'modal'] as const) {
      expect(checkBlocks(blocks, surface)).toEqual([]);
    }
    expect(textIn(blocks[1])).toBe('Done Move Tomorrow Next working day In a week Pick a date… Drop');
  });

  test('has a fresh menu once the day has changed', () => {
    const idOf = (days: number) =>
      describeFollowUp(aFollowUp({ dueOn: TODAY.add({ days }) }), '', TODAY)[1]?.block_id;
    expect(idOf(1)).not.toBe(idOf(2));
  });
});

test('a menu’s value that Rapport did not write is refused', () => {
  expect(() => followUpChoices.parse('explode 1')).toThrow();
  expect(() => followUpChoices.parse('toString 1')).toThrow();
  expect(followUpChoices.parse('week 1')).toEqual({ choice: 'week', id: '1' });
});

describe('the answer to a press', () => {
  const closed = { doneAt: NOW, doneBy: 'UANA' };

  test.each([
    ['done', true, closed, '✅ Done: Ask &lt;!channel&gt; &amp; co'],
    ['done', false, closed, '✅ Already done: Ask &lt;!channel&gt; &amp; co'],
    ['drop', false, closed, '✅ Already done: Ask &lt;!channel&gt; &amp; co'],
    ['drop', true, { droppedAt: NOW, droppedBy: 'UANA' }, '🗑️ Dropped: Ask &lt;!channel&gt; &amp; co'],
    [
      'done',
      false,
      { droppedAt: NOW, droppedBy: 'UANA' },
      '🗑️ Already dropped: Ask &lt;!channel&gt; &amp; co',
    ],
  ] as const)(
    'to %s (changed: %s) says so, pings nobody, and can be undone',
    (pressed, changed, but, words) => {
      const followUp = aFollowUp({ what: 'Ask <!channel> & co', ...but });
      const { text, blocks } = followUpMessage(followUp, { pressed, changed }, TODAY);
      expect(text).toBe(words);
      expect(textIn(blocks)).toContain('Undo');
      expect(checkBlocks(blocks, 'message')).toEqual([]);
    },
  );

  test.each([
    ['move', true, '📅 Moved: Send the new timeline, by Thursday 5 March'],
    ['move', false, '📅 Already due then: Send the new timeline, by Thursday 5 March'],
    ['undo', true, '↩️ Open again: Send the new timeline, by Thursday 5 March'],
    ['undo', false, '📌 Already open: Send the new timeline, by Thursday 5 March'],
  ] as const)('to %s (changed: %s) can be changed again', (pressed, changed, words) => {
    const { text, blocks } = followUpMessage(aFollowUp(), { pressed, changed }, TODAY);
    expect(text).toBe(words);
    expect(textIn(blocks)).toContain('Done Move');
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  });
});

describe('the confirmation of a new follow-up', () => {
  const on = Temporal.Instant.from('2026-03-04T09:00:00Z');

  test('says what, for which client, by whom, by when, and when the reminder comes', () => {
    const followUp = aFollowUp({ reminder: { kind: 'day-before', at: on } });
    expect(notedMessage({ followUp, client: aClient(), who: ANA }, reader, NOW).text).toBe(
      '📌 Noted for Acme: Send the new timeline (you, by Thursday 5 March). I’ll remind you on Wednesday 4 March.',
    );
    expect(notedMessage({ followUp, client: aClient(), who: BEN }, reader, NOW).text).toContain(
      'I’ll remind Ben on Wednesday',
    );
  });

  test('for somebody else and today says that they are reminded right away', () => {
    const followUp = aFollowUp({
      promisedById: 'UBEN',
      dueOn: TODAY,
      reminder: { kind: 'on-the-day', at: NOW },
    });
    const { text, blocks } = notedMessage(
      { followUp, client: aClient({ name: '<!here>' }), who: BEN },
      reader,
      NOW,
    );
    expect(text).toBe(
      '📌 Noted for &lt;!here&gt;: Send the new timeline (Ben, by today, Monday 2 March). I’ll remind Ben right away.',
    );
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(textIn(blocks)).toContain('Undo');
  });
});
