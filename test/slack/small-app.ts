import { Writable } from 'node:stream';
import { afterAll, beforeAll } from 'vitest';
import { AdjustableClock } from '../../sandbox/clock.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { UserError } from '../../src/runtime/errors.ts';
import { createLog } from '../../src/runtime/log.ts';
import type { Block } from '../../src/slack/blocks/blocks.ts';
import { connectSlack, type SlackConnection } from '../../src/slack/connection.ts';
import type { Identify } from '../../src/slack/inbound/requester.ts';
import { createSlack, type Slack } from '../../src/slack/inbound/slack.ts';
import { readManifest } from '../support/rapport.ts';
import { ID, studio } from '../support/studio.ts';

/** An app that has only src/slack/, in a sandbox of its own. */
export interface SmallApp {
  driver: SandboxDriver;
  connection: SlackConnection;
  /** What was logged, each line as an object. */
  logged: Record<string, unknown>[];
  /** Posts a message of the app, in #general unless `channel` says where. @returns its ts. */
  post(text: string, blocks: Block[], channel?: string): Promise<string>;
}

/** @param register puts the listeners under test on it. Everybody but the guest Gus may use it. */
export function useSmallApp(register: (slack: Slack) => void): Readonly<SmallApp> {
  let app: SmallApp | undefined;
  let sandbox: Sandbox;
  beforeAll(async () => {
    const logged: Record<string, unknown>[] = [];
    const lines = new Writable({
      write(line: Buffer, _, done) {
        logged.push(JSON.parse(line.toString()));
        done();
      },
    });
    const log = createLog('debug', lines);
    sandbox = await startSandbox({
      world: studio,
      manifest: await readManifest(),
      clock: new AdjustableClock(Temporal.Instant.from('2026-03-02T08:00:00Z')),
      rateLimits: 'off',
    });
    const connection = await connectSlack(
      {
        botToken: sandbox.botToken,
        apiUrl: sandbox.slackApiUrl,
        receive: { mode: 'socket', appToken: sandbox.appToken },
      },
      log,
    );
    const { bolt, web } = connection;
    const identify: Identify = async (userId) => {
      if (userId === ID.gus) throw new UserError('Members only.');
      return { workspaceId: ID.team, userId, name: userId, timeZone: 'Europe/London' };
    };
    register(createSlack(bolt, web, identify, log));
    await connection.start();
    await sandbox.whenConnected();
    app = {
      driver: connectSandbox(sandbox.url),
      connection,
      logged,
      async post(text, blocks, channel = ID.general) {
        return (await web.chat.postMessage({ channel, text, blocks })).ts ?? '';
      },
    };
  }, 30_000);
  afterAll(async () => {
    await app?.connection.stop(5_000);
    await sandbox.stop();
  });
  return new Proxy({} as SmallApp, {
    get(_, field: keyof SmallApp) {
      if (!app) throw new Error('useSmallApp() has nothing before the tests run');
      return app[field];
    },
  });
}
