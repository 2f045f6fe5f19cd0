import type { InputBlock, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { FIELDS, parseForm, readContext, readDraft } from '../../src/check-ins/form.ts';
import { aboutClient, earlierCheckIn, newCheckIn, newFeedback } from '../../src/check-ins/initial-state.ts';
import { checkInModal } from '../../src/check-ins/modal.ts';
import { QUESTIONS, TEXT_MAX } from '../../src/check-ins/rules.ts';
import { aCheckIn, aClient, aFollowUp, NOW, stateOf, TODAY } from './samples.ts';

const ana = { userId: 'UANA', timeZone: 'Europe/London' };

function inputs(view: ModalView): InputBlock[] {
  return view.blocks.flatMap((block) => (block.type === 'input' ? [block as InputBlock] : []));
}

function labelOf(view: ModalView, blockId: string): string | undefined {
  return inputs(view).find((block) => block.block_id === blockId)?.label.text;
}

function required(view: ModalView): (string | undefined)[] {
  return inputs(view).flatMap((block) => (block.optional ? [] : [block.block_id]));
}

describe('a new check-in', () => {
  const start = newCheckIn(aClient(), ana, NOW, 'C1');

  test('is a modal that Slack takes', () => {
    expect(checkView(checkInModal(start), 'modal')).toBeNull();
  });

  test('asks three quick questions, and leaves the rest to choice', () => {
    expect(required(checkInModal(start))).toEqual(['source', 'client-sentiment', 'our-impression']);
  });

  test('has the client’s own next question over the field for their words', () => {
    const view = checkInModal(newCheckIn(aClient({ questionNumber: 1 }), ana, NOW, null));
    expect(labelOf(view, 'client-words')).toContain(QUESTIONS[1]);
  });

  test('says whom to speak with', () => {
    const contact = { name: 'Maria Silva', address: 'Dr. Silva', reach: 'by phone' };
    const view = checkInModal(newCheckIn(aClient({ contact }), ana, NOW, null));
    expect(JSON.stringify(view.blocks)).toMatch(/Maria Silva.*Dr. Silva.*by phone/);
  });

  test('proposes a follow-up of one’s own in a week, counted in one’s own zone', () => {
    const inTokyo = { userId: 'UKEN', timeZone: 'Asia/Tokyo' };
    const late = Temporal.Instant.from('2026-03-02T20:00:00Z');
    const { draft } = newCheckIn(aClient(), inTokyo, late, null);
    expect(draft).toEqual({ followUpWho: 'UKEN', followUpDue: '2026-03-10' });
  });

  test('with the longest and strangest name and question is a modal that Slack takes', () => {
    const client = aClient({ name: `${'م<!channel>*_~'.repeat(5)}👩‍👩‍👧‍👦`.slice(0, 80) });
    expect(checkView(checkInModal(newCheckIn(client, ana, NOW, null)), 'modal')).toBeNull();
  });
});

describe('choosing “my own read”', () => {
  const filled = {
    source: 'own-impression',
    clientSentiment: '2',
    ourImpression: '3',
    clientWords: 'half a sent',
    hours: '4.5',
    signs: ['may-leave'],
    followUpWhat: 'Call',
    followUpWho: 'UBEN',
    followUpDue: '2026-03-05',
  };
  const { context } = newCheckIn(aClient(), ana, NOW, null);
  const view = checkInModal({ context, draft: readDraft(stateOf(filled)) });

  test('takes the client-sentiment field away, and no other', () => {
    const before = inputs(checkInModal({ context, draft: {} })).map((block) => block.block_id);
    expect(inputs(view).map((block) => block.block_id)).toEqual(
      before.filter((id) => id !== 'client-sentiment'),
    );
    expect(checkView(view, 'modal')).toBeNull();
  });

  test('keeps all that was typed', () => {
    expect(parseForm(stateFrom(view), readContext(view.private_metadata ?? ''), 'UANA', TODAY)).toMatchObject(
      {
        answers: { ourImpression: 3, clientWords: 'half a sent', hours: 4.5, signs: ['may-leave'] },
        promised: { what: 'Call', promisedById: 'UBEN' },
      },
    );
  });

  test('and then “they told me” again brings back the sentiment that had been chosen', () => {
    const again = checkInModal({
      context: readContext(view.private_metadata ?? ''),
      draft: readDraft(stateOf({ ...filled, source: 'call', clientSentiment: null })),
    });
    expect(readDraft(stateFrom(again)).clientSentiment).toBe('2');
  });
});

test('choosing a client asks that client’s question', () => {
  const start = newCheckIn(null, ana, NOW, null);
  const chosen = aboutClient(start, aClient({ questionNumber: 3 }));
  expect(labelOf(checkInModal(chosen), 'client-words')).toContain(QUESTIONS[3]);
});

describe('feedback from a message', () => {
  test('starts with its text as the client’s words, and with the client of the channel', () => {
    const view = checkInModal(newFeedback(aClient(), 'We love it', ana, NOW, 'C1'));
    expect(readDraft(stateFrom(view))).toMatchObject({
      client: { name: 'Acme' },
      source: 'message',
      clientWords: 'We love it',
    });
    expect(checkView(view, 'modal')).toBeNull();
  });

  test('longer than a field is cut to what the field takes', () => {
    const view = checkInModal(newFeedback(null, 'é'.repeat(TEXT_MAX * 2), ana, NOW, 'C1'));
    expect(checkView(view, 'modal')).toBeNull();
    expect(readDraft(stateFrom(view)).clientWords).toHaveLength(TEXT_MAX);
  });

  test('was no answer to a question of ours', () => {
    const start = aboutClient(newFeedback(null, 'Hm', ana, NOW, null), aClient());
    expect(start.context.question).toBeNull();
  });
});

describe('an earlier check-in', () => {
  const checkIn = aCheckIn({ hours: 12.5, effort: 'less', signs: ['praised-us'], clientSentiment: null });

  test('opens with all that was recorded', () => {
    const view = checkInModal(earlierCheckIn(checkIn, aFollowUp(), aClient(), ana, NOW, null));
    expect(checkView(view, 'modal')).toBeNull();
    const { answers, promised } = parseForm(
      stateFrom(view),
      readContext(view.private_metadata ?? ''),
      'UANA',
      TODAY,
    );
    const { source, clientSentiment, ourImpression, question, clientWords, effort, hours, signs } = checkIn;
    expect(answers).toMatchObject({
      source,
      clientSentiment,
      ourImpression,
      question,
      clientWords,
      effort,
      hours,
      signs,
    });
    expect(promised?.what).toBe('Send the new timeline');
  });

  test('does not ask again about a follow-up that is done', () => {
    const done = aFollowUp({ doneAt: NOW, doneBy: 'UANA' });
    const view = checkInModal(earlierCheckIn(checkIn, done, aClient(), ana, NOW, null));
    expect(inputs(view).map((block) => block.block_id)).not.toContain(FIELDS.followUpWhat.block);
  });
});

/** The state of a modal that nobody has touched: its initial values. */
function stateFrom(view: ModalView): unknown {
  const values = inputs(view).map(({ block_id, element }) => [
    block_id,
    {
      [('action_id' in element && element.action_id) || '']: {
        value: ('initial_value' in element && element.initial_value) || null,
        selected_option: ('initial_option' in element && element.initial_option) || null,
        selected_options: ('initial_options' in element && element.initial_options) || [],
        selected_user: ('initial_user' in element && element.initial_user) || null,
        selected_date: ('initial_date' in element && element.initial_date) || null,
      },
    },
  ]);
  return { values: Object.fromEntries(values) };
}
