import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import { removeAbsence } from '../../src/calendars/absence-store.ts';
import { loadCalendar } from '../../src/calendars/store.ts';
import { loadPreferences } from '../../src/preferences/store.ts';
import { loadWorkspace } from '../../src/workspaces/store.ts';
import { seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

/** Monday 2 March 2026, 08:00 in London. */
const rapport = useRapport();
let ana: PersonDriver;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  await ana.openHome();
  await ana.waitFor('Home', ({ home }) => home);
});

beforeEach(async () => {
  await rapport.db.deleteFrom('away_dates').execute();
  const nothing = {
    zone_override: null,
    working_days: null,
    holidays: null,
    quiet_from: null,
    quiet_to: null,
  };
  await rapport.db
    .updateTable('people')
    .set({ ...nothing, remind_at: null, round_weekday: null, nudges: 'standard' })
    .execute();
});

afterEach(async () => {
  await rapport.driver.clearFaults();
  while ((await ana.screen()).modals.length > 0) await ana.closeModal();
});

const preferences = async () => (await loadPreferences(rapport.db, ID.team, ID.ana)).own;
const calendar = () => loadCalendar(rapport.db, ID.team, ID.ana);

async function openMine(): Promise<void> {
  await ana.command('/client-health me');
  await ana.waitForModal('My reminders');
}

async function said(): Promise<string> {
  return renderView(await ana.waitForModal('Rapport'));
}

async function noteAway(first: string, last: string, cover?: string): Promise<void> {
  await ana.command('/client-health away');
  await ana.waitForModal('Away dates');
  await ana.pick('First day away', first);
  await ana.pick('Last day away', last);
  if (cover) await ana.pick('Who covers for you', cover);
}

async function awayDates(): Promise<string[]> {
  const { away } = await calendar();
  return away.map(({ first, last, coverId }) => `${first} ${last} ${coverId ?? 'nobody'}`);
}

describe('my reminders', () => {
  test('submitted untouched follow Slack and the workspace', async () => {
    await openMine();
    await ana.submit();
    expect(await said()).toContain(
      'Saved. I’ll ask you on Monday to Friday, at each client’s own time in London, and never between 19:00 and 08:00.',
    );
    expect(await preferences()).toMatchObject({
      zone: null,
      workingDays: null,
      holidays: null,
      quiet: null,
      remindAt: null,
      roundWeekday: null,
      nudges: 'standard',
    });
  });

  test('are saved, and shown when they are opened again', async () => {
    await openMine();
    await ana.choose('Remind me', 'At 10:30');
    await ana.choose('Ask me about', 'All my clients on Tuesday');
    await ana.choose('If I don’t reply', 'Nudge me once, after a working day');
    await ana.choose('Time zone', 'Asia/Kolkata');
    await ana.choose('Working days', ['Monday', 'Tuesday', 'Wednesday']);
    await ana.choose('Public holidays', 'Germany: Bayern');
    await ana.pick('Quiet from', '00:00');
    await ana.pick('Quiet until', '00:00');
    await ana.submit();
    expect(await said()).toContain('on Tuesday, at 10:30 in Kolkata, and at any hour.');
    const { zone, workingDays, quiet, remindAt, roundWeekday, isHoliday } = await calendar();
    expect({ zone, workingDays, quiet, roundWeekday }).toEqual({
      zone: 'Asia/Kolkata',
      workingDays: [1, 2, 3],
      quiet: null,
      roundWeekday: 2,
    });
    expect(remindAt?.toString()).toBe('10:30:00');
    expect(isHoliday(Temporal.PlainDate.from('2026-01-06'))).toBe(true);
    expect((await preferences()).nudges).toBe('light');

    await ana.closeModal();
    await openMine();
    const shown = renderView(await ana.modal());
    for (const words of ['At 10:30', 'All my clients on Tuesday', 'Asia/Kolkata', 'Germany: Bayern']) {
      expect(shown).toContain(words);
    }
  });

  test('can follow Slack and the workspace again', async () => {
    await rapport.db
      .updateTable('people')
      .set({ zone_override: 'Asia/Tokyo', holidays: '' })
      .where('id', '=', ID.ana)
      .execute();
    await openMine();
    await ana.choose('Time zone', 'From Slack (London)');
    await ana.choose('Public holidays', 'Workspace default (none)');
    await ana.submit();
    await said();
    expect(await preferences()).toMatchObject({ zone: null, holidays: null });
  });

  test('on a day off are refused at that field, and everything chosen stays', async () => {
    await openMine();
    await ana.choose('Ask me about', 'All my clients on Sunday');
    await ana.submit();
    const modal = await ana.waitFor('the refusal', ({ modals }) =>
      JSON.stringify(modals.at(-1)).includes('Sunday isn’t one of your working days.') ? modals.at(-1) : null,
    );
    expect(renderView(modal)).toContain('All my clients on Sunday');
  });

  test('open from the Home, with the away dates on top', async () => {
    await seedClient(rapport.db, 'Acme');
    await ana.openHome();
    await ana.waitFor('Home', ({ home }) => home && renderView(home).includes('Acme'));
    await ana.press('My reminders', { in: 'home' });
    await ana.waitForModal('My reminders');
    await ana.press('Away dates');
    await ana.waitForModal('Away dates');
    await ana.closeModal();
    expect(renderView(await ana.modal())).toContain('My reminders');
  });
});

describe('away dates', () => {
  test('are noted once with their cover, however often they are submitted', async () => {
    await noteAway('2026-03-09', '2026-03-13', 'Ben Carter');
    await ana.submit(3);
    expect(await said()).toContain('Noted: you’re away from Monday 9 March to Friday 13 March.');
    expect(await awayDates()).toEqual([`2026-03-09 2026-03-13 ${ID.ben}`]);
  });

  test('of the same days with another cover replace the earlier ones', async () => {
    for (const cover of [undefined, 'Ben Carter', 'Ben Carter']) {
      await noteAway('2026-03-09', '2026-03-13', cover);
      await ana.submit();
      await said();
      await ana.closeModal();
    }
    expect(await awayDates()).toEqual([`2026-03-09 2026-03-13 ${ID.ben}`]);
  });

  test('can be removed one by one', async () => {
    await noteAway('2026-03-09', '2026-03-09');
    await ana.submit();
    await said();
    await ana.closeModal();
    await noteAway('2026-04-01', '2026-04-03');
    await ana.submit();
    await said();
    await ana.closeModal();
    await ana.command('/client-health away');
    expect(renderView(await ana.waitForModal('Away dates'))).toContain('On Monday 9 March');
    await ana.press('Remove', { near: 'On Monday 9 March' });
    await ana.waitFor(
      'the list without it',
      ({ modals }) => !JSON.stringify(modals).includes('Monday 9 March'),
    );
    expect(await awayDates()).toEqual(['2026-04-01 2026-04-03 nobody']);
  });

  test.each([
    ['2026-03-09', '2026-03-08', undefined, 'The last day comes before the first'],
    ['2026-02-20', '2026-02-27', undefined, 'That day is over'],
    ['2026-03-09', '2027-03-11', undefined, 'longer than a year'],
    ['2030-03-09', '2030-03-11', undefined, 'more than two years ahead'],
    ['2026-03-09', '2026-03-09', 'Ana Silva', 'Choose somebody else, or nobody'],
    ['2026-03-09', '2026-03-09', 'Gus Guest', 'is a guest here. Choose a member of your workspace.'],
  ])('from %s to %s with %s are refused: %s', async (first, last, cover, words) => {
    await noteAway(first, last, cover);
    await ana.submit();
    await ana.waitFor('the refusal', ({ modals }) => JSON.stringify(modals.at(-1)).includes(words));
    expect(await awayDates()).toEqual([]);
  });

  test('of somebody else cannot be removed', async () => {
    const day = Temporal.PlainDate.from('2026-03-09');
    const whose = { workspace_id: ID.team, person_id: ID.ben, created_at: rapport.clock.now() };
    await rapport.driver.as(ID.ben).openHome();
    await rapport.driver.as(ID.ben).waitFor('Home', ({ home }) => home);
    const { id } = await rapport.db
      .insertInto('away_dates')
      .values({ ...whose, first_day: day, last_day: day })
      .returning('id')
      .executeTakeFirstOrThrow();
    expect(await removeAbsence(rapport.db, ID.team, ID.ana, id)).toBeNull();
    expect(await removeAbsence(rapport.db, ID.team, ID.ana, 'nonsense')).toBeNull();
    expect(await removeAbsence(rapport.db, ID.team, ID.ben, id)).toMatchObject({ id });
  });
});

describe('the workspace defaults', () => {
  test('count for people who have not chosen their own', async () => {
    await ana.command('/client-health settings', { in: ID.leads });
    await ana.waitForModal('Settings');
    await ana.press('Lead, working days and holidays');
    await ana.waitForModal('Workspace defaults');
    await ana.choose('Working days', ['Monday', 'Sunday']);
    await ana.choose('Public holidays', 'Portugal');
    await ana.pick('Quiet from', '18:00');
    await ana.pick('Lead', 'Ben Carter');
    await ana.submit();
    expect(await said()).toContain('applies to everyone');
    expect((await loadWorkspace(rapport.db, ID.team)).leadId).toBe(ID.ben);
    const { workingDays, isHoliday, quiet } = await calendar();
    expect(workingDays).toEqual([1, 7]);
    expect(isHoliday(Temporal.PlainDate.from('2026-04-25'))).toBe(true);
    expect(quiet?.from.toString()).toBe('18:00:00');
  });

  test('cannot have a guest as the lead', async () => {
    await ana.command('/client-health settings', { in: ID.leads });
    await ana.waitForModal('Settings');
    await ana.press('Lead, working days and holidays');
    await ana.waitForModal('Workspace defaults');
    await ana.pick('Lead', 'Gus Guest');
    await ana.submit();
    await ana.waitFor('the refusal', ({ modals }) =>
      JSON.stringify(modals.at(-1)).includes('is a guest here'),
    );
  });
});
