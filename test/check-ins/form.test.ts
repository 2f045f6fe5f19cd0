import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckInState, checkInForm, parseCheckIn } from '../../src/check-ins/form.ts';
import { newCheckIn } from '../../src/check-ins/initial-state.ts';
import { checkInModal } from '../../src/check-ins/modal.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { errorsOf, submitted } from '../slack/forms/submitted.ts';
import { aClient, CLIENT_ID, NOW, TODAY } from './samples.ts';

type Key = keyof typeof checkInForm.fields;
type Typed = Partial<Record<Key, string | string[] | null>>;

const opening = { by: { userId: 'UANA', timeZone: 'Europe/London' }, now: NOW, from: null };
const onAcme = newCheckIn(aClient(), opening);
const told = { source: 'call', clientSentiment: '4', ourImpression: '3' };

function parse(typed: Typed, state: CheckInState = onAcme) {
  const ids = Object.entries(typed).map(([key, value]) => [checkInForm.blockId(key as Key), value]);
  const filled = checkInForm.read(submitted(checkInModal(state, null), Object.fromEntries(ids)));
  return parseCheckIn(filled, { authorId: 'UANA', today: TODAY });
}

const problems = (typed: Typed, state?: CheckInState) => errorsOf(() => parse(typed, state));

function aboutFollowUp(dueOn: string, closed: boolean): CheckInState {
  return {
    ...onAcme,
    context: { ...onAcme.context, followUp: { dueOn: Temporal.PlainDate.from(dueOn), closed } },
  };
}

describe('a submitted check-in', () => {
  test('with only the required answers leaves the rest empty', () => {
    expect(parse(told)).toEqual({
      clientId: CLIENT_ID,
      answers: {
        source: 'call',
        clientSentiment: 4,
        ourImpression: 3,
        question: 'How do you think this is going?',
        clientWords: null,
        spokeOn: null,
        wentWell: null,
        betterOurs: null,
        betterTheirs: null,
        effort: null,
        hours: null,
        signs: [],
      },
      promised: null,
    });
  });

  test('keeps every optional answer', () => {
    const { answers, promised } = parse({
      ...told,
      clientWords: '  Good,\r\nbut slow  ',
      wentWell: 'The launch',
      betterOurs: 'Answer sooner',
      betterTheirs: 'Send texts in time',
      effort: 'more',
      hours: '12,5',
      signs: ['praised-us', 'late-payment'],
      promise: 'Send the\ntimeline',
      promisedBy: 'UBEN',
      dueOn: '2026-03-02',
    });
    expect(answers).toMatchObject({
      clientWords: 'Good,\nbut slow',
      wentWell: 'The launch',
      betterOurs: 'Answer sooner',
      betterTheirs: 'Send texts in time',
      effort: 'more',
      hours: 12.5,
      signs: ['late-payment', 'praised-us'],
    });
    expect(promised).toEqual({ what: 'Send the timeline', promisedById: 'UBEN', dueOn: TODAY });
  });

  test('that is our own impression has no client sentiment and no question, but keeps the words', () => {
    const { answers } = parse({ ...told, source: 'own-impression', clientWords: 'as they said in May' });
    expect(answers).toMatchObject({
      clientSentiment: null,
      question: null,
      clientWords: 'as they said in May',
    });
  });

  test('has no client sentiment where the client didn’t say how they feel', () => {
    expect(parse({ ...told, clientSentiment: 'unsaid' }).answers.clientSentiment).toBeNull();
  });

  test('sent before the sentiment field came back keeps what was chosen in it', () => {
    const ours = { ...onAcme.draft, source: 'own-impression' as const, clientSentiment: 2 as const };
    const { answers } = parse({ source: 'call', ourImpression: '3' }, { ...onAcme, draft: ours });
    expect(answers.clientSentiment).toBe(2);
  });

  test('with an untouched follow-up promises nothing', () => {
    expect(onAcme.draft).toMatchObject({ promise: null, promisedBy: 'UANA' });
    expect(parse(told).promised).toBeNull();
  });

  test('leaves a finished follow-up as it is', () => {
    expect(parse(told, aboutFollowUp('2026-02-01', true)).promised).toBeUndefined();
  });

  test('makes the follow-up the author’s own where nobody is named', () => {
    const { promised } = parse({ ...told, promise: 'Call back', promisedBy: null });
    expect(promised?.promisedById).toBe('UANA');
  });

  test('is about the client that was chosen in it', () => {
    const other = '00000000-0000-4000-8000-000000000002';
    expect(parse({ ...told, client: other }, newCheckIn(null, opening)).clientId).toBe(other);
  });
});

describe('a check-in about an earlier conversation', () => {
  const asksWhen = newCheckIn(aClient(), opening, true);

  test('has the day on which they spoke, unless it was today', () => {
    expect(String(parse({ ...told, spokeOn: '2026-02-20' }, asksWhen).answers.spokeOn)).toBe('2026-02-20');
    expect(parse(told, asksWhen).answers.spokeOn).toBeNull();
  });

  test('has no such day where it is our own impression', () => {
    const ours = { source: 'own-impression', ourImpression: '3', spokeOn: '2026-02-20' };
    expect(parse(ours, asksWhen).answers.spokeOn).toBeNull();
  });

  test.each([
    [null, /Choose the day/],
    [String(TODAY.add({ days: 1 })), /still to come/],
    [String(TODAY.subtract({ days: 61 })), /more than 60 days ago/],
  ])('is refused at the day’s field for %s', (spokeOn, why) => {
    expect(problems({ ...told, spokeOn }, asksWhen)).toEqual({
      [checkInForm.blockId('spokeOn')]: expect.stringMatching(why),
    });
  });

  test('can be about a conversation up to 60 days ago', () => {
    const earliest = String(TODAY.subtract({ days: 60 }));
    expect(String(parse({ ...told, spokeOn: earliest }, asksWhen).answers.spokeOn)).toBe(earliest);
  });
});

describe('a wrong answer is named at its field:', () => {
  test.each<[what: string, key: Key, typed: Typed, message: RegExp]>([
    ['no source', 'source', { ...told, source: null }, /how you heard/],
    ['no sentiment of theirs', 'clientSentiment', { ...told, clientSentiment: null }, /how they said/],
    ['no impression of ours', 'ourImpression', { ...told, ourImpression: null }, /how you think/],
    ['an invented sentiment', 'ourImpression', { ...told, ourImpression: '6' }, /one of these/],
    ['3,001 characters', 'clientWords', { ...told, clientWords: 'a'.repeat(3001) }, /3,000.*3,001/],
    ['negative hours', 'hours', { ...told, hours: '-1' }, /0 to 9,999/],
    ['huge hours', 'hours', { ...told, hours: '10000' }, /0 to 9,999/],
    ['hours in another notation', 'hours', { ...told, hours: '1e3' }, /number of hours/],
    ['a follow-up in the past', 'dueOn', { ...told, promise: 'x', dueOn: '2026-03-01' }, /has passed/],
    ['a follow-up without a day', 'dueOn', { ...told, promise: 'x', dueOn: null }, /Choose the day/],
    ['a day that no month has', 'dueOn', { ...told, promise: 'x', dueOn: '2026-02-31' }, /Choose a day/],
    ['a follow-up in ten years', 'dueOn', { ...told, promise: 'x', dueOn: '2036-03-02' }, /five years/],
    ['a long promise', 'promise', { ...told, promise: 'x'.repeat(301) }, /300/],
  ])('%s', (_, key, typed, message) => {
    expect(problems(typed)).toEqual({ [checkInForm.blockId(key)]: expect.stringMatching(message) });
  });

  test('no client chosen', () => {
    expect(problems(told, newCheckIn(null, opening))).toHaveProperty(checkInForm.blockId('client'));
  });

  test('an edited follow-up may keep a day that has passed, but not move to another', () => {
    const state = aboutFollowUp('2026-02-20', false);
    expect(problems({ ...told, promise: 'x', dueOn: '2026-02-20' }, state)).toEqual({});
    expect(problems({ ...told, promise: 'x', dueOn: '2026-02-21' }, state)).toHaveProperty(
      checkInForm.blockId('dueOn'),
    );
  });

  test('several wrong answers are all named at once', () => {
    const keys = ['clientSentiment', 'hours', 'ourImpression', 'source'] as const;
    expect(Object.keys(problems({ hours: 'many' })).sort()).toEqual(
      keys.map((key) => checkInForm.blockId(key)).sort(),
    );
  });
});

test('whatever is typed is within its bounds, or refused at a field', () => {
  const anything = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('4', 'call', 'own-impression', '2026-05-05')),
  );
  const keys = (Object.keys(checkInForm.fields) as Key[]).filter(
    (key) => !['client', 'spokeOn'].includes(key),
  );
  const typed = fc.record(Object.fromEntries(keys.map((key) => [key, anything])), { requiredKeys: [] });
  const blocks = keys.map((key) => checkInForm.blockId(key));
  fc.assert(
    fc.property(typed, fc.constantFrom(told, {}), (some, base) => {
      try {
        const { answers, promised } = parse({ ...base, ...some });
        expect([1, 2, 3, 4, 5]).toContain(answers.ourImpression);
        expect(answers.clientWords ?? '').not.toContain('\u0000');
        if (promised) expect(Temporal.PlainDate.compare(promised.dueOn, TODAY)).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidFields);
        expect(blocks).toEqual(expect.arrayContaining(Object.keys((error as InvalidFields).fields)));
      }
    }),
    { numRuns: 150 },
  );
});

test('a modal remembers what it is about', () => {
  const context: CheckInState['context'] = {
    ...onAcme.context,
    checkInId: CLIENT_ID,
    followUp: { dueOn: TODAY, closed: true },
    from: 'C1',
  };
  expect(checkInForm.read(submitted(checkInModal({ ...onAcme, context }, null))).context).toEqual(context);
});

test('metadata that is not ours is refused', () => {
  const private_metadata = '{"about":{"client":{"id":"1 or 1=1","name":"x"}},"stash":{}}';
  expect(() => checkInForm.read({ private_metadata, state: { values: {} } })).toThrow();
});
