/** Rapport as one of several processes, with a fast clock: what `src/main.ts` starts, without its orderly shutdown. */
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import { createLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { FastClock } from './fast-clock.ts';
import { SPEED, START, TICK_MS } from './timing.ts';

// The parent process is gone, so nobody else would stop this one.
process.once('disconnect', () => process.exit(1));

const { CHAOS_REAL_START = '', DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl } = process.env;
const config = readConfig(process.env, { platform: process.platform, uid: undefined, home: '/nowhere' });
const log = createLog(config.logLevel);
const clock = new FastClock(Number(CHAOS_REAL_START), START, SPEED);
const database = connectDatabase(databaseUrl, log);
const queue = createQueue({ redisUrl, databaseUrl, clock, log, tickEveryMs: TICK_MS });
const app = await createApp(config, { database, queue, clock, log });
await app.start();
process.send?.('at work');
