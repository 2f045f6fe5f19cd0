import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Source, violations } from './support/dependency-rules.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

test('every file of src and the sandbox imports only what its place and kind allow', () => {
  const found = ['src', 'sandbox'].flatMap(sources).flatMap(violations);
  expect(found).toEqual([]);
});

describe('a file that breaks a rule is found:', () => {
  test.each<[what: string, path: string, text: string]>([
    ['kysely in a view', 'src/home/view.ts', "import { sql } from 'kysely';"],
    ['a store imported by a view', 'src/home/view.ts', "import { findClient } from '../clients/store.ts';"],
    ['the Web API in rules', 'src/clients/rules.ts', "import type { WebClient } from '@slack/web-api';"],
    ['pg in a queue file', 'src/jobs/queue.ts', "import { Pool } from 'pg';"],
    ['BullMQ outside of jobs', 'src/reminders/feature.ts', "import { Queue } from 'bullmq';"],
    ['src in the sandbox', 'sandbox/protocol.ts', "import { Clock } from '../src/runtime/clock.ts';"],
    ['the demo in the sandbox', 'sandbox/main.ts', "import { northlight } from '../demo/world.ts';"],
    ['the sandbox in src', 'src/app.ts', "import { startSandbox } from '../sandbox/server/start.ts';"],
    [
      'a feature above its own',
      'src/clients/edit-client.ts',
      "import { answerPrompt } from '../reminders/x.ts';",
    ],
    ['the composition root in a feature', 'src/home/feature.ts', "import { createApp } from '../app.ts';"],
    ['Bolt in a listener', 'src/home/listeners.ts', "import { App } from '@slack/bolt';"],
    ['rules that run in storage', 'src/storage/tables.ts', "import { SIGNS } from '../check-ins/rules.ts';"],
    ['SQL in a use case', 'src/clients/add-client.ts', "await db.selectFrom('clients').execute();"],
    [
      'a message sent outside of slack/outbound',
      'src/home/publish-home.ts',
      'await web.chat.postMessage({});',
    ],
    ['a Home shown by a feature', 'src/home/publish-home.ts', 'await views.publish({ user_id, view });'],
    ['a modal updated by a listener', 'src/home/listeners.ts', 'await web.views.update({ view_id, view });'],
    ['a client of the Web API in slack', 'src/slack/inbound/modals.ts', 'const web = new WebClient(token);'],
    ['a use case run by a view', 'src/clients/view.ts', "import { addClient } from './add-client.ts';"],
    ['a package that is loaded later', 'src/home/load-home.ts', "const { Pool } = await import('pg');"],
    ['a date asked of the machine', 'src/clients/add-client.ts', 'const now = Date.now();'],
    ['a number formatted by a feature', 'src/home/view.ts', "const text = fee.toLocaleString('en');"],
    ['the environment outside of main', 'src/config.ts', 'const url = process.env.DATABASE_URL;'],
    ['the time asked of the machine', 'src/clients/rules.ts', 'const now = Temporal.Now.instant();'],
  ])('%s', (_, path, text) => {
    expect(violations({ path, text })).toHaveLength(1);
  });
});

function sources(folder: string): Source[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));
}
