import { describe, expect, test } from 'vitest';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import { addedMessage, editedMessage, endedMessage, statusMessage } from '../../src/clients/messages-view.ts';
import type { ClientStatus } from '../../src/clients/rules.ts';
import { addClientButton, chooseClientMessage, clientButtons, clientOption } from '../../src/clients/view.ts';
import type { Person } from '../../src/people/rules.ts';
import { actions } from '../../src/slack/blocks/blocks.ts';
import { aClient } from '../support/a-client.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const nextDueAt = Temporal.Instant.from('2026-11-24T09:00:00Z');
const ana: Person = {
  workspaceId: 'T0STUDIO',
  id: 'U0ANA',
  name: 'Ana',
  kind: 'member',
  timeZone: 'Europe/Lisbon',
  remindAt: null,
};
const next = { person: ana, personId: ana.id, coveringFor: null, at: nextDueAt };
const reader = { userId: 'U0BEN', timeZone: 'America/New_York', now };
const hostile = '<!channel> *_~`'.padEnd(80, '🚀');

describe('the buttons of a client', () => {
  const labels = (status: ClientStatus) => clientButtons(aClient({ status })).map(({ text }) => text.text);

  test.each([
    ['prospect', ['Edit', 'Pause', 'End']],
    ['active', ['Edit', 'Pause', 'End']],
    ['leaving', ['Edit', 'Pause', 'End']],
    ['paused', ['Edit', 'Resume', 'End']],
    ['ended', ['Resume']],
  ] as const)('offer what can be done to one who is %s', (status, expected) => {
    expect(labels(status)).toEqual(expected);
  });

  test('ask once more before a client is ended', () => {
    const end = clientButtons(aClient()).find(({ text }) => text.text === 'End');
    expect(end?.confirm?.text.text).toContain('Everything recorded stays');
  });

  test('are ones that Slack accepts, whatever the client is called', () => {
    const buttons = [...clientButtons(aClient({ name: hostile })), addClientButton('primary')];
    expect(checkBlocks([actions('a', buttons)], 'message')).toEqual([]);
  });

  test('an option is short enough for Slack and stands for the client', () => {
    const client = aClient({ name: 'x'.repeat(80) });
    const { text, value } = clientOption(client);
    expect(text.text.length).toBeLessThanOrEqual(75);
    expect(value).toBe(client.id);
  });
});

describe('the answer to a change', () => {
  const change = { owner: ana, next, changed: true, formerOwnerId: ana.id, lostChannel: false };

  test('says when the owner gets the reminder, in the owner’s time and the reader’s', () => {
    expect(addedMessage(aClient({ nextDueAt }), next, reader).text).toBe(
      'Acme is added. I’ll ask Ana about it on Tuesday 24 November, 09:00 (Lisbon), 04:00 for you.',
    );
  });

  test('says the reader’s day where it differs', () => {
    const early = { ...next, at: Temporal.Instant.from('2026-11-24T02:00:00Z') };
    expect(addedMessage(aClient({ nextDueAt }), early, reader).text).toContain(
      'Tuesday 24 November, 02:00 (Lisbon), Monday 23 November, 21:00 for you.',
    );
  });

  test('says “you” to the owner, and one time to somebody in the same zone', () => {
    const own = { ...reader, userId: ana.id, timeZone: ana.timeZone };
    expect(editedMessage(aClient({ nextDueAt }), next, own).text).toBe(
      'Acme is saved. I’ll ask you about it on Tuesday 24 November, 09:00 (Lisbon).',
    );
  });

  test('names the cover who is asked instead, at the cover’s time', () => {
    const ben = { ...ana, id: 'U0BEN', name: 'Ben', timeZone: 'America/New_York' };
    const cover = { ...next, person: ben, personId: ben.id, coveringFor: ana.id };
    const own = { ...reader, userId: ana.id, timeZone: ana.timeZone };
    expect(addedMessage(aClient({ nextDueAt }), cover, own).text).toBe(
      'Acme is added. I’ll ask Ben (covering) about it on Tuesday 24 November, 04:00 (New York), 09:00 for you.',
    );
  });

  test('says that there are no reminders about a paused client', () => {
    const paused = aClient({ status: 'paused', nextDueAt: null });
    expect(editedMessage(paused, null, reader).text).toContain('No reminders until you resume it.');
    expect(statusMessage({ ...change, client: paused }, reader).text).toContain('is now paused');
  });

  test('says that the client had the status already', () => {
    const ended = aClient({ status: 'ended', nextDueAt: null, endedAt: now });
    expect(statusMessage({ ...change, changed: false, client: ended }, reader).text).toContain(
      'is already ended',
    );
  });

  test('says what else changed when a client was resumed', () => {
    const client = aClient({ nextDueAt, ownerId: reader.userId });
    const owner = { ...ana, id: reader.userId, name: 'Ben' };
    const resumed = { ...change, client, owner, next: { ...next, person: owner }, lostChannel: true };
    const { text } = statusMessage(resumed, reader);
    expect(text).toContain('Its owner has left, so it’s now with you.');
    expect(text).toContain('Its channel belongs to another client now');
  });

  test('shows a client’s name as plain text, in blocks that Slack accepts', () => {
    const statuses = ['active', 'paused', 'ended'] as const;
    const clients = statuses.map((status) => aClient({ name: hostile, status, nextDueAt: null }));
    const messages = clients.flatMap((client) => [
      addedMessage(client, { ...next, person: { ...ana, name: hostile } }, reader),
      endedMessage(client),
      statusMessage({ ...change, client }, reader),
    ]);
    for (const { text, blocks } of messages) {
      expect(text).not.toContain('<!');
      expect(checkBlocks(blocks, 'message')).toEqual([]);
      expect(checkBlocks(blocks, 'modal')).toEqual([]);
      expect(renderBlocks(blocks)).toContain(hostile);
    }
  });
});

test('similar names are offered as buttons, and what was typed pings nobody', () => {
  const names = ['Acme', 'Acme Labs', 'A'.repeat(80), '<!here>', 'Ac&me'];
  const near = names.map((name, index) =>
    aClient({ name, id: `00000000-0000-4000-8000-00000000000${index}` }),
  );
  const { text, blocks } = chooseClientMessage('<!channel>', near, { actionId: 'open', label: 'Open' });
  expect(text).toContain('&lt;!channel&gt;');
  expect(renderBlocks(blocks)).toMatch(/\[Acme\] \[Acme Labs\] .*\[Choose a client\]/s);
  expect(checkBlocks(blocks, 'message')).toEqual([]);
});
