import type { KnownBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { initialState } from '../../sandbox/server/state/input-values.ts';
import { type CadenceDays, describeCadence } from '../../src/clients/cadence/rules.ts';
import { addClientModal, editClientModal } from '../../src/clients/client-modal.ts';
import { clientForm, readClient } from '../../src/clients/form.ts';
import { newClientDetails } from '../../src/clients/rules.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { aClient } from '../support/a-client.ts';

type Values = Record<string, Record<string, unknown>>;
type Field = keyof typeof clientForm.fields;

const typed = (value: string | null) => ({ type: 'plain_text_input', value });
const chosen = (value: string) => ({ type: 'static_select', selected_option: { value } });
const several = (...values: string[]) => ({
  type: 'multi_static_select',
  selected_options: values.map((value) => ({ value })),
});
const user = (id: string | null) => ({ type: 'users_select', selected_user: id });

const newModal = addClientModal(newClientDetails('U0ANA', ''), 'EUR');
const editModal = editClientModal(aClient(), 'EUR');
const sent = ({ private_metadata = '' }: ModalView, state: unknown) => ({ private_metadata, state });

/** As Slack sends a modal in which all that must be filled in is filled in. */
function filledIn(changes: Partial<Record<Field, unknown>> = {}): { values: Values } {
  const inputs: Partial<Record<Field, unknown>> = {
    name: typed('Acme'),
    owner: user('U0ANA'),
    everyWeeks: typed('2'),
    howOften: chosen('week'),
    weekdays: several('2'),
    time: { type: 'timepicker', selected_time: '09:00' },
    longestGap: typed('30'),
    cover: user(null),
    channel: { type: 'conversations_select', selected_conversation: null },
    monthlyFee: typed(null),
    currency: typed('EUR'),
    agreedHours: typed(null),
    contactName: typed(null),
    contactSalutation: typed(null),
    contactPreferredChannel: typed(null),
    ...changes,
  };
  const shown = Object.entries(inputs).filter(([, input]) => input !== undefined);
  const values = shown.map(([field, input]) => {
    const id = clientForm.blockId(field as Field);
    return [id, { [id]: input }];
  });
  return { values: Object.fromEntries(values) };
}

/** What a modal with a status says is for a client that is edited. */
function parse(state: ReturnType<typeof filledIn>) {
  const hasStatus = clientForm.blockId('status') in state.values;
  return readClient(clientForm.read(sent(hasStatus ? editModal : newModal, state)));
}

function problems(changes: Parameters<typeof filledIn>[0]): Record<string, string> {
  try {
    parse(filledIn(changes));
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

describe('what is typed in the client’s modal', () => {
  test('becomes the client’s details, with null for what was left empty', () => {
    expect(parse(filledIn())).toEqual({
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
        contact: { name: null, salutation: null, preferredChannel: null },
      },
    });
  });

  test('has the usual longest gap for its cadence where the suggestion was left alone', () => {
    const { values } = filledIn({ everyWeeks: typed('8') });
    const block = clientForm.blockId('longestGap');
    const { [block]: longestGap = {}, ...others } = values;
    const gapIn = (blockId: string) =>
      parse({ values: { ...others, [blockId]: longestGap } }).details.longestGapDays;
    expect(gapIn(`${block}-30`)).toBe(84);
    expect(() => gapIn(`${block}-28`)).toThrow(InvalidFields);
  });

  test('is read in full', () => {
    const { details, status } = parse(
      filledIn({
        cover: user('U0BEN'),
        channel: { type: 'conversations_select', selected_conversation: 'C0INTERNAL' },
        monthlyFee: typed('1500.5'),
        currency: typed('usd'),
        agreedHours: typed('12'),
        contactName: typed('  Maria  da Silva '),
        contactSalutation: typed('Dr. Silva'),
        contactPreferredChannel: typed('Email, never before ten'),
        status: chosen('leaving'),
      }),
    );
    expect(status).toBe('leaving');
    expect(details).toMatchObject({
      coverId: 'U0BEN',
      channelId: 'C0INTERNAL',
      monthlyFee: { amount: 1500.5, currency: 'USD' },
      agreedHours: 12,
      contact: {
        name: 'Maria da Silva',
        salutation: 'Dr. Silva',
        preferredChannel: 'Email, never before ten',
      },
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
  ])('can say %s', (_, changes, days) => {
    const time = Temporal.PlainTime.from('09:00');
    expect(parse(filledIn(changes)).details.cadence).toEqual({ ...days, time });
  });

  test.each(['<!channel> & Sons', '*_~bold~_*', 'شركة النور', '🚀', ':rocket:', 'O’Neill “and” co'])(
    'the name %o is kept as it was typed',
    (name) => {
      expect(parse(filledIn({ name: typed(name) })).details.name).toBe(name);
    },
  );

  test('a name cannot reverse the text around it', () => {
    expect(parse(filledIn({ name: typed('Acme\u202Eevil') })).details.name).toBe('Acme evil');
  });
});

describe('an answer is refused at its field for', () => {
  test.each<[string, Parameters<typeof filledIn>[0], Field, string]>([
    ['an empty name', { name: typed(null) }, 'name', 'Give the client a name'],
    ['a name of spaces', { name: typed('   ') }, 'name', 'Give the client a name'],
    ['a name nobody can see', { name: typed('\u200B\u200D') }, 'name', 'Give the client a name'],
    [
      'a name of 3,001 letters',
      { name: typed('a'.repeat(3_001)) },
      'name',
      'Shorten this to 80 characters. It has 3,001.',
    ],
    ['no owner', { owner: user(null) }, 'owner', 'Choose the account owner'],
    ['an owner who is no id', { owner: user('<!channel>') }, 'owner', 'Choose the account owner'],
    ['a cover who is the owner', { cover: user('U0ANA') }, 'cover', 'somebody else'],
    ['every 0 weeks', { everyWeeks: typed('0') }, 'everyWeeks', 'from 1 to 52'],
    ['every 1000 weeks', { everyWeeks: typed('1000') }, 'everyWeeks', 'from 1 to 52'],
    ['every 13 months', { ...dates, everyMonths: typed('13') }, 'everyMonths', 'months from 1 to 12'],
    ['the 32nd', { ...dates, day: typed('32') }, 'day', 'from 1 to 31'],
    ['a sixth Tuesday', { ...quarters, nth: chosen('6') }, 'nth', 'Choose one'],
    [
      'an eighth weekday of the month',
      { ...quarters, weekday: chosen('8') },
      'weekday',
      'Choose one of these',
    ],
    ['no weekday', { weekdays: several() }, 'weekdays', 'at least one'],
    ['fields that have not appeared yet', { howOften: chosen('quarter') }, 'howOften', 'still loading'],
    ['every 1.5 weeks', { everyWeeks: typed('1.5') }, 'everyWeeks', 'whole number'],
    ['every -2 weeks', { everyWeeks: typed('-2') }, 'everyWeeks', 'whole number'],
    ['years', { howOften: chosen('year') }, 'howOften', 'Choose one'],
    ['an eighth weekday', { weekdays: several('8') }, 'weekdays', 'at least one'],
    ['no time', { time: { selected_time: null } }, 'time', 'such as 09:00'],
    ['a time past midnight', { time: { selected_time: '24:00' } }, 'time', 'such as 09:00'],
    ['a gap of 0 days', { longestGap: typed('0') }, 'longestGap', 'from 1 to 730'],
    ['a gap of three years', { longestGap: typed('1095') }, 'longestGap', 'from 1 to 730'],
    [
      'a gap shorter than the time between two reminders',
      { ...quarters, longestGap: typed('90') },
      'longestGap',
      'Reminders come about every 91 days. Type 91 or more, such as 140, or ask more often.',
    ],
    ['a negative value', { monthlyFee: typed('-5') }, 'monthlyFee', 'from 0 to 999,999,999'],
    ['a huge value', { monthlyFee: typed('9'.repeat(15)) }, 'monthlyFee', 'from 0 to 999,999,999'],
    ['a value that is no number', { monthlyFee: typed('1e3') }, 'monthlyFee', 'from 0'],
    [
      'a value in no currency',
      { monthlyFee: typed('5'), currency: typed(null) },
      'currency',
      'three letters',
    ],
    ['a value in an unknown currency', { monthlyFee: typed('5'), currency: typed('XYZ') }, 'currency', 'EUR'],
    ['negative hours', { agreedHours: typed('-1') }, 'agreedHours', 'from 0 to 10,000'],
    ['a DM as the channel', { channel: { selected_conversation: 'D0123' } }, 'channel', 'a channel'],
    ['a contact of 201 letters', { contactName: typed('a'.repeat(201)) }, 'contactName', '200'],
    ['to end it', { status: chosen('ended') }, 'status', 'Choose one'],
  ])('%s', (_, changes, field, said) => {
    const found = problems(changes);
    const blockId = clientForm.blockId(field);
    expect(Object.keys(found)).toEqual([blockId]);
    expect(found[blockId]).toContain(said);
  });

  test('all problems are said at once', () => {
    expect(
      Object.keys(problems({ name: typed(''), everyWeeks: typed('0'), agreedHours: typed('-1') })),
    ).toEqual((['name', 'everyWeeks', 'agreedHours'] as const).map(clientForm.blockId));
  });

  test('a state of any shape is refused at its fields, never with another error', () => {
    const inputs = fc.record(
      {
        value: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.integer()),
        selected_option: fc.option(fc.record({ value: fc.string() })),
        selected_user: fc.option(fc.string()),
        selected_time: fc.option(fc.string()),
      },
      { requiredKeys: [] },
    );
    const fields = fc.constantFrom(...(Object.keys(clientForm.fields) as Field[]));
    const changed = fc.dictionary(fields, inputs).map((changes) => filledIn(changes));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), changed), (state) => {
        try {
          const { details } = readClient(clientForm.read(sent(newModal, state)));
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
    contact: { name: 'Maria', salutation: 'Dr. Silva', preferredChannel: 'x'.repeat(200) },
  });

  test('is one that Slack accepts, empty and full', () => {
    expect(checkView(addClientModal(newClientDetails('U0ANA', ''), 'EUR'), 'modal')).toBeNull();
    expect(checkView(editClientModal(known, 'EUR'), 'modal')).toBeNull();
  });

  test('needs only a name', () => {
    const view = addClientModal(newClientDetails('U0ANA', ''), 'EUR');
    const toFillIn = (view.blocks as KnownBlock[]).flatMap((block) => {
      if (block.type !== 'input' || block.optional) return [];
      const filled = Object.keys(block.element).some((key) => key.startsWith('initial_'));
      return filled ? [] : [block.block_id];
    });
    expect(toFillIn).toEqual([clientForm.blockId('name')]);
  });

  const cadences: CadenceDays[] = [
    { unit: 'week', every: 52, weekdays: [1, 5] },
    { unit: 'month-weekday', every: 2, nth: 5, weekday: 7 },
    { unit: 'month-weekday', every: 3, nth: 1, weekday: 2 },
    { unit: 'month-day', every: 3, day: 31 },
  ];

  test.each(cadences)('submitted untouched, changes nothing: %j', (days) => {
    const cadence = { ...days, time: Temporal.PlainTime.from('16:05') };
    const full = { ...known, cadence, longestGapDays: 500 };
    expect(checkView(editClientModal(full, 'EUR'), 'modal')).toBeNull();
    const view = editClientModal(full, 'EUR');
    const filled = clientForm.read(sent(view, { values: initialState(view.blocks) }));
    const { details, status } = readClient(filled);
    expect(status).toBe(full.status);
    expect(full).toMatchObject(details);
  });
});
