import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Demo, startDemo } from '../../demo/start.ts';
import { buildPage } from '../../sandbox/build-page.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeTemporaryDir } from '../../src/storage/embedded/start.ts';

/** A demo with its page, as `npm run demo` starts it, for the tests of one file. Its fields can be read once tests run. */
export function useDemo(): { readonly url: string; readonly dir: string } {
  let demo: Demo | undefined;
  let dir = '';
  beforeAll(async () => {
    dir = makeTemporaryDir('rapport-test-page-');
    const pageDir = join(dir, 'page');
    await buildPage(pageDir);
    demo = await startDemo({
      dataDir: join(dir, 'postgres'),
      port: 0,
      pageDir,
      kept: null,
      log: silentLog,
    });
  }, 120_000);
  afterAll(async () => {
    await demo?.stop();
    if (dir) rmSync(dir, { recursive: true, force: true });
  }, 60_000);
  return {
    get dir() {
      return dir;
    },
    get url() {
      if (!demo) throw new Error('useDemo() has nothing before the tests run');
      return demo.url;
    },
  };
}
