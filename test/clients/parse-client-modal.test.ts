import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { type CadenceDays, describeCadence } from '../../src/clients/cadence/rules.ts';
import { addClientModal, editClientModal, newDetails } from '../../src/clients/client-modal.ts';
import { FIELDS } from '../../src/clients/fields.ts';
import { parseClientModal } from '../../src/clients/parse-client-modal.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { aClient } from './a-client.ts';

type Values = Record<string, Record<string, unknown>>;

const typed = (value: string | null) => ({ type: 'plain_text_input', value });
const chosen = (value: string) => ({ type: 'static_select', selected_option: { value } });
const several = (...values: string[]) => ({
  type: 'multi_static_select',
  selected_options: values.map((value) => ({ value })),
});
const user = (id: string | null) => ({ type: 'users_select', selected_user: id });

/** As Slack sends a modal in which all that must be filled in is filled in. */
function filledIn(changes: Partial<Record<keyof typeof FIELDS, unknown>> = {}): { values: Values } {
  const inputs: Partial<Record<keyof typeof FIELDS, unknown>> = {
    name: typed('Acme'),
    owner: user('U0ANA'),
    everyWeeks: typed('2'),
    howOften: chosen('week'),
    weekdays: several('2'),
    time: { type: 'timepicker', selected_time: '09:00' },
    longestGap: typed('30'),
    cover: user(null),
    channel: { type: 'conversations_select', selected_conversation: null },
    value: typed(null),
    currency: typed('EUR'),
    hours: typed(null),
    contactName: typed(null),
    contactAddress: typed(null),
    contactReach: typed(null),
    ...changes,
  };
  const shown = Object.entries(inputs).filter(([, input]) => input !== undefined);
  const values = shown.map(([key, input]) => {
    const id = FIELDS[key as keyof typeof FIELDS];
    return [id, { [id]: input }];
  });
  return { values: Object.fromEntries(values) };
}

function problems(changes: Parameters<typeof filledIn>[0]): Record<string, string> {
  try {
    parseClientModal(filledIn(changes));
  } catch (error) {
    if (error instanceof InvalidFields) return error.fields;
    throw error;
  }
  return {};
}

/** The fields of a client asked about on a date of the month, and of one asked about once a quarter. */
const dates = {
  howOften: chosen('month-day'),
  everyWeeks: undefined,
  weekdays: undefined,
  everyMonths: typed('1'),
  day: typed('31'),
};
const quarters = {
  howOften: chosen('quarter'),
  everyWeeks: undefined,
  weekdays: undefined,
  nth: chosen('5'),
  weekday: chosen('2'),
  longestGap: typed('120'),
};

describe('what is typed into the modal', () => {
  test('becomes a client’s details, with nothing for what was left empty', () => {
    expect(parseClientModal(filledIn())).toEqual({
      status: null,
      details: {
        name: 'Acme',
        ownerId: 'U0ANA',
        coverId: null,
        channelId: null,
        cadence: { every: 2, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('09:00') },
        longestGapDays: 30,
        monthlyFee: null,
        agreedHours: null,
        contact: { name: null, address: null, reach: null },
      },
    });
  });

  test('with the longest gap as it was suggested, has the one that is usual for its cadence', () => {
    const { values } = filledIn({ everyWeeks: typed('8') });
    const { [FIELDS.longestGap]: longestGap, ...others } = values;
    const gapIn = (block: string) =>
      parseClientModal({ values: { ...others, [block]: longestGap } }).details.longestGapDays;
    expect(gapIn(`${FIELDS.longestGap}-30`)).toBe(84);
    expect(() => gapIn(`${FIELDS.longestGap}-28`)).toThrow(InvalidFields);
  });

  test('is taken over in full', () => {
    const { details, status } = parseClientModal(
      filledIn({
        cover: user('U0BEN'),
        channel: { type: 'conversations_select', selected_conversation: 'C0INTERNAL' },
        value: typed('1500.5'),
        currency: typed('usd'),
        hours: typed('12'),
        contactName: typed('  Maria  da Silva '),
        contactAddress: typed('Dr. Silva'),
        contactReach: typed('Email, never before ten'),
        status: chosen('leaving'),
      }),
    );
    expect(status).toBe('leaving');
    expect(details).toMatchObject({
      coverId: 'U0BEN',
      channelId: 'C0INTERNAL',
      monthlyFee: { amount: 1500.5, currency: 'USD' },
      agreedHours: 12,
      contact: { name: 'Maria da Silva', address: 'Dr. Silva', reach: 'Email, never before ten' },
    });
  });

  test.each([
    ['several weekdays', { weekdays: several('4', '1', '4') }, { unit: 'week', every: 2, weekdays: [1, 4] }],
    ['a date of the month', dates, { unit: 'month-day', every: 1, day: 31 }],
    [
      'a weekday of the month',
      { ...quarters, howOften: chosen('month-weekday'), everyMonths: typed('2'), nth: chosen('1') },
      { unit: 'month-weekday', every: 2, nth: 1, weekday: 2 },
    ],
    ['a quarter', quarters, { unit: 'month-weekday', every: 3, nth: 5, weekday: 2 }],
  ])('says %s', (_, changes, days) => {
    const time = Temporal.PlainTime.from('09:00');
    expect(parseClientModal(filledIn(changes)).details.cadence).toEqual({ ...days, time });
  });

  test.each(['<!channel> & Sons', '*_~bold~_*', 'شركة النور', '🚀', ':rocket:', 'O’Neill “and” co'])(
    'the name %o is kept as it was typed',
    (name) => {
      expect(parseClientModal(filledIn({ name: typed(name) })).details.name).toBe(name);
    },
  );

  test('a name cannot turn the text around it', () => {
    expect(parseClientModal(filledIn({ name: typed('Acme\u202Eevil') })).details.name).toBe('Acme evil');
  });
});

describe('what cannot be taken is said at its field', () => {
  test.each([
    ['an empty name', { name: typed(null) }, FIELDS.name, 'Give the client a name'],
    ['a name of spaces', { name: typed('   ') }, FIELDS.name, 'Give the client a name'],
    ['a name nobody can see', { name: typed('\u200B\u200D') }, FIELDS.name, 'Give the client a name'],
    ['a name of 3,001 letters', { name: typed('a'.repeat(3_001)) }, FIELDS.name, '3,001 characters'],
    ['no owner', { owner: user(null) }, FIELDS.owner, 'Choose who'],
    ['an owner who is no id', { owner: user('<!channel>') }, FIELDS.owner, 'Choose who'],
    ['a cover who is the owner', { cover: user('U0ANA') }, FIELDS.cover, 'somebody else'],
    ['every 0 weeks', { everyWeeks: typed('0') }, FIELDS.everyWeeks, 'from 1 to 52'],
    ['every 1000 weeks', { everyWeeks: typed('1000') }, FIELDS.everyWeeks, 'from 1 to 52'],
    ['every 13 months', { ...dates, everyMonths: typed('13') }, FIELDS.everyMonths, 'months from 1 to 12'],
    ['the 32nd', { ...dates, day: typed('32') }, FIELDS.day, 'days from 1 to 31'],
    ['a sixth Tuesday', { ...quarters, nth: chosen('6') }, FIELDS.nth, 'Choose one'],
    ['an eighth weekday of the month', { ...quarters, weekday: chosen('8') }, FIELDS.weekday, 'Choose one'],
    ['no weekday', { weekdays: several() }, FIELDS.weekdays, 'at least one'],
    [
      'fields that have not appeared yet',
      { howOften: chosen('quarter') },
      FIELDS.howOften,
      'not all here yet',
    ],
    ['every 1.5 weeks', { everyWeeks: typed('1.5') }, FIELDS.everyWeeks, 'whole number'],
    ['every -2 weeks', { everyWeeks: typed('-2') }, FIELDS.everyWeeks, 'whole number'],
    ['years', { howOften: chosen('year') }, FIELDS.howOften, 'Choose one'],
    ['an eighth weekday', { weekdays: several('2', '8') }, FIELDS.weekdays, 'at least one'],
    ['no time', { time: { selected_time: null } }, FIELDS.time, 'such as 09:00'],
    ['a time past midnight', { time: { selected_time: '24:00' } }, FIELDS.time, 'such as 09:00'],
    ['a gap of 0 days', { longestGap: typed('0') }, FIELDS.longestGap, 'from 1 to 730'],
    ['a gap of three years', { longestGap: typed('1095') }, FIELDS.longestGap, 'from 1 to 730'],
    [
      'a gap shorter than the time between two reminders',
      { ...quarters, longestGap: typed('90') },
      FIELDS.longestGap,
      'You ask about them every 91 days or so. Give 91 or more here, such as 140, or ask more often.',
    ],
    ['a negative value', { value: typed('-5') }, FIELDS.value, 'from 0 to 999,999,999'],
    ['a huge value', { value: typed('9'.repeat(15)) }, FIELDS.value, 'from 0 to 999,999,999'],
    ['a value that is no number', { value: typed('1e3') }, FIELDS.value, 'from 0'],
    [
      'a value in no currency',
      { value: typed('5'), currency: typed(null) },
      FIELDS.currency,
      'three letters',
    ],
    ['a value in an unknown currency', { value: typed('5'), currency: typed('XYZ') }, FIELDS.currency, 'EUR'],
    ['negative hours', { hours: typed('-1') }, FIELDS.hours, 'from 0 to 10,000'],
    ['a DM as the channel', { channel: { selected_conversation: 'D0123' } }, FIELDS.channel, 'a channel'],
    ['a contact of 201 letters', { contactName: typed('a'.repeat(201)) }, FIELDS.contactName, '200'],
    ['to end it', { status: chosen('ended') }, FIELDS.status, 'Choose one'],
  ])('%s', (_, changes, field, said) => {
    const found = problems(changes);
    expect(Object.keys(found)).toEqual([field]);
    expect(found[field]).toContain(said);
  });

  test('everything that is wrong is said at once', () => {
    expect(Object.keys(problems({ name: typed(''), everyWeeks: typed('0'), hours: typed('-1') }))).toEqual([
      FIELDS.name,
      FIELDS.everyWeeks,
      FIELDS.hours,
    ]);
  });

  test('a state of any shape is refused by field, never with another error', () => {
    const inputs = fc.record(
      {
        value: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.integer()),
        selected_option: fc.option(fc.record({ value: fc.string() })),
        selected_user: fc.option(fc.string()),
        selected_time: fc.option(fc.string()),
      },
      { requiredKeys: [] },
    );
    const fields = fc.constantFrom(...(Object.keys(FIELDS) as (keyof typeof FIELDS)[]));
    const changed = fc.dictionary(fields, inputs).map((changes) => filledIn(changes));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), changed), (state) => {
        try {
          const { details } = parseClientModal(state);
          expect(details.name.length).toBeGreaterThan(0);
          expect(details.cadence.every).toBeGreaterThan(0);
          expect(describeCadence(details.cadence)).toMatch(/^Every .+ on .+, \d\d:\d\d$/);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidFields);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the modal', () => {
  const known = aClient({
    name: '<!channel> 🚀'.padEnd(80, 'x'),
    coverId: 'U0BEN',
    channelId: 'C0INTERNAL',
    monthlyFee: { amount: 0.05, currency: 'USD' },
    agreedHours: 7.25,
    contact: { name: 'Maria', address: 'Dr. Silva', reach: 'x'.repeat(200) },
  });

  test('is one that Slack accepts, empty and full', () => {
    expect(checkView(addClientModal(newDetails('U0ANA', ''), 'EUR'), 'modal')).toBeNull();
    expect(checkView(editClientModal(known, 'EUR'), 'modal')).toBeNull();
  });

  test('asks for nothing but a name from somebody in a hurry', () => {
    const view = addClientModal(newDetails('U0ANA', ''), 'EUR');
    const toFillIn = (view.blocks as KnownBlock[]).flatMap((block) => {
      if (block.type !== 'input' || block.optional) return [];
      const filled = Object.keys(block.element).some((key) => key.startsWith('initial_'));
      return filled ? [] : [block.block_id];
    });
    expect(toFillIn).toEqual([FIELDS.name]);
  });

  const cadences: CadenceDays[] = [
    { unit: 'week', every: 52, weekdays: [1, 5] },
    { unit: 'month-weekday', every: 2, nth: 5, weekday: 7 },
    { unit: 'month-weekday', every: 3, nth: 1, weekday: 2 },
    { unit: 'month-day', every: 3, day: 31 },
  ];

  test.each(cadences)('sent back untouched, it says what the client was: %j', (days) => {
    const cadence = { ...days, time: Temporal.PlainTime.from('16:05') };
    const full = { ...known, cadence, longestGapDays: 500 };
    expect(checkView(editClientModal(full, 'EUR'), 'modal')).toBeNull();
    const blocks = editClientModal(full, 'EUR').blocks as KnownBlock[];
    const initial = blocks.flatMap((block) => {
      if (block.type !== 'input' || !block.block_id) return [];
      const element = block.element as unknown as Record<string, unknown>;
      const {
        initial_value: value,
        initial_option,
        initial_user,
        initial_conversation,
        initial_time,
        initial_options,
      } = element;
      const state = {
        value,
        selected_option: initial_option,
        selected_user: initial_user,
        selected_conversation: initial_conversation,
        selected_time: initial_time,
        selected_options: initial_options,
      };
      return [[block.block_id, { [String(element.action_id)]: state }]];
    });
    const { details, status } = parseClientModal({ values: Object.fromEntries(initial) });
    expect(status).toBe(full.status);
    expect(full).toMatchObject(details);
  });
});
