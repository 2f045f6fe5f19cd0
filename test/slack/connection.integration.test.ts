import { expect, test } from 'vitest';
import { actions, button } from '../../src/slack/blocks/blocks.ts';
import { ID } from '../support/studio.ts';
import { useSmallApp } from './small-app.ts';

const started = Promise.withResolvers<void>();
const finish = Promise.withResolvers<void>();
const order: string[] = [];

const app = useSmallApp((slack) => {
  slack.onAction('act', async () => {
    started.resolve();
    await finish.promise;
    order.push('listener');
  });
});

test('the connection knows its workspace, and waits for running listeners when it is stopped', async () => {
  expect(app.connection.installation).toMatchObject({ workspaceId: ID.team, workspaceName: 'Studio' });
  expect(app.connection.connected()).toBe(true);
  const ts = await app.post('Press it', [actions('go', [button('Go', 'act', 'go')])]);
  const where = { in: 'message', channel: ID.general, ts } as const;
  await app.driver.as(ID.ana).act({ do: 'press', where, blockId: 'go', actionId: 'act' });
  await started.promise;
  const stopped = app.connection.stop(5_000).then(() => order.push('stopped'));
  finish.resolve();
  await stopped;
  expect(order).toEqual(['listener', 'stopped']);
  expect(app.connection.connected()).toBe(false);
});
