import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { overrideForm, overrideModal, readOverride } from '../../src/health/override/modal.ts';
import type { Override } from '../../src/health/rules.ts';
import { refusals, typedView } from '../slack/forms/typed-view.ts';
import { aCheckIn, aClient, anOverview, NOW, someFacts } from './samples.ts';
import { HOSTILE, saidIn } from './shown.ts';

const LONDON = 'Europe/London';
const TODAY = Temporal.PlainDate.from('2026-11-21');

describe('the modal for an override', () => {
  const read = (band: string | null, reason: string | null, lastDay: string | null, zone = LONDON) =>
    readOverride(
      typedView(
        overrideForm,
        { clientId: 'c1' },
        {
          band: { selected_option: band && { value: band } },
          reason: { value: reason },
          lastDay: { selected_date: lastDay },
        },
      ),
      TODAY,
      zone,
    );

  test('accepts a band, a reason and a day, and lasts until the end of that day where it was chosen', () => {
    expect(read('watch', '  They moved  ', '2026-12-03')).toEqual({
      clientId: 'c1',
      band: 'watch',
      reason: 'They moved',
      until: Temporal.Instant.from('2026-12-04T00:00:00Z'),
    });
    expect(read('watch', 'Why', '2027-03-14', 'America/New_York').until).toEqual(
      Temporal.Instant.from('2027-03-15T04:00:00Z'),
    );
  });

  test.each([
    ['no band', ['unknown', 'Why', '2026-12-03'], 'band', 'Choose one'],
    ['no reason', ['watch', ' \u202E ', '2026-12-03'], 'reason', 'in a few words'],
    ['too long a reason', ['watch', 'x'.repeat(301), '2026-12-03'], 'reason', '300'],
    ['no day', ['watch', 'Why', null], 'lastDay', 'Choose a day'],
    ['yesterday', ['watch', 'Why', '2026-11-20'], 'lastDay', 'That day is over'],
    ['more than a year', ['watch', 'Why', '2027-11-22'], 'lastDay', 'a year'],
  ] as const)('with %s says what is missing', (_, [band, reason, lastDay], field, said) => {
    expect(refusals(overrideForm, () => read(band, reason, lastDay))[field]).toContain(said);
  });

  test.each(['2026-11-21', '2027-11-21'])('accepts %s, which is today or at most a year away', (day) => {
    expect(read('healthy', 'x'.repeat(300), day).reason).toHaveLength(300);
  });

  test('is one that Slack accepts, with the current override and the score, however long they are', () => {
    const client = aClient({ name: HOSTILE });
    const checkIns = [aCheckIn({ clientSentiment: 1 })];
    const override: Override = {
      band: 'watch',
      reason: '<!channel>'.repeat(30),
      by: 'UANA',
      at: NOW.subtract({ hours: 1 }),
      until: Temporal.Instant.from('2026-12-04T00:00:00Z'),
    };
    const facts = someFacts({ client, checkIns, override });
    const modal = overrideModal(anOverview(client, checkIns, { facts }), LONDON, NOW);
    expect(checkView(modal, 'modal')).toBeNull();
    expect(saidIn(modal.blocks[0])).toContain('scores 🔴 At risk');
    const shown = JSON.stringify(modal.blocks);
    expect(shown).toContain('becomes 🔴 At risk');
    expect(shown).toContain('"initial_date":"2026-12-03"');
    const fresh = overrideModal(anOverview(), LONDON, NOW);
    expect(checkView(fresh, 'modal')).toBeNull();
    expect(JSON.stringify(fresh.blocks)).toContain('"initial_date":"2026-12-19"');
    expect(JSON.stringify(fresh.blocks)).not.toContain('override-remove');
  });
});
