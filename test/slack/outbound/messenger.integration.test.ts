import { afterEach, describe, expect, test } from 'vitest';
import { type Message, plain, section } from '../../../src/slack/blocks/blocks.ts';
import type { AreInsiders } from '../../../src/slack/outbound/audience.ts';
import { AudienceUnknown } from '../../../src/slack/outbound/audience.ts';
import { createMessenger, type Messenger } from '../../../src/slack/outbound/messenger.ts';
import { ID } from '../../support/studio.ts';
import { useSmallApp } from '../small-app.ts';

const OUTSIDERS: readonly string[] = [ID.gus, ID.olga];
const DELIVERY = '0b6cf6a3-5b56-4d5e-9d2a-0d5e3f8e7a11';

const app = useSmallApp(() => {});

/** Asks nobody but knows who is an outsider of the studio. */
const knowsAll: AreInsiders = async (ids) => !ids.some((id) => OUTSIDERS.includes(id));
const messenger = (areInsiders = knowsAll): Messenger => createMessenger(app.connection.web, areInsiders);
const message = (text: string): Message => ({ text, blocks: [section(plain(text))] });
const posted = async (text: string) =>
  (await app.driver.calls('chat.postMessage')).filter(({ args }) => args.text === text);

afterEach(() => app.driver.clearFaults());

describe('a DM', () => {
  test('reaches the person, without unfurling, and carries nothing but its delivery’s id', async () => {
    const dm = await messenger().openDm(ID.ana);
    const sent = await messenger().sendDm(dm, message('Time to ask Acme'), { deliveryId: DELIVERY });
    expect((await app.driver.as(ID.ana).waitForMessage('Time to ask Acme')).ts).toBe(sent.ts);
    const [call] = await posted('Time to ask Acme');
    expect(call?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(JSON.stringify(call?.args.metadata)).toContain(DELIVERY);
    expect(JSON.stringify(call?.args.metadata)).not.toContain('Acme');
  });

  test('is opened once for one person', async () => {
    const one = messenger();
    const before = (await app.driver.calls('conversations.open')).length;
    expect(await one.openDm(ID.ben)).toBe(await one.openDm(ID.ben));
    expect(await app.driver.calls('conversations.open')).toHaveLength(before + 1);
  });

  test('is not opened with somebody who cannot see client information, even if they could before', async () => {
    const outsiders = new Set<string>([ID.gus]);
    const one = messenger(async (ids) => !ids.some((id) => outsiders.has(id)));
    await expect(one.openDm(ID.gus)).rejects.toThrow('can’t see client information');
    await one.openDm(ID.ben);
    outsiders.add(ID.ben);
    await expect(one.openDm(ID.ben)).rejects.toThrow('can’t see client information');
  });

  test('is found by its own delivery’s id, even behind many others', async () => {
    const since = Temporal.Instant.from('2026-03-02T00:00:00Z');
    const dm = await messenger().openDm(ID.ben);
    const sent = await messenger().sendDm(dm, message('The one'), { deliveryId: DELIVERY });
    for (let i = 0; i < 205; i += 1) await messenger().sendDm(dm, message(`Number ${i}`));
    const place = { channelId: dm, threadTs: null, since };
    expect(await messenger().find(DELIVERY, place)).toEqual(sent);
    expect(await messenger().find(DELIVERY.replace('0b', '0c'), place)).toBeNull();
  });

  test('is not repeated by Slack’s client when the answer gets lost', async () => {
    const dm = await messenger().openDm(ID.ana);
    await app.driver.fault({ method: 'chat.postMessage', fault: { kind: 'time_out', when: 'after' } });
    await expect(messenger().sendDm(dm, message('Only once'))).rejects.toThrow();
    expect(await posted('Only once')).toHaveLength(1);
  });

  test('that is longer than Slack accepts is cut, not refused', async () => {
    const dm = await messenger().openDm(ID.ana);
    const sent = await messenger().sendDm(dm, { ...message('x'), text: 'x'.repeat(50_000) });
    expect(sent.ts).not.toBe('');
  });
});

describe('a message about a client in a channel', () => {
  test('is posted where only our own people read', async () => {
    await messenger().sendToChannel(ID.leads, message('Acme is well'));
    await app.driver.as(ID.ana).waitForMessage('Acme is well', ID.leads);
  });

  test.each([
    ['is shared with another company', ID.shared, 'People outside your company'],
    ['another company is invited to', ID.pending, 'People outside your company'],
    ['a guest reads', ID.withGuest, 'Someone from outside'],
    ['Slack does not show', 'C0NOWHERE', 'I’m not in that channel yet'],
  ])('is not posted in one that %s', async (_, channel, why) => {
    await expect(messenger().sendToChannel(channel, message('No!'))).rejects.toThrow(why);
    expect(await posted('No!')).toEqual([]);
  });

  test.each(['conversations.info', 'conversations.members'])(
    'is not posted while Slack does not answer %s, but may be later',
    async (method) => {
      await app.driver.fault({ method, fault: { kind: 'status', status: 500 } });
      const sending = messenger().sendToChannel(ID.leads, message('Not yet'));
      await expect(sending).rejects.toBeInstanceOf(AudienceUnknown);
      expect(await posted('Not yet')).toEqual([]);
    },
  );

  test('is not posted while Slack does not say who its members are', async () => {
    const asksSlack: AreInsiders = async ([id = '']) =>
      (await app.connection.web.users.info({ user: id })).ok === true;
    await app.driver.fault({ method: 'users.info', fault: { kind: 'status', status: 500 } });
    const sending = messenger(asksSlack).sendToChannel(ID.leads, message('Nor now'));
    await expect(sending).rejects.toBeInstanceOf(AudienceUnknown);
    expect(await posted('Nor now')).toEqual([]);
  });

  test('is not posted when our own database fails, which is not Slack’s error', async () => {
    const away: AreInsiders = async () => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    };
    const sending = messenger(away).sendToChannel(ID.leads, message('Nor then'));
    await expect(sending).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await posted('Nor then')).toEqual([]);
  });

  test('is updated in place, but not once somebody from outside can read it', async () => {
    const sent = await messenger().sendToChannel(ID.internal, message('Acme: healthy'));
    await messenger().update(sent, message('Acme: watch'));
    await app.driver.as(ID.ana).waitForMessage('Acme: watch', ID.internal);
    await app.driver.change({ channel: { id: ID.internal, sharedWithTeamIds: [ID.otherTeam] } });
    await expect(messenger().update(sent, message('Acme: at risk'))).rejects.toThrow('outside your company');
    const channel = await app.driver.as(ID.ana).conversation(ID.internal);
    expect(channel.messages.map(({ text }) => text)).toEqual(['Acme: watch']);
  });
});
