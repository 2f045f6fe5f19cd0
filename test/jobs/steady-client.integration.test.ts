import pg from 'pg';
import { expect, test } from 'vitest';
import { openBackend } from '../../src/jobs/backend.ts';

test('a pg client that BullMQ creates survives the loss of its connection', async () => {
  const address = { databaseUrl: 'postgres://nobody@127.0.0.1:1/none', name: 'steady', onError: () => {} };
  const { queue } = openBackend(address);
  const client = new pg.Client();
  expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
  await queue.close().catch(() => {});
});
