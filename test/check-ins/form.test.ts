import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS, type Field, parseForm, readContext, writeContext } from '../../src/check-ins/form.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { aContext, CLIENT_ID, stateOf, TODAY } from './samples.ts';

const told = { source: 'call', clientSentiment: '4', ourImpression: '3' };

function parse(filled: Parameters<typeof stateOf>[0], context = aContext()) {
  return parseForm(stateOf(filled), context, 'UANA', TODAY);
}

function problems(filled: Parameters<typeof stateOf>[0], context = aContext()): Record<string, string> {
  try {
    parse(filled, context);
  } catch (error) {
    if (error instanceof InvalidFields) return error.fields;
    throw error;
  }
  return {};
}

describe('a submitted check-in', () => {
  test('with only what is required is read, and the rest is nothing', () => {
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
      followUpWhat: 'Send the\ntimeline',
      followUpWho: 'UBEN',
      followUpDue: '2026-03-02',
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

  test('of an own read has no client sentiment and no question, but keeps the words', () => {
    const { answers } = parse({ ...told, source: 'own-impression', clientWords: 'as they said in May' });
    expect(answers).toMatchObject({
      clientSentiment: null,
      question: null,
      clientWords: 'as they said in May',
    });
  });

  test('in which the client did not say how they feel has no client sentiment', () => {
    expect(parse({ ...told, clientSentiment: 'unsaid' }).answers.clientSentiment).toBeNull();
  });

  test('sent before the sentiment field came back keeps what had been chosen in it', () => {
    const { answers } = parse({ source: 'call', ourImpression: '3' }, aContext({ setAside: '2' }));
    expect(answers.clientSentiment).toBe(2);
  });

  test('with an untouched follow-up promises nothing', () => {
    const untouched = { ...told, followUpWhat: null, followUpWho: 'UANA', followUpDue: '2026-03-09' };
    expect(parse(untouched).promised).toBeNull();
  });

  test('leaves a follow-up that is done as it is', () => {
    const context = aContext({ followUp: { dueOn: '2026-02-01', closed: true } });
    expect(parse(told, context).promised).toBeUndefined();
  });

  test('without a named person is the author’s own follow-up', () => {
    const { promised } = parse({ ...told, followUpWhat: 'Call back', followUpDue: '2026-03-04' });
    expect(promised?.promisedById).toBe('UANA');
  });

  test('takes the client that was chosen in it', () => {
    const other = '00000000-0000-4000-8000-000000000002';
    expect(parse({ ...told, client: other }, aContext({ client: null })).clientId).toBe(other);
  });
});

describe('a check-in on an earlier conversation', () => {
  const context = aContext({ asksWhen: true });

  test('has the day on which they spoke, unless it was today', () => {
    expect(String(parse({ ...told, spokeOn: '2026-02-20' }, context).answers.spokeOn)).toBe('2026-02-20');
    expect(parse({ ...told, spokeOn: String(TODAY) }, context).answers.spokeOn).toBeNull();
  });

  test('that is an own read has no such day', () => {
    const ownRead = { source: 'own-impression', ourImpression: '3', spokeOn: '2026-02-20' };
    expect(parse(ownRead, context).answers.spokeOn).toBeNull();
  });

  test.each([
    [null, /Choose the day/],
    [String(TODAY.add({ days: 1 })), /still to come/],
    [String(TODAY.subtract({ days: 61 })), /more than 60 days ago/],
  ])('on %s is refused at its field', (spokeOn, why) => {
    expect(problems({ ...told, spokeOn }, context)).toEqual({ 'spoke-on': expect.stringMatching(why) });
  });

  test('up to 60 days ago is taken', () => {
    const earliest = String(TODAY.subtract({ days: 60 }));
    expect(String(parse({ ...told, spokeOn: earliest }, context).answers.spokeOn)).toBe(earliest);
  });
});

describe('a field that cannot be taken says so in its place', () => {
  const wrong: [string, Field, Parameters<typeof stateOf>[0], RegExp][] = [
    ['no source', 'source', { ourImpression: '3' }, /how you heard/],
    ['no read of ours', 'ourImpression', { source: 'call' }, /how you think/],
    ['an invented sentiment', 'ourImpression', { ...told, ourImpression: '6' }, /how you think/],
    ['3,001 characters', 'clientWords', { ...told, clientWords: 'a'.repeat(3001) }, /3,000.*3,001/],
    ['negative hours', 'hours', { ...told, hours: '-1' }, /0 to 9999/],
    ['huge hours', 'hours', { ...told, hours: '10000' }, /0 to 9999/],
    ['hours in another notation', 'hours', { ...told, hours: '1e3' }, /number of hours/],
    [
      'a follow-up in the past',
      'followUpDue',
      { ...told, followUpWhat: 'x', followUpDue: '2026-03-01' },
      /over/,
    ],
    ['a follow-up without a day', 'followUpDue', { ...told, followUpWhat: 'x' }, /Choose the day/],
    [
      'a day that no month has',
      'followUpDue',
      { ...told, followUpWhat: 'x', followUpDue: '2026-02-31' },
      /Choose the day/,
    ],
    [
      'a follow-up in ten years',
      'followUpDue',
      { ...told, followUpWhat: 'x', followUpDue: '2036-03-02' },
      /five years/,
    ],
    [
      'a long promise',
      'followUpWhat',
      { ...told, followUpWhat: 'x'.repeat(301), followUpDue: '2026-03-03' },
      /300/,
    ],
  ];
  test.each(wrong)('%s', (_, field, filled, message) => {
    const fields = problems(filled);
    expect(Object.keys(fields)).toEqual([FIELDS[field].block]);
    expect(fields[FIELDS[field].block]).toMatch(message);
  });

  test('no client', () => {
    expect(problems(told, aContext({ client: null }))).toHaveProperty(FIELDS.client.block);
  });

  test('an edited follow-up may keep a day that has passed, but not move to another', () => {
    const context = aContext({ followUp: { dueOn: '2026-02-20', closed: false } });
    const filled = { ...told, followUpWhat: 'x' };
    expect(problems({ ...filled, followUpDue: '2026-02-20' }, context)).toEqual({});
    expect(problems({ ...filled, followUpDue: '2026-02-21' }, context)).toHaveProperty('follow-up-due');
  });

  test('several at once are all told', () => {
    expect(Object.keys(problems({ hours: 'many' })).sort()).toEqual(['hours', 'our-impression', 'source']);
  });
});

test('whatever is typed, it is taken within its bounds or refused at a field', () => {
  const anything = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('4', 'call', 'own-impression', '2026-05-05')),
  );
  const fields = Object.keys(FIELDS) as Field[];
  const filled = fc.record(Object.fromEntries(fields.map((name) => [name, anything])), { requiredKeys: [] });
  const blocks = fields.map((name) => FIELDS[name].block as string);
  fc.assert(
    fc.property(filled, fc.constantFrom(told, {}), (typed, base) => {
      try {
        const { answers, promised } = parse({ ...base, ...typed });
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

test('a modal knows again what it was about', () => {
  const context = aContext({
    checkInId: CLIENT_ID,
    followUp: { dueOn: '2026-02-20', closed: true },
    from: 'C1',
  });
  expect(readContext(writeContext(context))).toEqual(context);
});

test('metadata that is not ours is refused', () => {
  expect(() => readContext('{"client":{"id":"1 or 1=1","name":"x"}}')).toThrow();
});
