import { beforeAll, describe, expect, test } from 'vitest';
import { renderBlocks, renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { assess } from '../../src/health/score/assess.ts';
import type { AlertKind, AlertSubject } from '../../src/notifications/alerts/alert.ts';
import { type ALERT_KINDS, ALERTS } from '../../src/notifications/alerts/kinds.ts';
import { alertMessage } from '../../src/notifications/alerts/view.ts';
import { MUTE_FIELDS, muteModal, parseMuteModal } from '../../src/notifications/mutes/modal.ts';
import type { Person } from '../../src/people/rules.ts';
import { savePerson } from '../../src/people/store.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { aCheckIn, aClient, anOverview, daysAgo, NOW, PEOPLE, someFacts } from '../health/samples.ts';
import { HOSTILE } from '../health/shown.ts';
import { seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

describe('an alert', () => {
  const rapport = useRapport();

  beforeAll(async () => {
    for (const [id, name, timeZone] of [
      [ID.ana, 'Ana Silva', 'Europe/London'],
      [ID.ben, 'Ben Carter', 'America/New_York'],
    ] as const) {
      await savePerson(rapport.db, ID.team, { id, name, timeZone, kind: 'member' }, rapport.clock.now());
    }
    await rapport.db.updateTable('workspaces').set({ lead_id: ID.ben }).execute();
  });

  test('that they may leave is there once the check-in is saved, at any hour, and tells what to do', async () => {
    const ana = rapport.driver.as(ID.ana);
    const ben = rapport.driver.as(ID.ben);
    await seedClient(rapport.db, 'Fading Star');
    await rapport.moveTo('2026-03-02T23:30:00Z');
    await ana.command('/client-health log Fading Star', { in: ID.general });
    await ana.waitForModal('Check in');
    await ana.choose('How did you hear?', 'On a call');
    await ana.choose('How did they say they feel?', '🙁 Not quite happy');
    await ana.choose('How do you think they really feel?', '🙁 Not quite happy');
    await ana.choose('Did any of this happen?', 'Might leave');
    await ana.submit();
    const alert = await ben.waitForMessage('Fading Star said they might leave.');
    const words = renderMessage(alert);
    expect(words).toContain('Told us they are not quite happy, just now');
    expect(words, 'the headline has said it').not.toContain('They said they may leave');
    expect(words).toMatch(/Owner: ana/i);
    for (const offered of ['Check in', 'Add follow-up', 'Show', 'Mute …']) expect(words).toContain(offered);
    await ana.waitForMessage('Fading Star said they might leave.');
    const alerts = (await rapport.driver.calls('chat.postMessage')).filter(({ args }) =>
      String(args.text).includes('said they might leave'),
    );
    expect(alerts).toHaveLength(2);
  });

  test('that can wait is there in the morning of each', async () => {
    const ben = rapport.driver.as(ID.ben);
    const client = await seedClient(rapport.db, 'Night Watch');
    await rapport.db
      .updateTable('clients')
      .set({ last_contact_at: rapport.clock.now() })
      .where('id', '=', client.id)
      .execute();
    await rapport.tick();
    await rapport.moveTo('2026-03-03T04:00:00Z');
    await ben.command('/client-health log Night Watch', { in: ID.general });
    await ben.waitForModal('Check in');
    await ben.choose('How did you hear?', 'On a call');
    await ben.choose('How did they say they feel?', '😟 Unhappy');
    await ben.choose('How do you think they really feel?', '😟 Unhappy');
    await ben.submit();
    await rapport.tick();
    const toldOf = async () =>
      (await rapport.driver.calls('chat.postMessage')).filter(({ args }) =>
        String(args.text).includes('Night Watch is at risk.'),
      ).length;
    expect(await toldOf()).toBe(0);
    await rapport.moveTo('2026-03-03T08:30:00Z');
    expect(await toldOf()).toBe(1);
    await rapport.moveTo('2026-03-03T13:30:00Z');
    expect(await toldOf()).toBe(2);
  });

  test('is muted with a reason that the card shows, and heard again with one press', async () => {
    const ana = rapport.driver.as(ID.ana);
    await ana.press('Mute …', { near: 'Fading Star' });
    await ana.waitForModal('Mute alerts');
    await ana.type('Why?', '   ');
    await ana.submit();
    expect(renderView(await ana.modal())).toContain('Say in a few words why');
    await ana.type('Why?', '  Their contract is   with the lawyers ');
    await ana.submit(2);
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(
      'Alerts about Fading Star are muted until',
    );
    expect(await rapport.db.selectFrom('alert_mutes').selectAll().execute()).toHaveLength(1);
    await ana.closeModal();
    await ana.command('/client-health Fading Star', { in: ID.general });
    const card = renderMessage(await ana.waitForMessage('Fading Star:', ID.general));
    expect(card).toContain('Their contract is with the lawyers');
    await ana.press('Hear alerts again', { near: '', in: ID.general });
    await ana.waitForMessage('Alerts about Fading Star come again.', ID.general);
  });
});

const LONG = 'x'.repeat(301);

describe('the modal that mutes', () => {
  const typed = (weeks: string | null, reason: string | null) => ({
    private_metadata: 'c1',
    state: {
      values: {
        [MUTE_FIELDS.weeks]: { [MUTE_FIELDS.weeks]: { selected_option: weeks && { value: weeks } } },
        [MUTE_FIELDS.reason]: { [MUTE_FIELDS.reason]: { value: reason } },
      },
    },
  });

  test('is one that Slack takes, whatever the client is called', () => {
    expect(checkView(muteModal('c1', HOSTILE), 'modal')).toBeNull();
  });

  test('takes a time that it offers, and a reason', () => {
    expect(parseMuteModal(typed('2', ' Because '))).toEqual({ clientId: 'c1', weeks: 2, reason: 'Because' });
  });

  test.each([
    ['3', 'Because', MUTE_FIELDS.weeks],
    [null, 'Because', MUTE_FIELDS.weeks],
    ['2', ' \u202E ', MUTE_FIELDS.reason],
    ['2', LONG, MUTE_FIELDS.reason],
  ])('of %s weeks for reason %# says what is wrong', (weeks, reason, field) => {
    const parse = () => parseMuteModal(typed(weeks, reason));
    expect(parse).toThrow(InvalidFields);
    expect(parse).toThrow(expect.objectContaining({ fields: { [field]: expect.any(String) } }));
  });
});

describe('the message of an alert', () => {
  const client = aClient({ name: HOSTILE, lastContactAt: daysAgo(40) });
  const overview = anOverview(client, [
    aCheckIn({ id: 'c9', clientSentiment: 1, ourImpression: 1, clientWords: '<!channel> '.repeat(300) }),
  ]);
  const toBen = { recipientId: 'UBEN', people: PEOPLE, now: NOW };
  const isAtRisk = { before: '🔴 ', after: ' is at risk.', saysAtRisk: true };

  const about = { clientId: client.id };
  const subjects: Record<keyof typeof ALERT_KINDS, AlertSubject & Record<string, unknown>> = {
    'may-leave': { ...about, checkInId: 'c9' },
    'at-risk': { ...about, before: 'healthy' },
    drop: { ...about, checkInId: 'c9', from: 5, to: 1 },
    silence: { ...about, longestGapDays: 30 },
  };

  test.each<AlertKind>([...ALERTS])('$name is one that Slack accepts', (kind) => {
    const subject = kind.subject.parse(subjects[kind.name as keyof typeof subjects]);
    const message = alertMessage(overview, kind.headline(subject, overview, NOW), toBen);
    expect(checkMessage(message)).toBeNull();
    expect(message.text).not.toContain('<!channel>');
    expect(message.text).toContain('Owner: Ana.');
  });

  test('names the owner without pinging anybody', () => {
    const ana = { ...PEOPLE.get('UANA'), name: '<!channel>' } as Person;
    const message = alertMessage(overview, isAtRisk, { ...toBen, people: new Map([['UANA', ana]]) });
    expect(message.text).toContain('Owner: &lt;!channel&gt;.');
  });

  test('gives the reason for an override first, but not on a lock screen', () => {
    const override = {
      band: 'at-risk',
      reason: 'Their board meets on Friday',
      by: 'UBEN',
      at: daysAgo(1),
      until: NOW.add({ hours: 24 }),
    } as const;
    const facts = someFacts({ client, override });
    const set = { ...overview, facts, health: assess(facts, NOW) };
    const message = alertMessage(set, isAtRisk, toBen);
    expect(renderBlocks(message.blocks)).toMatch(/^.*\n.*Set by hand: “Their board meets on Friday”/);
    expect(message.text).not.toContain('board');
  });
});
