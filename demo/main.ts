/** `npm run demo`: Rapport in a browser, with a local Slack and a small agency. */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage } from '../sandbox/build-page.ts';
import { ActRefused } from '../sandbox/driver/act-refused.ts';
import { createLog } from '../src/runtime/log.ts';
import { StartError } from '../src/runtime/start-error.ts';
import { stopSignal } from '../src/runtime/stop-signal.ts';
import { makeTemporaryDir } from '../src/storage/embedded/start.ts';
import { readKept, writeKept } from './kept.ts';
import { type Demo, startDemo } from './start.ts';
import { takeTour } from './tour.ts';
import { TourFailed } from './tour-print.ts';

const USAGE = `npm run demo -- [options]
  --port N    listen on port N rather than on a free one
  --keep DIR  keep the data in DIR, and go on from there the next time
  --open      open the page in the browser
  --tour      walk the whole loop once in this terminal, and stop
  --verbose   show Rapport's own log
  --help      this text`;

interface Options {
  port: number;
  keep: string | undefined;
  open: boolean;
  tour: boolean;
  verbose: boolean;
}

/** @throws StartError for options that make no sense. */
function readOptions(args: string[]): Options | null {
  const { values } = parse(args);
  if (values.help) return null;
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartError('--port takes a number from 1 to 65535.');
  }
  return {
    port,
    keep: values.keep === undefined ? undefined : resolve(values.keep),
    open: values.open ?? false,
    tour: values.tour ?? false,
    verbose: values.verbose ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        keep: { type: 'string' },
        open: { type: 'boolean' },
        tour: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : 'Unknown option.'}\n${USAGE}`);
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(USAGE);
  const log = createLog(options.verbose ? 'info' : 'silent');
  const ended = stopSignal(log);
  const dir = options.keep ?? makeTemporaryDir('rapport-demo-');
  let demo: Demo | undefined;
  try {
    const pageDir = join(dir, 'page');
    await mkdir(dir, { recursive: true });
    if (!options.tour) await buildPage(pageDir);
    ended.throwIfAborted();
    demo = await startDemo({
      dataDir: join(dir, 'postgres'),
      port: options.port,
      ...(options.tour ? {} : { pageDir }),
      kept: options.keep ? await readKept(options.keep) : null,
      log,
    });
    if (options.tour) {
      await takeTour(demo.url, (line) => console.log(line));
      return;
    }
    console.log(`Rapport demo: ${demo.url}`);
    if (options.open) openBrowser(demo.url);
    await new Promise((resolve) => {
      if (ended.aborted) resolve(undefined);
      ended.addEventListener('abort', resolve, { once: true });
    });
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    const kept = demo?.keep();
    await demo?.stop();
    if (!options.keep) await rm(dir, { recursive: true, force: true });
    else if (kept) await writeKept(options.keep, kept);
  }
}

function openBrowser(url: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawn(command, [url], { stdio: 'ignore', detached: true })
    .on('error', () => console.log('No browser could be opened; open the address yourself.'))
    .unref();
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(isExpected(error) ? error.message : error);
  process.exit(1);
}

function isExpected(error: unknown): error is Error {
  return error instanceof StartError || error instanceof TourFailed || error instanceof ActRefused;
}
