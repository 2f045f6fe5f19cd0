import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import type { ScreenMessage } from '../../sandbox/protocol.ts';
import { closeAll, openAdd, top } from '../clients/on-screen.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { captureLog, expectLine } from './captured-log.ts';

const log = captureLog();
const rapport = useRapport({ log: log.log });
let ana: PersonDriver;
let ben: PersonDriver;
/** Each name has a Tuesday of its own: time only moves on. */
let tuesday = Temporal.PlainDate.from('2026-03-03');

beforeAll(() => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
});

afterEach(async () => {
  await closeAll(ana);
  await rapport.db.deleteFrom('clients').execute();
  tuesday = tuesday.add({ weeks: 1 });
});

/** A message as a reader sees it. */
function asSeen(message: ScreenMessage): string {
  return renderMessage(message).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What Slack would parse of all that was sent: top-level texts, and mrkdwn wherever it lies. */
async function parsedBySlack(): Promise<string[]> {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('type' in value && value.type === 'mrkdwn' && 'text' in value) found.push(String(value.text));
    Object.values(value).forEach(collect);
  };
  for (const { args } of await rapport.driver.calls()) {
    if (typeof args.text === 'string') found.push(args.text);
    collect(args);
  }
  return found;
}

describe('a client may be called', () => {
  test.each([
    ['in emoji', '👩‍👩‍👧 🎉', '👩‍👩‍👧'],
    ['from right to left', 'סטודיו הצפון', 'סטודיו'],
    ['<!channel>', '<!channel> & <@U0BEN>', '<!ch'],
    ['in *_~', '*bold* _it_ ~gone~', '*bold'],
  ])('%s, and is shown as it was typed wherever it is named', async (_, name, beginning) => {
    log.clear();
    await openAdd(ana);
    await ana.type('Name', name);
    expect(top(await ana.submit())).toContain(`${name} is added. I’ll ask you about it on Tuesday`);
    await closeAll(ana);

    await rapport.moveTo(`${tuesday}T09:00:00Z`);
    const reminder = await ana.waitFor('the reminder', ({ conversations }) =>
      conversations
        .find(({ withUserId }) => withUserId === rapport.sandbox.botUserId)
        ?.messages.findLast((message) => asSeen(message).includes(name)),
    );
    await ana.press('Check in', { near: name });
    expect(renderView(await ana.waitForModal('Check in'))).toContain(name);
    await ana.choose('How did you hear?', 'On a call');
    await ana.choose('How did they say they feel?', '🙁 Not quite happy');
    await ana.choose('How do you think they really feel?', '🙁 Not quite happy');
    await ana.submit();
    const showsName = (person: PersonDriver, place: string, words: string) =>
      person.waitFor(`the name beside “${words}” in ${place}`, ({ conversations }) =>
        conversations
          .find(({ id }) => id === place)
          ?.messages.some((message) => {
            const seen = asSeen(message);
            return seen.includes(words) && seen.toLowerCase().includes(name.toLowerCase());
          }),
      );
    await showsName(ana, reminder.channel, 'Saved your check-in');

    await ana.command(`/client-health ${beginning}`, { in: ID.general });
    await showsName(ana, ID.general, 'Share in channel');
    await ana.press('Share in channel', { near: '', in: ID.general });
    await showsName(ben, ID.general, 'Details');
    await ana.command('/client-health list', { in: ID.internal });
    await showsName(ana, ID.internal, '1 client');
    await ana.command('/client-health digest', { in: ID.leads });
    await showsName(ben, ID.leads, 'At risk');

    for (const text of await parsedBySlack()) {
      expect(text).not.toMatch(/<!channel>|<@U0BEN>/);
    }
    await expectLine(log, { userId: ID.ana, listener: '/client-health', msg: 'answered' }, [name, beginning]);
  });
});

test('what Slack would take for mark-up in a name is never sent as mark-up', async () => {
  await openAdd(ana, '*bold* _it_');
  await ana.submit();
  await closeAll(ana);
  for (const command of ['/client-health', '/client-health *bo', '/client-health digest']) {
    await ana.command(command, { in: ID.leads });
  }
  await ana.waitForMessage('*bold* _it_', ID.leads);
  for (const text of await parsedBySlack()) expect(text).not.toMatch(/\*\*bold|\*_it_/);
});
