import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/runtime/errors.ts';
import { COMMAND, type CommandRoutes, route, type SubCommand } from '../../../src/slack/inbound/commands.ts';
import { ID } from '../../support/studio.ts';
import { useSmallApp } from '../small-app.ts';

const said: SubCommand['run'] = ({ rest, reply }) => reply(`log of “${rest}”`);
const log: SubCommand = { name: 'log', takes: '<client>', summary: 'check in', run: said };
const list: SubCommand = { name: 'list', takes: '', summary: 'all', run: ({ reply }) => reply('the list') };
const plain: SubCommand['run'] = ({ reply }) => reply('nothing typed');
const otherwise: SubCommand['run'] = ({ rest, reply }) => reply(`client “${rest}”`);
const routes: CommandRoutes = { subCommands: [log, list], plain, otherwise };

const app = useSmallApp((slack) => slack.onCommand(routes));

describe('what stands behind the command', () => {
  const routed = (text: string) => {
    const { run, rest } = route(text, routes);
    return [run, rest];
  };

  test.each([
    ['', plain, ''],
    ['   ', plain, ''],
    ['list', list.run, ''],
    ['LIST', list.run, ''],
    ['log', log.run, ''],
    ['Log   Acme  Design ', log.run, 'Acme Design'],
    ['list of things', otherwise, 'list of things'],
    ['listing', otherwise, 'listing'],
    ['شركة النور', otherwise, 'شركة النور'],
    ['<!channel>', otherwise, '<!channel>'],
  ])('%o is routed', (text, run, rest) => {
    expect(routed(text)).toEqual([run, rest]);
  });

  test('of any kind goes somewhere, or is refused for its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        try {
          const [run, rest] = routed(text);
          expect(run === plain || run === otherwise || run === log.run || run === list.run).toBe(true);
          expect(String(rest).length).toBeLessThanOrEqual(200);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('the command', () => {
  const ana = () => app.driver.as(ID.ana);

  test('is answered to the one who typed it only', async () => {
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

  test('with far too long a text says what to do', async () => {
    await ana().command(`${COMMAND} ${'a'.repeat(3_001)}`, { in: ID.general });
    await ana().waitForMessage('Try the first few letters of it', ID.general);
  });

  test('is refused to a guest', async () => {
    const gus = app.driver.as(ID.gus);
    await gus.command(COMMAND, { in: ID.withGuest });
    await gus.waitForMessage('Members only.', ID.withGuest);
  });
});
