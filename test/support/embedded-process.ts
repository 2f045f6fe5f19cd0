/**
 * Run as a process of its own: starts embedded Postgres in the directory it is given, prints one line of JSON, and stops
 * it when its input ends. So a test can kill it, or have it run as another user.
 */
import { once } from 'node:events';
import { silentLog } from '../../src/runtime/log.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/start.ts';

const postgres = await startEmbeddedPostgres({
  dataDir: process.argv[2] ?? '',
  log: silentLog,
  durable: false,
  endsWithUs: process.argv[3] === 'ends-with-us',
});
console.log(JSON.stringify({ url: postgres.url, adopted: postgres.adopted }));
process.stdin.resume();
await once(process.stdin, 'end');
await postgres.stop();
process.exit(0);
