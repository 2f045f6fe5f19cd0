import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Why tests in a browser are left out here, to put into their names; undefined when they run. */
export const browserMissing: string | undefined = findChromium()
  ? undefined
  : `skipped: none of ${NAMES.join(', ')} on the PATH`;

/** Pages in a browser that all tests of one file share; each page has cookies and storage of its own. */
export interface TestBrowser {
  /** A page that fails its test when it logs an error, throws, or asks another host for anything. */
  open(url: string, how?: BrowserContextOptions): Promise<Page>;
}

/** Starts the system's Chromium for the tests of one file. Use it only where `browserMissing` is undefined. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
    expect(problems.splice(0)).toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    async open(url, how = {}) {
      if (!browser) throw new Error('useBrowser() has no browser before the tests run');
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        reducedMotion: 'reduce',
        ...how,
      });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`the page logged: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`the page threw: ${error.message}`));
      page.on('request', (request) => {
        const asked = new URL(request.url());
        const own = asked.origin === new URL(url).origin || ['data:', 'blob:'].includes(asked.protocol);
        if (!own) problems.push(`the page asked another host: ${asked.origin}`);
      });
      await page.goto(url);
      return page;
    },
  };
}

/**
 * Takes a picture for the documentation. Only with `PICTURES=1` does it land in `docs/images/`; else in `elsewhere`, so
 * that a test run changes no file of the checkout.
 */
export async function takePicture(page: Page, name: string, elsewhere: string): Promise<void> {
  const dir =
    process.env.PICTURES === '1' ? new URL('../../docs/images', import.meta.url).pathname : elsewhere;
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: join(dir, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

function findChromium(): string | undefined {
  const dirs = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => dirs.map((dir) => join(dir, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
