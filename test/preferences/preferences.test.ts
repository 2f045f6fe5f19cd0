import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState } from '../../sandbox/server/state/input-values.ts';
import { findHolidayPlaces, holidayPlaceName } from '../../src/calendars/holiday-places.ts';
import { absenceModal, readAbsence } from '../../src/preferences/absence-modal.ts';
import {
  preferencesModal,
  preferencesSavedText,
  readPreferences,
} from '../../src/preferences/preferences-modal.ts';
import { overridesOf, type Preferences } from '../../src/preferences/rules.ts';
import {
  readWorkspaceSettings,
  workspaceSettingsModal,
} from '../../src/preferences/workspace-settings-modal.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import type { WorkSchedule } from '../../src/workspaces/rules.ts';
import { ID } from '../support/studio.ts';

const time = (text: string) => Temporal.PlainTime.from(text);
const today = Temporal.PlainDate.from('2026-03-02');
const defaults: WorkSchedule = {
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

const preferences = (own: Preferences = nothing) =>
  preferencesModal({
    own,
    defaults,
    defaultZone: 'Europe/Lisbon',
    holidayNames: { own: null, default: 'Portugal' },
  });
const settings = workspaceSettingsModal({ leadId: null, schedule: defaults }, 'Portugal');
const absence = absenceModal([], new Map(), today);

/** As Slack sends a modal that nobody has touched, but for `changes`: `block_id` -> what is in its input. */
function sent({ private_metadata = '', blocks }: ModalView, changes: Record<string, object> = {}) {
  const values: Record<string, Record<string, object>> = initialState(blocks);
  for (const [block, input] of Object.entries(changes)) {
    const [action = block] = Object.keys(values[block] ?? {});
    values[block] = { [action]: input };
  }
  return { private_metadata, state: { values } };
}
const chosen = (value: string) => ({ selected_option: { value, text: { type: 'plain_text', text: value } } });
const ticked = (...values: string[]) => ({ selected_options: values.map((value) => ({ value })) });

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

describe('a person’s own preferences', () => {
  test('are empty while nothing was chosen', () => {
    expect(readPreferences(sent(preferences()), defaults)).toEqual(nothing);
  });

  test('keep a chosen country, also if it is the workspace’s, and “None”', () => {
    const holidays = (value: string) =>
      readPreferences(sent(preferences(), { 'preferences-holidays': chosen(value) }), defaults).holidays;
    expect([holidays('PT'), holidays('DE-BY'), holidays('none')]).toEqual(['PT', 'DE-BY', '']);
  });

  test.each([
    ['preferences-zone', chosen('Mars/Base')],
    ['preferences-zone', chosen('+02:00')],
    ['preferences-remind-at', chosen('25:00')],
    ['preferences-remind-at', chosen('07:30')],
    ['preferences-remind-at', chosen('19:00')],
    ['preferences-round-weekday', chosen('8')],
    ['preferences-round-weekday', chosen('6')],
    ['preferences-nudges', chosen('often')],
    ['preferences-working-days', ticked()],
    ['preferences-working-days', ticked('0', '8')],
    ['preferences-holidays', chosen('pt; drop table people')],
    ['preferences-quiet-from', { selected_time: '24:00' }],
    ['preferences-quiet-to', {}],
  ])('are refused at %s for %o, and nowhere else', (field, input) => {
    const view = sent(preferences(), { [field]: input });
    expect(wrongIn(() => readPreferences(view, defaults))).toEqual([field]);
  });

  test('may be at any hour where there are no quiet hours', () => {
    const midnight = { selected_time: '00:00' };
    const view = sent(preferences(), {
      'preferences-quiet-from': midnight,
      'preferences-quiet-to': midnight,
      'preferences-remind-at': chosen('03:00'),
    });
    const own = readPreferences(view, defaults);
    expect(own.remindAt?.toString()).toBe('03:00:00');
  });

  test.each<[Partial<Preferences>, string]>([
    [{}, 'on Monday to Friday, at each client’s own time in Lisbon, and never between 19:00 and 08:00.'],
    [{ workingDays: [1, 3, 5] }, 'on Monday, Wednesday and Friday,'],
    [{ workingDays: [6, 7] }, 'on Saturday and Sunday,'],
    [{ roundWeekday: 3, remindAt: time('10:30') }, 'on Wednesday, at 10:30 in Lisbon,'],
    [{ zone: 'Asia/Kolkata' }, 'in Kolkata,'],
    [{ quiet: { from: time('00:00'), to: time('00:00') } }, 'and at any hour.'],
  ])('with %o are confirmed: %s', (own, words) => {
    expect(preferencesSavedText({ ...nothing, ...own }, defaults, 'Europe/Lisbon')).toContain(words);
  });

  test('with the workspace’s days in another order are not the person’s own', () => {
    expect(overridesOf({ ...defaults, workingDays: [5, 4, 3, 2, 1] }, defaults).workingDays).toBeNull();
  });
});

describe('holidays', () => {
  test('can be chosen for every place that is offered', async () => {
    for (const { code, name } of await findHolidayPlaces('', 10_000)) {
      const view = sent(settings, { 'workspace-settings-holidays': chosen(code) });
      expect(readWorkspaceSettings(view).schedule.holidays).toBe(code);
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
  ])('are found by typing %s', async (typed, code) => {
    const codes = (await findHolidayPlaces(typed, 10)).map((place) => place.code);
    expect(codes).toContain(code);
  });

  test('of countries come before their regions', async () => {
    const [first] = await findHolidayPlaces('germany', 5);
    expect(first).toEqual({ code: 'DE', name: 'Germany' });
    expect(await findHolidayPlaces('', 3)).toHaveLength(3);
    expect(await findHolidayPlaces('nowhere at all', 3)).toEqual([]);
  });
});

test('whatever is sent is either read or refused at a field', () => {
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
  const modals = [preferences(), settings, absence];
  const fields = modals.flatMap(({ blocks }) => blocks.flatMap((block) => block.block_id ?? []));
  const state = fc.oneof(
    fc.anything(),
    fc.record({ values: fc.dictionary(fc.constantFrom(...fields), fc.dictionary(fc.string(), input)) }),
  );
  fc.assert(
    fc.property(state, (values) => {
      const from = ({ private_metadata = '' }: ModalView) => ({ private_metadata, state: values });
      for (const read of [
        () => readPreferences(from(preferences()), defaults),
        () => readWorkspaceSettings(from(settings)),
        () => readAbsence(from(absence), ID.ana, today),
      ]) {
        for (const field of wrongIn(read)) expect(fields).toContain(field);
      }
    }),
  );
});
