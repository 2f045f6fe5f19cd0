import { buildPerson } from '../../sandbox/build-world.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import type { World } from '../../sandbox/protocol.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { savePerson } from '../../src/people/store.ts';
import type { Database } from '../../src/storage/database.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { seedClient } from '../../test/reminders/agency.ts';
import { readManifest } from '../../test/support/rapport.ts';
import { type RedisServer, startRedis } from '../../test/support/redis.ts';
import { type StoppablePostgres, startStoppablePostgres } from '../../test/support/stoppable-postgres.ts';
import { ID } from '../../test/support/studio.ts';
import type { Random } from '../random.ts';
import { FastClock } from './fast-clock.ts';
import { SPEED, START } from './timing.ts';

/** Everything around Rapport's processes. */
export interface Stage {
  sandbox: Sandbox;
  driver: SandboxDriver;
  postgres: StoppablePostgres;
  /** Undefined if the queue is in Postgres. */
  redis: RedisServer | undefined;
  /** The environment of its processes. */
  environment: Record<string, string>;
  ownerIds: string[];
  stop(): Promise<void>;
}

/** Sets up a workspace in which each of many owners is asked about one client, at some moment of the first `spanMs`. */
export async function setStage(
  prompts: number,
  spanMs: number,
  backend: 'redis' | 'postgres',
  random: Random,
): Promise<Stage> {
  const ownerIds = Array.from({ length: prompts }, (_, index) => `U${String(index).padStart(6, '0')}`);
  const postgres = await startStoppablePostgres();
  const redis = backend === 'redis' ? await startRedis() : undefined;
  await seed(postgres.database.db, ownerIds, spanMs, random);
  const realStartMs = Date.now();
  const sandbox = await startSandbox({
    world: worldOf(ownerIds),
    manifest: await readManifest(),
    clock: new FastClock(realStartMs, START, SPEED),
    rateLimits: { burst: 10, perSecond: 1 },
  });
  return {
    sandbox,
    driver: connectSandbox(sandbox.url),
    postgres,
    redis,
    environment: {
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_APP_TOKEN: sandbox.appToken,
      SLACK_API_URL: sandbox.slackApiUrl,
      DATABASE_URL: postgres.database.url,
      ...(redis ? { REDIS_URL: redis.url } : {}),
      CHAOS_REAL_START: String(realStartMs),
      LOG_LEVEL: 'silent',
      PATH: process.env.PATH ?? '',
    },
    ownerIds,
    stop: async () => {
      await sandbox.stop();
      await redis?.stop();
      await postgres.database.drop();
    },
  };
}

/** How many messages Rapport knows to be sent. @throws while the database is away. */
export async function countSent({ postgres }: Stage): Promise<number> {
  const row = await postgres.database.db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('status', '=', 'sent')
    .executeTakeFirstOrThrow();
  return row.count;
}

async function seed(
  db: Database,
  ownerIds: readonly string[],
  spanMs: number,
  random: Random,
): Promise<void> {
  await saveWorkspace(db, { workspaceId: ID.team, workspaceName: 'Studio', botUserId: 'U0BOT' }, START);
  for (const id of ownerIds) {
    await savePerson(db, ID.team, { id, name: `Owner ${id}`, timeZone: 'UTC', kind: 'member' }, START);
    const dueMs = Math.round(random.between(0, spanMs));
    await seedClient(db, `Client of ${id}`, { ownerId: id, nextDueAt: START.add({ milliseconds: dueMs }) });
  }
}

function worldOf(ownerIds: readonly string[]): World {
  const people = ownerIds.map((id) =>
    buildPerson({ id, realName: `Owner ${id}`, name: id.toLowerCase(), timeZone: 'UTC', teamId: ID.team }),
  );
  return { team: { id: ID.team, name: 'Studio', domain: 'studio' }, people, channels: [] };
}
