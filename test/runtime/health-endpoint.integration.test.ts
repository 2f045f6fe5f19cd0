import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HealthEndpoint, serveHealth } from '../../src/runtime/health-endpoint.ts';

let endpoint: HealthEndpoint;
let database: () => Promise<boolean>;
let slack: boolean;

beforeEach(async () => {
  database = async () => true;
  slack = true;
  const checks = { database: () => database(), slack: () => slack };
  endpoint = await serveHealth({ host: '127.0.0.1', port: 0 }, checks);
});
afterEach(() => endpoint.close());

async function ask(path: string, method = 'GET') {
  const response = await fetch(`http://127.0.0.1:${endpoint.port}${path}`, { method });
  return { status: response.status, text: await response.text() };
}

test('the process is ready when both the database and Slack are reachable', async () => {
  expect(await ask('/health/ready')).toEqual({ status: 200, text: '{"database":true,"slack":true}' });
  slack = false;
  expect(await ask('/health/ready')).toEqual({ status: 503, text: '{"database":true,"slack":false}' });
  slack = true;
  database = async () => false;
  expect(await ask('/health/ready')).toEqual({ status: 503, text: '{"database":false,"slack":true}' });
});

test('a check that fails counts as not ready, and says nothing about why', async () => {
  database = () => Promise.reject(new Error('password of the database'));
  expect(await ask('/health/ready?verbose')).toEqual({
    status: 503,
    text: '{"database":false,"slack":true}',
  });
});

test('the process is alive even when it is not ready', async () => {
  slack = false;
  expect((await ask('/health/live')).status).toBe(200);
});

test('HEAD gets only the status; other methods and paths are refused', async () => {
  expect(await ask('/health/ready', 'HEAD')).toEqual({ status: 200, text: '' });
  expect((await ask('/health/ready', 'POST')).status).toBe(405);
  expect((await ask('/')).status).toBe(404);
});
