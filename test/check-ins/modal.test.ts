import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { type CheckInState, checkInForm, parseCheckIn } from '../../src/check-ins/form.ts';
import { aboutClient, earlierCheckIn, newCheckIn, newFeedback } from '../../src/check-ins/initial-state.ts';
import { checkInModal } from '../../src/check-ins/modal.ts';
import { EFFORTS, QUESTIONS, SENTIMENTS, SIGNS, SOURCES, TEXT_MAX } from '../../src/check-ins/rules.ts';
import { inputBlocks, submitted } from '../slack/forms/submitted.ts';
import { aCheckIn, aClient, aFollowUp, NOW, TODAY } from './samples.ts';

const opening = { by: { userId: 'UANA', timeZone: 'Europe/London' }, now: NOW, from: 'C1' };
const modal = (state: CheckInState) => checkInModal(state, null);
const idsIn = (view: ModalView) => inputBlocks(view).map(({ block_id }) => block_id);
const wordsLabel = (view: ModalView) =>
  inputBlocks(view).find(({ block_id }) => block_id === checkInForm.blockId('clientWords'))?.label.text;
const parsed = (view: ReturnType<typeof submitted>) =>
  parseCheckIn(checkInForm.read(view), { authorId: 'UANA', today: TODAY });

describe('a new check-in', () => {
  const view = modal(newCheckIn(aClient(), opening));

  test('is a modal that Slack takes', () => {
    expect(checkView(view, 'modal')).toBeNull();
  });

  test('requires three quick answers, and leaves the rest optional', () => {
    const required = inputBlocks(view).flatMap(({ optional, block_id }) => (optional ? [] : [block_id]));
    const quick = ['source', 'clientSentiment', 'ourImpression'] as const;
    expect(required).toEqual(quick.map((key) => checkInForm.blockId(key)));
  });

  test('asks for the client first where none is known', () => {
    expect(idsIn(modal(newCheckIn(null, opening)))[0]).toBe(checkInForm.blockId('client'));
  });

  test('puts the client’s next question above the field for their words', () => {
    expect(wordsLabel(modal(newCheckIn(aClient({ questionNumber: 1 }), opening)))).toContain(QUESTIONS[1]);
  });

  test('says whom to speak with', () => {
    const contact = { name: 'Maria Silva', salutation: 'Dr. Silva', preferredChannel: 'by phone' };
    const { blocks } = modal(newCheckIn(aClient({ contact }), opening));
    expect(JSON.stringify(blocks)).toMatch(/Maria Silva.*Dr. Silva.*by phone/);
  });

  test('says what the client is still owed', () => {
    const followUps = Array.from({ length: 7 }, (_, n) => aFollowUp({ what: `Promise ${n}` }));
    const owing = checkInModal(newCheckIn(aClient(), opening), { followUps, today: TODAY });
    expect(JSON.stringify(owing.blocks)).toMatch(/Still owed to them.*Promise 4.*and 2 more/);
    expect(checkView(owing, 'modal')).toBeNull();
  });

  test('suggests yourself and a week from today, in your own zone, for a follow-up', () => {
    const late = Temporal.Instant.from('2026-03-02T20:00:00Z');
    const { draft } = newCheckIn(aClient(), {
      by: { userId: 'UKEN', timeZone: 'Asia/Tokyo' },
      now: late,
      from: null,
    });
    expect(draft).toEqual({
      ...checkInForm.empty,
      promisedBy: 'UKEN',
      dueOn: Temporal.PlainDate.from('2026-03-10'),
    });
  });

  test('with the longest and strangest name and question is a modal that Slack takes', () => {
    const client = aClient({ name: `${'م<!channel>*_~'.repeat(5)}👩‍👩‍👧‍👦`.slice(0, 80) });
    expect(checkView(modal(newCheckIn(client, opening)), 'modal')).toBeNull();
  });
});

describe('choosing “my own impression”', () => {
  const { context, draft } = newCheckIn(aClient(), opening);
  const filled: CheckInState['draft'] = {
    ...draft,
    source: 'own-impression',
    clientSentiment: 2,
    ourImpression: 3,
    clientWords: 'half a sent',
    hours: 4.5,
    signs: ['may-leave'],
    promise: 'Call',
    promisedBy: 'UBEN',
    dueOn: TODAY.add({ days: 3 }),
  };
  const view = modal({ context, draft: filled });

  test('takes away the field for the client’s sentiment, and no other', () => {
    const before = idsIn(modal({ context, draft }));
    const gone = checkInForm.blockId('clientSentiment');
    expect(before).toContain(gone);
    expect(idsIn(view)).toEqual(before.filter((id) => id !== gone));
    expect(checkView(view, 'modal')).toBeNull();
  });

  test('keeps all that was typed', () => {
    expect(parsed(submitted(view))).toMatchObject({
      answers: { ourImpression: 3, clientWords: 'half a sent', hours: 4.5, signs: ['may-leave'] },
      promised: { what: 'Call', promisedById: 'UBEN' },
    });
  });

  test('and then another source brings back the chosen sentiment', () => {
    const chosen = submitted(view, { [checkInForm.blockId('source')]: 'call' });
    const again = modal(checkInForm.read(chosen));
    expect(checkInForm.read(submitted(again)).draft.clientSentiment).toBe(2);
  });
});

test('choosing a client asks that client’s question', () => {
  const chosen = aboutClient(newCheckIn(null, opening), aClient({ questionNumber: 3 }));
  expect(wordsLabel(modal(chosen))).toContain(QUESTIONS[3]);
});

describe('feedback from a message', () => {
  test('starts with its text as the client’s words, and with the client of the channel', () => {
    const view = modal(newFeedback(aClient(), 'We love it', opening));
    expect(checkInForm.read(submitted(view)).draft).toMatchObject({
      client: { text: 'Acme' },
      source: 'message',
      clientWords: 'We love it',
    });
    expect(checkView(view, 'modal')).toBeNull();
  });

  test('is cut where it is longer than the field', () => {
    const view = modal(newFeedback(null, 'é'.repeat(TEXT_MAX * 2), opening));
    expect(checkView(view, 'modal')).toBeNull();
    expect(checkInForm.read(submitted(view)).draft.clientWords).toHaveLength(TEXT_MAX);
  });

  test('answers no question of ours', () => {
    const chosen = aboutClient(newFeedback(null, 'Hm', opening), aClient());
    expect(chosen.context.question).toBeNull();
  });
});

describe('an earlier check-in', () => {
  const checkIn = aCheckIn({
    clientSentiment: null,
    spokeOn: TODAY.subtract({ days: 14 }),
    wentWell: 'The launch',
    betterOurs: 'Answer sooner',
    betterTheirs: 'Send texts in time',
    effort: 'less',
    hours: 12.5,
    signs: [...SIGNS],
  });

  test('opens with everything that was recorded, and saves it unchanged', () => {
    const state = earlierCheckIn({ checkIn, client: aClient(), followUp: aFollowUp() }, opening);
    const view = modal(state);
    expect(checkView(view, 'modal')).toBeNull();
    const { answers, promised } = parsed(submitted(view));
    const { what, promisedById, dueOn } = aFollowUp();
    expect(checkIn).toMatchObject(answers);
    expect(promised).toEqual({ what, promisedById, dueOn });
  });

  test.each([
    ...SOURCES.map((source) => ({ source, clientSentiment: null, spokeOn: null })),
    ...EFFORTS.map((effort) => ({ effort })),
    ...SENTIMENTS.map((sentiment) => ({ clientSentiment: sentiment, ourImpression: sentiment })),
  ])('keeps %o', (answer) => {
    const before = aCheckIn(answer);
    const state = earlierCheckIn({ checkIn: before, client: aClient(), followUp: null }, opening);
    expect(parsed(submitted(modal(state))).answers).toMatchObject(answer);
  });

  test('does not ask again about a follow-up that is done', () => {
    const done = aFollowUp({ doneAt: NOW, doneBy: 'UANA' });
    const view = modal(earlierCheckIn({ checkIn, client: aClient(), followUp: done }, opening));
    expect(idsIn(view)).not.toContain(checkInForm.blockId('promise'));
  });
});
