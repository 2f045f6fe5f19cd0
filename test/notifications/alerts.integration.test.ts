import { beforeAll, describe, expect, test } from 'vitest';
import { renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import { savePerson } from '../../src/people/store.ts';
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

  test('that they might leave comes once the check-in is saved, at any hour, and says what to do', async () => {
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
    expect(words).toContain('They said they’re not quite happy, just now');
    expect(words, 'the headline says it already').not.toContain('They said they might leave');
    expect(words).toMatch(/Owner: ana/i);
    for (const offered of ['Check in', 'Add follow-up', 'Show', 'Mute …']) expect(words).toContain(offered);
    await ana.waitForMessage('Fading Star said they might leave.');
    const alerts = (await rapport.driver.calls('chat.postMessage')).filter(({ args }) =>
      String(args.text).includes('said they might leave'),
    );
    expect(alerts).toHaveLength(2);
  });

  test('that can wait comes in each recipient’s morning', async () => {
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

  test('is muted with a reason that the card shows, and unmuted with one press', async () => {
    const ana = rapport.driver.as(ID.ana);
    await ana.press('Mute …', { near: 'Fading Star' });
    await ana.waitForModal('Mute alerts');
    await ana.type('Why?', '   ');
    await ana.submit();
    expect(renderView(await ana.modal())).toContain('Say why in a few words');
    await ana.type('Why?', '  Their contract is   with the lawyers ');
    await ana.submit(2);
    expect(renderView(await ana.waitForModal('Rapport'))).toContain(
      'Alerts about Fading Star are muted until',
    );
    expect(await rapport.db.selectFrom('client_holds').selectAll().execute()).toHaveLength(1);
    await ana.closeModal();
    await ana.command('/client-health Fading Star', { in: ID.general });
    const card = renderMessage(await ana.waitForMessage('Fading Star:', ID.general));
    expect(card).toContain('Their contract is with the lawyers');
    await ana.press('Unmute', { near: '', in: ID.general });
    await ana.waitForMessage('Alerts about Fading Star are back on.', ID.general);
  });
});
