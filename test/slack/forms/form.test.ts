import type { InputBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkView } from '../../../sandbox/server/checks/views.ts';
import { initialState } from '../../../sandbox/server/state/input-values.ts';
import { InvalidFields } from '../../../src/runtime/errors.ts';
import { choiceField, choicesField, searchField } from '../../../src/slack/forms/choice-fields.ts';
import { checked, type DraftOf, required } from '../../../src/slack/forms/field.ts';
import {
  channelField,
  dateField,
  numberField,
  personField,
  textField,
  timeField,
} from '../../../src/slack/forms/fields.ts';
import { defineForm } from '../../../src/slack/forms/form.ts';

const DRINKS = ['tea', 'coffee', 'none'] as const;
const STARS = [1, 2, 3] as const;

const tripForm = defineForm({
  name: 'trip',
  context: z.object({ guide: z.string().nullable() }),
  fields: {
    title: required(textField({ label: 'Name', max: 20 }), 'Give the trip a name.'),
    notes: textField({ label: 'Notes', max: 60, multiline: true, placeholder: 'Anything' }),
    nights: required(numberField({ label: 'Nights', min: 1, max: 30, unit: 'nights' }), 'Say how many.'),
    price: numberField({ label: 'Price', min: 0, max: 5_000, decimals: true }),
    stars: choiceField({ label: 'Stars', choices: STARS, text: (n) => '⭐'.repeat(n), as: 'radio' }),
    drink: required(
      choiceField({
        label: 'Drink',
        choices: DRINKS,
        text: (drink) => drink.toUpperCase(),
        as: 'select',
        dispatch: true,
      }),
      'Choose a drink.',
    ),
    sugar: choiceField({ label: 'Sugar?', choices: ['yes', 'no'], text: (word) => word, as: 'select' }),
    packing: choicesField({ label: 'Pack', choices: DRINKS, text: (drink) => drink, as: 'checkboxes' }),
    meals: required(
      choicesField({ label: 'Meals', choices: STARS, text: (n) => `Meal ${n}`, as: 'multi-select' }),
      'Choose at least one meal.',
    ),
    city: searchField({ label: 'City', actionId: 'city-search', placeholder: 'Type a city' }),
    leavesOn: dateField({ label: 'Day', hint: 'In your own zone.' }),
    leavesAt: timeField({ label: 'Time' }),
    guide: checked(personField({ label: 'Guide' }), (id) => (id === 'UBUSY' ? 'They are busy.' : null)),
    channel: channelField({ label: 'Channel' }),
  },
  shown: {
    sugar: ({ drink }) => drink !== 'none',
    guide: (_, { guide }) => guide === null,
  },
  labels: { notes: (_, { guide }) => (guide ? `Notes for ${guide}` : 'Notes') },
  versions: { nights: ({ stars }) => stars ?? 'usual' },
});

type Draft = DraftOf<typeof tripForm.fields>;
const context = { guide: null };
const shell = { callbackId: 'trip-save', title: 'A trip', submit: 'Save' };

const aDraft: Draft = {
  ...tripForm.empty,
  title: 'Alps',
  nights: 3,
  drink: 'tea',
  sugar: 'yes',
  meals: [2, 1],
};

function modalOf(draft: Draft, about: { guide: string | null } = context): ModalView {
  return tripForm.modal({ context: about, draft }, shell);
}

/** As Slack sends a modal that nobody has touched, but for `typed`: `block_id` -> what is in its input. */
function sent(view: ModalView, typed: Record<string, object> = {}) {
  const values: Record<string, Record<string, object>> = initialState(view.blocks);
  for (const [block, input] of Object.entries(typed)) {
    const [action = block] = Object.keys(values[block] ?? {});
    values[block] = { [action]: input };
  }
  return { private_metadata: view.private_metadata ?? '', state: { values } };
}

function wrongWith(typed: Record<string, object>, draft = aDraft): Record<string, string> {
  try {
    tripForm.read(sent(modalOf(draft), typed)).values();
  } catch (error) {
    if (error instanceof InvalidFields) return error.fields;
    throw error;
  }
  return {};
}

const ids = (view: ModalView) => view.blocks.map((block) => block.block_id);
const blockOf = (view: ModalView, id: string) =>
  view.blocks.find((block) => block.block_id === id) as InputBlock | undefined;

describe('the blocks of a form', () => {
  test('come in the order of its fields, under ids that begin with its name', () => {
    expect(ids(modalOf(aDraft)).slice(0, 4)).toEqual([
      'trip-title',
      'trip-notes',
      'trip-nights-usual',
      'trip-price',
    ]);
  });

  test('say what is optional, what is told at once, the hint and the label', () => {
    const view = modalOf(aDraft, { guide: 'UANA' });
    expect(blockOf(view, 'trip-title')).toMatchObject({ optional: false, label: { text: 'Name' } });
    expect(blockOf(view, 'trip-notes')).toMatchObject({ optional: true, label: { text: 'Notes for UANA' } });
    expect(blockOf(view, 'trip-drink')).toMatchObject({ dispatch_action: true });
    expect(blockOf(view, 'trip-leaves-on')).toMatchObject({ hint: { text: 'In your own zone.' } });
    expect(blockOf(view, 'trip-city')?.element).toMatchObject({
      action_id: 'city-search',
      min_query_length: 0,
    });
  });

  test('hold what the draft says, and are taken by Slack', () => {
    const view = modalOf({ ...aDraft, leavesAt: Temporal.PlainTime.from('07:30'), packing: ['none', 'tea'] });
    expect(blockOf(view, 'trip-title')?.element).toMatchObject({ initial_value: 'Alps' });
    expect(blockOf(view, 'trip-leaves-at')?.element).toMatchObject({ initial_time: '07:30' });
    expect(blockOf(view, 'trip-packing')?.element).toMatchObject({
      initial_options: [{ value: 'tea' }, { value: 'none' }],
    });
    expect(checkView(view, 'modal')).toBeNull();
    expect(checkView(modalOf(tripForm.empty), 'modal')).toBeNull();
  });

  test('hold no more than fits, and nothing that the element does not take', () => {
    const view = modalOf({ ...aDraft, title: 'é'.repeat(50), nights: 900 });
    expect(blockOf(view, 'trip-title')?.element).toMatchObject({ initial_value: `${'é'.repeat(19)}…` });
    expect(blockOf(view, 'trip-nights-usual')?.element).not.toHaveProperty('initial_value');
    expect(checkView(view, 'modal')).toBeNull();
  });

  test('can stand apart, and together they are all of them', () => {
    const state = { context, draft: aDraft };
    const parts = [{ to: 'title' }, { after: 'title', to: 'drink' }, { after: 'drink' }] as const;
    const [first, second, third] = parts.map((range) => tripForm.blocks(state, range));
    expect(first?.map(({ block_id }) => block_id)).toEqual(['trip-title']);
    expect([...(first ?? []), ...(second ?? []), ...(third ?? [])]).toEqual(tripForm.blocks(state));
  });
});

describe('a filled form', () => {
  test('has the values of its fields, typed', () => {
    const view = modalOf(aDraft);
    const values = tripForm
      .read(
        sent(view, {
          'trip-notes': { value: '  two\r\nlines \u0000' },
          'trip-price': { value: '12,5' },
          'trip-stars': { selected_option: { value: '3' } },
          'trip-leaves-on': { selected_date: '2026-02-28' },
          'trip-channel': { selected_conversation: 'C1' },
        }),
      )
      .values();
    expect(values).toEqual({
      title: 'Alps',
      notes: 'two\nlines',
      nights: 3,
      price: 12.5,
      stars: 3,
      drink: 'tea',
      sugar: 'yes',
      packing: [],
      meals: [1, 2],
      city: null,
      leavesOn: Temporal.PlainDate.from('2026-02-28'),
      leavesAt: null,
      guide: null,
      channel: 'C1',
    });
  });

  test('knows again what its modal was about', () => {
    expect(tripForm.read(sent(modalOf(aDraft, { guide: 'UANA' }))).context).toEqual({ guide: 'UANA' });
    expect(() => tripForm.read({ private_metadata: '{"about":{}}', state: {} })).toThrow();
  });

  test('says everything that is wrong at once, at the blocks in which it came', () => {
    expect(
      wrongWith({
        'trip-title': { value: '   ' },
        'trip-notes': { value: 'x'.repeat(61) },
        'trip-nights-usual': { value: '1.5' },
        'trip-price': { value: '1,000' },
        'trip-stars': { selected_option: { value: '4' } },
        'trip-drink': { selected_option: null },
        'trip-meals': { selected_options: [] },
        'trip-leaves-on': { selected_date: '2026-02-30' },
        'trip-leaves-at': { selected_time: '25:00' },
        'trip-guide': { selected_user: 'UBUSY' },
        'trip-channel': { selected_conversation: 'D1' },
      }),
    ).toEqual({
      'trip-title': 'Give the trip a name.',
      'trip-notes': 'Shorten this to 60 characters. It has 61.',
      'trip-nights-usual': 'Type a whole number of nights from 1 to 30.',
      'trip-price': 'Type a number from 0 to 5,000.',
      'trip-stars': 'Choose one of these.',
      'trip-drink': 'Choose a drink.',
      'trip-meals': 'Choose at least one meal.',
      'trip-leaves-on': 'Choose a day.',
      'trip-leaves-at': 'Choose a time of day, such as 09:00.',
      'trip-guide': 'They are busy.',
      'trip-channel': 'Choose a channel.',
    });
  });

  test('is also refused for what its fields say together, and the first reason stands', () => {
    const filled = tripForm.read(sent(modalOf(aDraft), { 'trip-title': { value: '' } }));
    expect(filled.valid).toMatchObject({ nights: 3 });
    expect(filled.valid.title).toBeUndefined();
    filled.refuse('title', 'A second reason.');
    filled.refuse('nights', 'Too long for tea.');
    expect(() => filled.values()).toThrow(
      expect.objectContaining({
        fields: { 'trip-title': 'Give the trip a name.', 'trip-nights-usual': 'Too long for tea.' },
      }),
    );
  });

  test('tells under which version a field was on the screen', () => {
    expect(tripForm.read(sent(modalOf({ ...aDraft, stars: 2 }))).version('nights')).toBe('2');
    expect(tripForm.read(sent(modalOf(aDraft))).version('title')).toBeNull();
  });
});

describe('a conditional field', () => {
  const without = modalOf({ ...aDraft, drink: 'none' });

  test('that is not shown is no block, and null', () => {
    expect(ids(without)).not.toContain('trip-sugar');
    expect(tripForm.read(sent(without)).values().sugar).toBeNull();
  });

  test('comes back with what was in it', () => {
    const again = tripForm.read(sent(without, { 'trip-drink': { selected_option: { value: 'coffee' } } }));
    expect(again.has('sugar')).toBe(false);
    expect(again.values().sugar).toBe('yes');
    expect(blockOf(tripForm.modal(again, shell), 'trip-sugar')?.element).toMatchObject({
      initial_option: { value: 'yes' },
    });
  });

  test('is not refused while it is not on the screen yet', () => {
    const about = { guide: 'UANA' };
    const filled = tripForm.read(sent(modalOf({ ...aDraft, sugar: null, drink: 'none' }, about)));
    expect(filled.values()).toMatchObject({ sugar: null, guide: null });
  });

  test('with more in it than the metadata holds is forgotten', () => {
    const form = defineForm({
      name: 'long',
      fields: {
        long: textField({ label: 'Long', max: 3_000 }),
        more: choiceField({ label: 'More', choices: ['yes'], text: (word) => word, as: 'radio' }),
      },
      shown: { long: ({ more }) => more === 'yes' },
    });
    const hidden = form.modal({ context: null, draft: { ...form.empty, long: 'x'.repeat(3_000) } }, shell);
    expect(checkView(hidden, 'modal')).toBeNull();
    expect(form.read(sent(hidden)).draft.long).toBeNull();
  });
});

test('a draft, a set of values or a rule that forgets or invents a field does not compile', () => {
  const { title, ...rest } = aDraft;
  // @ts-expect-error: `title` is missing
  const forgotten: Draft = rest;
  // @ts-expect-error: nobody asks for a `motto`
  const invented: Draft = { ...aDraft, motto: 'Higher' };
  const values = () => {
    const filled = tripForm.read(sent(modalOf(aDraft)));
    // @ts-expect-error: no field is called so
    filled.refuse('motto', 'No.');
    // @ts-expect-error: it may not have been shown
    const guide: string = filled.values().guide;
    // @ts-expect-error: `tea` or `coffee` or `none`
    const drink: 'tea' = filled.values().drink;
    return [guide, drink];
  };
  expect([title, forgotten, invented, values]).toHaveLength(4);
});

const text = (max: number) =>
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one.length <= max);
const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of);
const draft: fc.Arbitrary<Draft> = fc.record({
  title: nullable(text(20)),
  notes: nullable(text(60)),
  nights: nullable(fc.integer({ min: 1, max: 30 })),
  price: nullable(fc.integer({ min: 0, max: 500_000 }).map((cents) => cents / 100)),
  stars: nullable(fc.constantFrom(...STARS)),
  drink: nullable(fc.constantFrom(...DRINKS)),
  sugar: nullable(fc.constantFrom('yes' as const, 'no' as const)),
  packing: fc.subarray([...DRINKS]),
  meals: fc.subarray([...STARS]),
  city: nullable(fc.record({ value: text(20), text: text(75) })),
  leavesOn: nullable(
    fc.integer({ min: 0, max: 40_000 }).map((days) => new Temporal.PlainDate(1970, 1, 1).add({ days })),
  ),
  leavesAt: nullable(
    fc.integer({ min: 0, max: 1_439 }).map((minutes) => new Temporal.PlainTime().add({ minutes })),
  ),
  guide: nullable(fc.constantFrom('UANA', 'WBEN')),
  channel: nullable(fc.constantFrom('C1', 'G2')),
});
const about = fc.record({ guide: nullable(fc.string({ maxLength: 20 })) });

test('a draft comes back from its modal as it was, and so does what the modal is about', () => {
  fc.assert(
    fc.property(draft, about, (drafted, guide) => {
      const view = modalOf(drafted, guide);
      expect(checkView(view, 'modal')).toBeNull();
      const filled = tripForm.read(sent(view));
      expect(filled.draft).toEqual(drafted);
      expect(filled.context).toEqual(guide);
    }),
    { numRuns: 100 },
  );
});

test('whatever a stranger sends gives values, or says what is wrong at blocks of the form', () => {
  const junk = fc.oneof(
    fc.anything(),
    fc.record(
      {
        value: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
        selected_option: fc.oneof(fc.record({ value: fc.string() }), fc.anything()),
        selected_options: fc.oneof(fc.array(fc.record({ value: fc.string() })), fc.anything()),
        selected_user: fc.oneof(fc.string(), fc.anything()),
        selected_conversation: fc.oneof(fc.string(), fc.anything()),
        selected_date: fc.oneof(fc.string(), fc.constant('2026-13-01'), fc.anything()),
        selected_time: fc.oneof(fc.string(), fc.constant('24:00'), fc.anything()),
      },
      { requiredKeys: [] },
    ),
  );
  const view = modalOf(aDraft);
  const known = ids(view).filter((id) => id !== undefined);
  const state = fc.oneof(
    fc.anything(),
    fc.record({ values: fc.anything() }),
    fc.dictionary(fc.constantFrom(...known), junk).map((typed) => {
      const { values } = sent(view).state;
      for (const [block, input] of Object.entries(typed)) {
        values[block] = { [Object.keys(values[block] ?? {})[0] ?? block]: input as object };
      }
      return { values };
    }),
  );
  fc.assert(
    fc.property(state, (anything) => {
      const filled = tripForm.read({ private_metadata: view.private_metadata ?? '', state: anything });
      expect(checkView(tripForm.modal(filled, shell), 'modal')).toBeNull();
      try {
        const { title, nights, notes, price } = filled.values();
        expect(title.length).toBeGreaterThan(0);
        expect(nights).toBeGreaterThan(0);
        expect(notes ?? '').not.toContain('\u0000');
        expect(price ?? 0).toBeLessThanOrEqual(5_000);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidFields);
        const blocks = Object.keys((error as InvalidFields).fields);
        expect([...known, 'trip-nights']).toEqual(expect.arrayContaining(blocks));
      }
    }),
    { numRuns: 200 },
  );
});
