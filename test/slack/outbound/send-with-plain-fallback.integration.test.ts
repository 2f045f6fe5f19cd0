import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../sandbox/protocol.ts';
import {
  actions,
  button,
  type Message,
  messageModal,
  plain,
  section,
} from '../../../src/slack/blocks/blocks.ts';
import { dataTable, lineChart } from '../../../src/slack/blocks/data-blocks.ts';
import { createMessenger } from '../../../src/slack/outbound/messenger.ts';
import type { Bucket } from '../../../src/slack/outbound/rate-limit-rules.ts';
import { ID } from '../../support/studio.ts';
import { useSmallApp } from '../small-app.ts';

const chart = lineChart('Health', ['May', 'June'], [{ name: 'Acme', values: [70, 62] }]);
const table = dataTable('Clients', ['Client', 'Score'], [['Acme', { value: 62, text: '62' }]]);
const message = (text: string): Message => ({
  text,
  blocks: [section(plain(text)), chart, table],
  plainBlocks: [section(plain(`${text}, in words`))],
});

const app = useSmallApp((slack) => {
  slack.onAction('reply', ({ reply }) => reply(message('Answer to a press')));
  const answer = ({ reply }: { reply(message: Message): Promise<void> }) =>
    reply(message('Answer to a command'));
  slack.onCommand({ subCommands: [], whenEmpty: answer, whenUnknown: answer });
});
const turns: string[] = [];
const messenger = () =>
  createMessenger(
    app.connection.web,
    async () => true,
    async (buckets: readonly Bucket[]) => {
      turns.push(...buckets.map(({ name }) => name));
    },
  );
const refuseData = (method = '*') =>
  app.driver.fault({ method, fault: { kind: 'no_data_blocks' } satisfies Fault['fault'] });
const types = (shown: { blocks: { type: string }[] }) => shown.blocks.map(({ type }) => type);
const WITH_DATA = ['section', 'data_visualization', 'data_table'];

/** Each way in which a message goes out, and the conversation in which Ana then reads it. */
const ways: [string, (text: string) => Promise<unknown>, string][] = [
  ['a channel', (text) => messenger().sendToChannel(ID.leads, message(text)), ID.leads],
  ['one person alone', (text) => messenger().sendEphemeral(ID.leads, ID.ana, message(text)), ID.leads],
  [
    'a message that is brought up to date',
    async (text) => {
      const sent = await messenger().sendToChannel(ID.leads, { text: 'Before', blocks: [] });
      await messenger().update(sent, message(text));
    },
    ID.leads,
  ],
];

afterEach(async () => {
  turns.length = 0;
  await app.driver.clearFaults();
});

describe.each(ways)('to %s', (way, send, conversation) => {
  test('charts and tables are sent where Slack accepts them', async () => {
    await send(`Taken by ${way}`);
    const shown = await app.driver.as(ID.ana).waitForMessage(`Taken by ${way}`, conversation);
    expect(types(shown)).toEqual(WITH_DATA);
    expect(turns).toEqual([]);
  });

  test('the message is sent once without charts and tables where Slack refuses them', async () => {
    await refuseData();
    await send(`Refused by ${way}`);
    const { messages } = await app.driver.as(ID.ana).conversation(conversation);
    const shown = messages.filter(({ text }) => text === `Refused by ${way}`);
    expect(shown.map(types)).toEqual([['section']]);
  });
});

test('a delivery whose charts were refused waits for a second turn, and is still found by its id', async () => {
  const deliveryId = '0b6cf6a3-5b56-4d5e-9d2a-0d5e3f8e7a11';
  const dm = await messenger().openDm(ID.ben);
  await refuseData('chat.postMessage');
  const sent = await messenger().sendDm(dm, message('For Ben'), { deliveryId });
  const since = Temporal.Instant.from('2026-03-02T00:00:00Z');
  expect(await messenger().find(deliveryId, { channelId: dm, threadTs: null, since })).toEqual(sent);
  expect((await app.driver.as(ID.ben).conversation(dm)).messages).toHaveLength(1);
  expect(turns).toEqual(['workspace', dm]);
});

test('a message without a plain form stays refused', async () => {
  await refuseData();
  const sending = messenger().sendToChannel(ID.leads, { text: 'Only a chart', blocks: [chart] });
  await expect(sending).rejects.toMatchObject({ data: { error: 'invalid_blocks' } });
});

describe.each([false, true])('an answer to one person (Slack refuses charts: %s)', (refused) => {
  test('reaches the person who typed a command', async () => {
    if (refused) await refuseData('response_url');
    const person = app.driver.as(refused ? ID.ana : ID.ben);
    await person.command('/client-health', { in: ID.general });
    const shown = await person.waitForMessage('Answer to a command', ID.general);
    expect(types(shown)).toEqual(refused ? ['section'] : WITH_DATA);
  });

  test('reaches the person who pressed a button', async () => {
    if (refused) await refuseData('response_url');
    const person = app.driver.as(refused ? ID.ana : ID.ben);
    const ts = await app.post('Press it', [actions('go', [button('Go', 'reply', 'go')])]);
    const where = { in: 'message', channel: ID.general, ts } as const;
    await person.act({ do: 'press', where, blockId: 'go', actionId: 'reply' });
    const shown = await person.waitForMessage('Answer to a press', ID.general);
    expect(types(shown)).toEqual(refused ? ['section'] : WITH_DATA);
  });
});

test('a modal gets the plain form', () => {
  expect(types(messageModal(message('In a modal')))).toEqual(['section']);
});
