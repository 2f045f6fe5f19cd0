import { describe, expect, test } from 'vitest';
import type { CommandRoutes, SubCommand } from '../../../src/slack/inbound/commands.ts';
import { COMMAND } from '../../../src/slack/inbound/rules.ts';
import { ID } from '../../support/studio.ts';
import { useSmallApp } from '../small-app.ts';

const said: SubCommand['run'] = ({ rest, reply }) => reply(`log of “${rest}”`);
const log: SubCommand = { name: 'log', takes: '<client>', summary: 'check in', run: said };
const list: SubCommand = { name: 'list', takes: '', summary: 'all', run: ({ reply }) => reply('the list') };
const plain: SubCommand['run'] = ({ reply }) => reply('nothing typed');
const otherwise: SubCommand['run'] = ({ rest, reply }) => reply(`client “${rest}”`);
const routes: CommandRoutes = { subCommands: [log, list], whenEmpty: plain, whenUnknown: otherwise };

const app = useSmallApp((slack) => slack.onCommand(routes));

describe('the command', () => {
  const ana = () => app.driver.as(ID.ana);

  test('is answered only to the person who typed it', async () => {
    await ana().command(`${COMMAND} log Acme`, { in: ID.general });
    expect((await ana().waitForMessage('log of “Acme”', ID.general)).ephemeral).toBe(true);
    const ben = await app.driver.as(ID.ben).conversation(ID.general);
    expect(ben.messages).toEqual([]);
  });

  test('repeats a name without pinging anybody', async () => {
    await ana().command(`${COMMAND} <!channel>`, { in: ID.general });
    const { text } = await ana().waitForMessage('client “', ID.general);
    expect(text).toBe('client “&lt;!channel&gt;”');
  });

  test('says what to do when the text is far too long', async () => {
    await ana().command(`${COMMAND} ${'a'.repeat(3_001)}`, { in: ID.general });
    await ana().waitForMessage('Try its first few letters', ID.general);
  });

  test('is refused to a guest', async () => {
    const gus = app.driver.as(ID.gus);
    await gus.command(COMMAND, { in: ID.withGuest });
    await gus.waitForMessage('Members only.', ID.withGuest);
  });
});
