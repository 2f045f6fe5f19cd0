import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findHolidayPlaces, holidayPlaceName } from '../../src/calendars/holiday-places.ts';
import { parseAway } from '../../src/preferences/away.ts';
import { parsePreferences, preferencesSaved } from '../../src/preferences/preferences-modal.ts';
import { ownOnly, type Preferences } from '../../src/preferences/rules.ts';
import { parseWorkspaceSettings } from '../../src/preferences/settings-modal.ts';
import { parseWays } from '../../src/preferences/work-schedule-form.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { FormAnswers } from '../../src/slack/forms/form-answers.ts';
import type { WorkSchedule } from '../../src/workspaces/rules.ts';
import { ID } from '../support/studio.ts';

const time = (text: string) => Temporal.PlainTime.from(text);
const today = Temporal.PlainDate.from('2026-03-02');
const usual: WorkSchedule = {
  workingDays: [1, 2, 3, 4, 5],
  holidays: 'PT',
  quiet: { from: time('19:00'), to: time('08:00') },
};
const nothing: Preferences = {
  zone: null,
  workingDays: null,
  holidays: null,
  quiet: null,
  remindAt: null,
  roundWeekday: null,
  nudges: 'standard',
};

/** A view's state, as Slack sends it. */
function stateOf(inputs: Record<string, unknown>) {
  return { values: Object.fromEntries(Object.entries(inputs).map(([id, input]) => [id, { [id]: input }])) };
}
const chosen = (value: string) => ({ selected_option: { value, text: { type: 'plain_text', text: value } } });
const ticked = (...values: string[]) => ({ selected_options: values.map((value) => ({ value })) });
const ways = {
  'working-days': ticked('1', '2', '3', '4', '5'),
  holidays: chosen('usual'),
  'quiet-from': { selected_time: '19:00' },
  'quiet-to': { selected_time: '08:00' },
};
const mine = {
  ...ways,
  'own-zone': chosen('usual'),
  'remind-at': chosen('usual'),
  'round-weekday': chosen('usual'),
  nudges: chosen('standard'),
};

/** Which fields are wrong. */
function wrongIn(parse: () => unknown): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (error instanceof InvalidFields) return Object.keys(error.fields);
    throw error;
  }
}

describe('one’s own reminders', () => {
  test('are nobody’s own as long as nothing was chosen', () => {
    expect(parsePreferences(stateOf(mine), usual)).toEqual(nothing);
  });

  test('keep a country that was chosen, also where it is the workspace’s, and “None”', () => {
    const holidays = (value: string) =>
      parsePreferences(stateOf({ ...mine, holidays: chosen(value) }), usual).holidays;
    expect([holidays('PT'), holidays('DE-BY'), holidays('none')]).toEqual(['PT', 'DE-BY', '']);
  });

  test.each([
    ['own-zone', chosen('Mars/Base')],
    ['own-zone', chosen('+02:00')],
    ['remind-at', chosen('25:00')],
    ['remind-at', chosen('07:30')],
    ['remind-at', chosen('19:00')],
    ['round-weekday', chosen('8')],
    ['round-weekday', chosen('6')],
    ['nudges', chosen('often')],
    ['working-days', ticked()],
    ['working-days', ticked('0', '8')],
    ['holidays', chosen('pt; drop table people')],
    ['quiet-from', { selected_time: '24:00' }],
    ['quiet-to', {}],
  ])('are refused at %s for %o, and nowhere else', (field, input) => {
    expect(wrongIn(() => parsePreferences(stateOf({ ...mine, [field]: input }), usual))).toEqual([field]);
  });

  test('may be at any hour where there are no quiet ones', () => {
    const hours = { 'quiet-from': { selected_time: '00:00' }, 'quiet-to': { selected_time: '00:00' } };
    const own = parsePreferences(stateOf({ ...mine, ...hours, 'remind-at': chosen('03:00') }), usual);
    expect(own.remindAt?.toString()).toBe('03:00:00');
  });

  test.each<[Partial<Preferences>, string]>([
    [{}, 'on Monday to Friday, at each client’s own time in Lisbon, and never between 19:00 and 08:00.'],
    [{ workingDays: [1, 3, 5] }, 'on Monday, Wednesday and Friday,'],
    [{ workingDays: [6, 7] }, 'on Saturday and Sunday,'],
    [{ roundWeekday: 3, remindAt: time('10:30') }, 'on Wednesday, at 10:30 in Lisbon,'],
    [{ zone: 'Asia/Kolkata' }, 'in Kolkata,'],
    [{ quiet: { from: time('00:00'), to: time('00:00') } }, 'and at any hour.'],
  ])('with %o are said back: %s', (own, words) => {
    expect(preferencesSaved({ ...nothing, ...own }, usual, 'Europe/Lisbon')).toContain(words);
  });

  test('days in another order are the workspace’s all the same', () => {
    expect(ownOnly({ ...usual, workingDays: [5, 4, 3, 2, 1] }, usual).workingDays).toBeNull();
  });
});

describe('holidays', () => {
  test('can be those of every place that is offered', async () => {
    for (const { code, name } of await findHolidayPlaces('', 10_000)) {
      const answers = new FormAnswers(stateOf({ ...ways, holidays: chosen(code) }));
      expect(parseWays(answers).holidays).toBe(code);
      expect(await holidayPlaceName(code)).toBe(name);
      expect(name.length).toBeLessThanOrEqual(75);
    }
  });

  test.each([
    ['portu', 'PT'],
    ['PT', 'PT'],
    ['bayern', 'DE-BY'],
    ['cote d', 'CI'],
    ['england', 'GB-ENG'],
  ])('are found by what is typed: %s', async (typed, code) => {
    const codes = (await findHolidayPlaces(typed, 10)).map((place) => place.code);
    expect(codes).toContain(code);
  });

  test('of countries come before those of their regions', async () => {
    const [first] = await findHolidayPlaces('germany', 5);
    expect(first).toEqual({ code: 'DE', name: 'Germany' });
    expect(await findHolidayPlaces('', 3)).toHaveLength(3);
    expect(await findHolidayPlaces('nowhere at all', 3)).toEqual([]);
  });
});

test('whatever a stranger sends is either taken or refused at a field', () => {
  const input = fc.record(
    {
      selected_option: fc.option(fc.record({ value: fc.string() })),
      selected_options: fc.array(fc.record({ value: fc.string() })),
      selected_time: fc.string(),
      selected_date: fc.oneof(fc.string(), fc.constantFrom('2026-02-30', '9999-99-99', '2026-03-03')),
      selected_user: fc.option(fc.string()),
    },
    { requiredKeys: [] },
  );
  const fields = [...Object.keys(mine), 'lead', 'away-first', 'away-last', 'away-cover'];
  const state = fc.oneof(
    fc.anything(),
    fc.record({ values: fc.dictionary(fc.constantFrom(...fields), fc.dictionary(fc.string(), input)) }),
  );
  fc.assert(
    fc.property(state, (sent) => {
      for (const parse of [
        () => parsePreferences(sent, usual),
        () => parseWorkspaceSettings(sent),
        () => parseAway(sent, ID.ana, today),
      ]) {
        for (const field of wrongIn(parse)) expect(fields).toContain(field);
      }
    }),
  );
});
