import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import type { Screen, ScreenMessage } from '../../sandbox/protocol.ts';
import { settingsForm } from '../../src/digests/settings-form.ts';
import { digestOfChannel } from '../../src/digests/store.ts';
import { loadWorkspace } from '../../src/workspaces/store.ts';
import { addSomeCheckIn } from '../check-ins/workspace.ts';
import { seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

/** Starts on Monday 2 March 2026, 08:00 in London; each test moves on by whole weeks. */
const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  await ana.openHome();
  await ben.openHome();
  await ana.waitFor('Home', ({ home }) => home);
  await ben.waitFor('Home', ({ home }) => home);
});

beforeEach(async () => {
  await rapport.db.deleteFrom('digests').execute();
  await rapport.db.deleteFrom('clients').execute();
});

afterEach(async () => {
  await rapport.driver.clearFaults();
  while ((await ana.screen()).modals.length > 0) await ana.closeModal();
});

function digestsIn(screen: Screen, place: string): ScreenMessage[] {
  const messages = screen.conversations.find(({ id }) => id === place)?.messages ?? [];
  return messages.filter(({ text }) => /^(\d+ client|(\d+|None) of \d+ client)|^No clients/.test(text));
}

async function numberOfDigests(place: string): Promise<number> {
  return digestsIn(await ben.screen(), place).length;
}

async function openSettings(place: string): Promise<string> {
  await ana.command('/client-health settings', { in: place });
  return renderView(await ana.waitForModal('Settings'));
}

/** Sets up a digest on Fridays, 16:30 in New York. */
async function setUp(place: string): Promise<string> {
  await openSettings(place);
  await ana.choose('Weekday', 'Friday');
  await ana.pick('Time', '16:30');
  await ana.choose('Time zone', 'America/New_York');
  await ana.submit();
  return renderView(await ana.waitForModal('Rapport'));
}

/** The next Friday, 16:30 in New York. */
function nextFriday(): string {
  const now = rapport.clock.now().toZonedDateTimeISO('America/New_York');
  const friday = now.add({ days: (5 - now.dayOfWeek + 7) % 7 || 7 });
  return friday.withPlainTime('16:30').toInstant().toString();
}

describe('a channel’s digest', () => {
  test('is posted once, at its local time, and opens the card for each reader', async () => {
    const client = await seedClient(rapport.db, 'Quiet One', { nextDueAt: null });
    const at = Temporal.Instant.from('2026-03-05T12:00:00Z');
    await addSomeCheckIn(rapport.db, client, { clientSentiment: 1, ourImpression: 1 }, at);
    expect(await setUp(ID.leads)).toContain(
      'I’ll post the next digest here on Friday 6 March, 16:30 (New York).',
    );
    await ana.closeModal();
    await rapport.moveTo('2026-03-06T21:29:00Z');
    expect(await numberOfDigests(ID.leads)).toBe(0);
    await rapport.moveTo('2026-03-06T21:30:00Z');
    await rapport.tick();
    const digest = await ben.waitForMessage('At risk: Quiet One', ID.leads);
    expect(await numberOfDigests(ID.leads)).toBe(1);
    expect(renderMessage(digest)).toMatch(
      /Next, for ana.*: Fix what bothers them, then ask again: if they’re so-so/i,
    );
    await ben.press('Show', { near: 'Quiet One', in: ID.leads });
    await ben.waitFor('the card, for Ben alone', (screen) =>
      screen.conversations
        .find(({ id }) => id === ID.leads)
        ?.messages.find(({ ephemeral, text }) => ephemeral && text.startsWith('Quiet One: 🔴 At risk')),
    );
  });

  test('is not posted after it was turned off', async () => {
    await setUp(ID.leads);
    await ana.closeModal();
    const before = await numberOfDigests(ID.leads);
    await openSettings(ID.leads);
    await ana.choose('A summary of all clients, once a week', 'Don’t post it');
    await ana.submit();
    expect(renderView(await ana.waitForModal('Rapport'))).toContain('I won’t post a digest in this channel.');
    await rapport.moveTo(nextFriday());
    expect(await numberOfDigests(ID.leads)).toBe(before);
  });

  test('is not posted after another company was invited to the channel', async () => {
    await setUp(ID.general);
    await rapport.driver.change({ channel: { id: ID.general, pendingTeamIds: [ID.otherTeam] } });
    await rapport.moveTo(nextFriday());
    await rapport.driver.change({ channel: { id: ID.general, pendingTeamIds: [] } });
    expect(await numberOfDigests(ID.general)).toBe(0);
  });

  test.each([
    ['chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 30 }],
    ['conversations.info', { kind: 'status', status: 500 }],
    ['conversations.members', { kind: 'rate_limited', retryAfterSeconds: 30 }],
  ] as const)('is posted once although %s met %o', async (method, fault) => {
    await setUp(ID.internal);
    await ana.closeModal();
    const before = await numberOfDigests(ID.internal);
    await rapport.driver.fault({ method, fault });
    const due = nextFriday();
    await rapport.moveTo(due);
    await rapport.moveTo(Temporal.Instant.from(due).add({ minutes: 30 }).toString());
    expect(await numberOfDigests(ID.internal)).toBe(before + 1);
  });
});

describe('“/client-health settings”', () => {
  test.each([
    [ID.shared, 'People outside your company'],
    [ID.pending, 'People outside your company'],
    [ID.withGuest, 'Someone from outside'],
  ])('in %s say why it may not have a digest, and let the rest be changed', async (place, why) => {
    expect(await openSettings(place)).toContain(why);
    await ana.type('Default currency', 'usd');
    await ana.submit();
    await ana.waitForModal('Rapport');
    expect((await loadWorkspace(rapport.db, ID.team)).defaultCurrency).toBe('USD');
    expect(await digestOfChannel(rapport.db, ID.team, place)).toBeNull();
  });

  test('keep what was chosen, and say what is wrong with it', async () => {
    await openSettings(ID.leads);
    await ana.choose('Weekday', 'Sunday');
    await ana.type('Default currency', 'xyz');
    await ana.submit();
    const modal = await ana.modal();
    expect(modal.errors).toEqual({
      [settingsForm.blockId('currency')]: expect.stringContaining('EUR or USD'),
    });
    expect(renderView(modal)).toContain('Sunday');
    expect(await digestOfChannel(rapport.db, ID.team, ID.leads)).toBeNull();
  });

  test('find time zones by city', async () => {
    await openSettings(ID.leads);
    const found = await ana.suggestions('Time zone', 'buenos');
    expect(found.map(({ value }) => value)).toEqual(['America/Argentina/Buenos_Aires']);
  });

  test('show what was saved when they are opened again', async () => {
    await setUp(ID.leads);
    await ana.closeModal();
    const settings = await openSettings(ID.leads);
    expect(settings).toContain('Friday');
    expect(settings).toContain('America/New_York');
  });
});

describe('“/client-health digest”', () => {
  test('posts in the channel at once, for everyone', async () => {
    await seedClient(rapport.db, 'Slow Burn');
    const before = await numberOfDigests(ID.general);
    await ana.command('/client-health digest', { in: ID.general });
    const digest = await ben.waitForMessage('Slow Burn', ID.general);
    expect(digest.ephemeral).toBe(false);
    expect(await numberOfDigests(ID.general)).toBe(before + 1);
  });

  test('says when Slack is rate limiting, and posts when asked again', async () => {
    await seedClient(rapport.db, 'Second Try');
    const fault = { kind: 'rate_limited', retryAfterSeconds: 30 } as const;
    await rapport.driver.fault({ method: 'chat.postMessage', fault });
    await ana.command('/client-health digest', { in: ID.general });
    const said = await ana.waitForMessage('Too much is being posted here right now.', ID.general);
    expect(said.ephemeral).toBe(true);
    await rapport.moveTo(rapport.clock.now().add({ minutes: 1 }).toString());
    await ana.command('/client-health digest', { in: ID.general });
    await ben.waitForMessage('Second Try', ID.general);
  });

  test('answers in the DM with Rapport', async () => {
    await seedClient(rapport.db, 'In Private');
    await ana.command('/client-health digest');
    expect((await ana.waitForMessage('In Private')).ephemeral).toBe(true);
  });

  test.each([ID.shared, ID.pending, ID.withGuest])('posts nothing in %s', async (place) => {
    await seedClient(rapport.db, 'Unsaid');
    await ana.command('/client-health digest', { in: place });
    await ana.waitForMessage('I don’t post about clients here', place);
    expect(digestsIn(await ana.screen(), place)).toEqual([]);
  });

  test.each([
    { kind: 'status', status: 503 },
    { kind: 'time_out', when: 'after' },
  ] as const)(
    'posts a digest once at most after Slack answered with %o, and then the next one',
    async (fault) => {
      await setUp(ID.internal);
      await ana.closeModal();
      const before = await numberOfDigests(ID.internal);
      await rapport.driver.fault({ method: 'chat.postMessage', fault });
      const due = nextFriday();
      await rapport.moveTo(due);
      await rapport.moveTo(Temporal.Instant.from(due).add({ minutes: 30 }).toString());
      const posted = (await numberOfDigests(ID.internal)) - before;
      expect(posted).toBe(fault.kind === 'status' ? 0 : 1);
      const row = await rapport.db
        .selectFrom('deliveries')
        .select('status')
        .where('kind', '=', 'digest')
        .orderBy('created_at', 'desc')
        .executeTakeFirst();
      expect(row?.status).toBe('unknown');
      await rapport.moveTo(nextFriday());
      expect(await numberOfDigests(ID.internal)).toBe(before + posted + 1);
    },
  );
});
