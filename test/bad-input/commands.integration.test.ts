import { LogLevel, WebClient } from '@slack/web-api';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import { COMMAND } from '../../src/slack/inbound/rules.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { captureLog, expectLine } from './captured-log.ts';

const log = captureLog();
const rapport = useRapport({ log: log.log });
let ana: PersonDriver;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  await seedAgency(rapport.db);
  await seedClient(rapport.db, 'Acme');
});

beforeEach(() => log.clear());

test.each(['frobnicate', 'frobnicate <!channel> everything', 'list everything', 'help me'])(
  'an unknown sub-command (%s) is answered with what can be typed',
  async (typed) => {
    await ana.command(`${COMMAND} ${typed}`, { in: ID.general });
    const said = await ana.waitForMessage(typed.replace('<!channel>', '&lt;!channel&gt;'), ID.general);
    expect(said.ephemeral).toBe(true);
    expect(said.text).toContain('/client-health list');
    expect(said.text).toContain('/client-health help');
    expect(said.text).not.toContain('<!channel>');
    await expectLine(log, { userId: ID.ana, listener: COMMAND, msg: 'answered' }, [typed, 'everything']);
  },
);

test('the message shortcut on a message without text says what to do instead', async () => {
  const web = new WebClient(rapport.sandbox.botToken, {
    slackApiUrl: rapport.sandbox.slackApiUrl,
    logLevel: LogLevel.ERROR,
  });
  const picture = { type: 'image', image_url: 'https://a.example/b.png', alt_text: 'a cat' } as const;
  await web.chat.postMessage({ channel: ID.general, text: '', blocks: [picture] });
  const message = (await ana.conversation(ID.general)).messages.findLast(({ text }) => text === '');
  if (!message) throw new Error('The message is not there');
  await ana.shortcut('Save as client feedback', { message });
  expect(renderView(await ana.waitForModal('Rapport'))).toContain('That message has no text to save');
  expect(await rapport.db.selectFrom('check_ins').select('id').execute()).toEqual([]);
  await expectLine(log, { userId: ID.ana, listener: 'save-as-feedback', code: 'refused' }, ['a cat']);
});
