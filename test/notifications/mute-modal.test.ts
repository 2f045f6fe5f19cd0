import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { muteForm, muteModal } from '../../src/notifications/mutes/modal.ts';
import { HOSTILE } from '../health/shown.ts';
import { refusals, typedView } from '../slack/forms/typed-view.ts';

describe('the modal that mutes', () => {
  const read = (weeks: string | null, reason: string | null) =>
    muteForm
      .read(
        typedView(
          muteForm,
          { clientId: 'c1' },
          { weeks: { selected_option: weeks && { value: weeks } }, reason: { value: reason } },
        ),
      )
      .values();

  test('is one that Slack accepts, whatever the client is called', () => {
    expect(checkView(muteModal({ id: 'c1', name: HOSTILE }), 'modal')).toBeNull();
  });

  test('accepts a time that it offers, and a reason', () => {
    expect(read('2', ' Because ')).toEqual({ weeks: 2, reason: 'Because' });
  });

  test.each([
    ['3', 'Because', 'weeks'],
    [null, 'Because', 'weeks'],
    ['2', ' \u202E ', 'reason'],
    ['2', 'x'.repeat(301), 'reason'],
  ] as const)('with %s weeks and reason %# says what is wrong', (weeks, reason, field) => {
    expect(refusals(muteForm, () => read(weeks, reason))).toEqual({ [field]: expect.any(String) });
  });
});
