import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { followUpModal, parseFollowUpModal } from '../../src/follow-ups/modal.ts';
import {
  FOLLOW_UP_MOVE_DATE,
  followUpMoveModal,
  parseFollowUpMove,
} from '../../src/follow-ups/move-modal.ts';
import { FOLLOW_UP_MAX } from '../../src/follow-ups/rules.ts';
import {
  addedMessage,
  describeFollowUp,
  followUpMessage,
  parseFollowUpChoice,
} from '../../src/follow-ups/view.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { aClient, aFollowUp, CLIENT_ID, NOW, stateOf, TODAY } from '../check-ins/samples.ts';

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

describe('a follow-up that is shown', () => {
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

  test('has a menu that is itself again once the day has changed', () => {
    const idOf = (days: number) =>
      describeFollowUp(aFollowUp({ dueOn: TODAY.add({ days }) }), '', TODAY)[1]?.block_id;
    expect(idOf(1)).not.toBe(idOf(2));
  });
});

test('a menu’s value that is none of ours is not taken', () => {
  expect(() => parseFollowUpChoice('explode 1')).toThrow();
  expect(() => parseFollowUpChoice('toString 1')).toThrow();
  expect(parseFollowUpChoice('week 1')).toEqual({ choice: 'week', id: '1' });
});

describe('the answer', () => {
  const closed = { doneAt: NOW, doneBy: 'UANA' };

  test.each([
    ['done', true, closed, '✅ Done: Ask &lt;!channel&gt; &amp; co'],
    ['done', false, closed, '✅ That was done already: Ask &lt;!channel&gt; &amp; co'],
    ['drop', false, closed, '✅ That was done already: Ask &lt;!channel&gt; &amp; co'],
    ['drop', true, { droppedAt: NOW, droppedBy: 'UANA' }, '🗑️ Dropped: Ask &lt;!channel&gt; &amp; co'],
    [
      'done',
      false,
      { droppedAt: NOW, droppedBy: 'UANA' },
      '🗑️ That was dropped already: Ask &lt;!channel&gt; &amp; co',
    ],
  ] as const)(
    'to %s (changed: %s) says so, pings nobody, and can be undone',
    (pressed, changed, but, words) => {
      const followUp = aFollowUp({ what: 'Ask <!channel> & co', ...but });
      const { text, blocks } = followUpMessage(followUp, pressed, changed, TODAY);
      expect(text).toBe(words);
      expect(textIn(blocks)).toContain('Undo');
      expect(checkBlocks(blocks, 'message')).toEqual([]);
    },
  );

  test.each([
    ['move', true, '📅 Moved: Send the new timeline, by Thursday 5 March'],
    ['move', false, '📅 That is its day already: Send the new timeline, by Thursday 5 March'],
    ['undo', true, '↩️ Open again: Send the new timeline, by Thursday 5 March'],
    ['undo', false, '📌 That is open already: Send the new timeline, by Thursday 5 March'],
  ] as const)('to %s (changed: %s) can be changed again', (pressed, changed, words) => {
    const { text, blocks } = followUpMessage(aFollowUp(), pressed, changed, TODAY);
    expect(text).toBe(words);
    expect(textIn(blocks)).toContain('Done Move');
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  });
});

describe('what is noted', () => {
  const on = Temporal.Instant.from('2026-03-04T09:00:00Z');

  test('says for whom, what, who, by when, and when they are reminded', () => {
    const followUp = aFollowUp({ reminder: { kind: 'day-before', at: on } });
    expect(addedMessage(followUp, aClient(), ANA, reader, NOW).text).toBe(
      '📌 Noted for Acme: Send the new timeline (you, by Thursday 5 March). I’ll remind you on Wednesday 4 March.',
    );
    expect(addedMessage(followUp, aClient(), BEN, reader, NOW).text).toContain(
      'I’ll remind Ben on Wednesday',
    );
  });

  test('for another and today says that they hear of it now', () => {
    const followUp = aFollowUp({
      promisedById: 'UBEN',
      dueOn: TODAY,
      reminder: { kind: 'on-the-day', at: NOW },
    });
    const { text, blocks } = addedMessage(followUp, aClient({ name: '<!here>' }), BEN, reader, NOW);
    expect(text).toBe(
      '📌 Noted for &lt;!here&gt;: Send the new timeline (Ben, by today, Monday 2 March). I’ll tell Ben at once.',
    );
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(textIn(blocks)).toContain('Undo');
  });
});

describe('the modal', () => {
  const state = { followUpWhat: ' Send\nthe plan ', followUpWho: 'UBEN', followUpDue: '2026-03-05' };
  const about = followUpModal(aClient(), 'C1', {}).private_metadata ?? '';
  const parse = (but: Parameters<typeof stateOf>[0], private_metadata = about) =>
    parseFollowUpModal({ private_metadata, state: stateOf({ ...state, ...but }) }, 'UANA', TODAY);
  const wrong = (...args: Parameters<typeof parse>) => {
    try {
      parse(...args);
    } catch (error) {
      return error instanceof InvalidFields ? error.fields : error;
    }
    return 'nothing';
  };

  test('is one that Slack takes, for a client that is known and for one that is chosen in it', () => {
    expect(checkView(followUpModal(aClient({ name: STRANGE.slice(0, 80) }), 'C1', {}), 'modal')).toBeNull();
    const draft = { followUpWhat: STRANGE, followUpWho: 'UANA', followUpDue: '2026-03-09' };
    expect(checkView(followUpModal(null, null, draft), 'modal')).toBeNull();
  });

  test('reads what, who and by when', () => {
    expect(parse({})).toEqual({
      context: { clientId: CLIENT_ID, from: 'C1' },
      clientId: CLIENT_ID,
      promised: { what: 'Send the plan', promisedById: 'UBEN', dueOn: Temporal.PlainDate.from('2026-03-05') },
    });
    expect(parse({ followUpWho: null }).promised.promisedById).toBe('UANA');
  });

  test.each([
    [{ followUpWhat: '   ' }, { 'follow-up-what': 'Say in a few words what was promised.' }],
    [
      { followUpWhat: 'x'.repeat(301) },
      { 'follow-up-what': 'Please keep this to 300 characters; it has 301.' },
    ],
    [{ followUpDue: '2026-03-01' }, { 'follow-up-due': 'That day is over. Choose today or a later day.' }],
    [
      { followUpDue: '2032-03-01' },
      { 'follow-up-due': 'That is more than five years away. Choose an earlier day.' },
    ],
    [{ followUpDue: '2026-02-30' }, { 'follow-up-due': 'Choose the day by which it is to be done.' }],
    [{ followUpDue: null }, { 'follow-up-due': 'Choose the day by which it is to be done.' }],
  ])('says what is wrong with %o at its field', (but, fields) => {
    expect(wrong(but)).toEqual(fields);
  });

  test('without a client asks for one', () => {
    const metadata = followUpModal(null, null, {}).private_metadata ?? '';
    expect(wrong({}, metadata)).toEqual({ client: 'Choose the client that this was promised to.' });
    expect(parse({ client: CLIENT_ID }, metadata).clientId).toBe(CLIENT_ID);
  });
});

describe('the modal for another day', () => {
  const view = followUpMoveModal(aFollowUp({ what: STRANGE }), STRANGE.slice(0, 80), 'C1', TODAY);
  const parse = (day: string | null) =>
    parseFollowUpMove(
      {
        private_metadata: view.private_metadata ?? '',
        state: { values: { [FOLLOW_UP_MOVE_DATE]: { [FOLLOW_UP_MOVE_DATE]: { selected_date: day } } } },
      },
      TODAY,
    );

  test('is one that Slack takes, and starts with the day it has, or with today', () => {
    expect(checkView(view, 'modal')).toBeNull();
    const late = followUpMoveModal(aFollowUp({ dueOn: TODAY.subtract({ days: 4 }) }), 'Acme', null, TODAY);
    expect(JSON.stringify(view)).toContain('"initial_date":"2026-03-05"');
    expect(JSON.stringify(late)).toContain('"initial_date":"2026-03-02"');
  });

  test('reads the day', () => {
    expect(parse('2026-03-02')).toMatchObject({ followUpId: aFollowUp().id, from: 'C1' });
    expect(String(parse('2026-03-20').day)).toBe('2026-03-20');
  });

  test.each([[null], ['2026-03-01'], ['2031-12-31'], ['never']])('does not take %s', (day) => {
    expect(() => parse(day)).toThrow(InvalidFields);
  });
});
