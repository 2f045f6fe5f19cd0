import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPage } from '../../sandbox/build-page.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { dataTable, lineChart } from '../../src/slack/blocks/data-blocks.ts';
import { browserMissing, useBrowser } from '../support/browser.ts';
import { readManifest } from '../support/rapport.ts';
import { ID, studio } from '../support/studio.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const WIDTH_BEYOND = 'Math.max(0, document.documentElement.scrollWidth - window.innerWidth)';
const SCORES = [71, 9, 55, 40, 100, 62];

describe.skipIf(browserMissing)(`in a browser${browserMissing ? ` (${browserMissing})` : ''}`, () => {
  const browser = useBrowser();
  let pageDir: string;
  let sandbox: Sandbox;
  beforeAll(async () => {
    pageDir = await mkdtemp(join(tmpdir(), 'data-blocks-'));
    await buildPage(pageDir);
    sandbox = await startSandbox({
      world: studio,
      manifest: await readManifest(),
      clock: systemClock,
      pageDir,
    });
  }, 60_000);
  afterAll(async () => {
    await sandbox?.stop();
    await rm(pageDir, { recursive: true, force: true });
  });

  test('a table is sorted and paged through, and a chart can be read, on a phone', async () => {
    const header = ['Client', 'Owner', 'Band', 'Trend', 'Last contact', 'Score'];
    const rows = SCORES.map((value, index) => [
      `Client ${index + 1}`,
      { user: ID.ben },
      'Healthy',
      'improving',
      'three weeks ago',
      { value, text: `${value} of 100` },
    ]);
    const series = [{ name: 'Healthy', values: [3, 4] }];
    await new WebClient(sandbox.botToken, { slackApiUrl: sandbox.slackApiUrl }).chat.postMessage({
      channel: ID.general,
      text: 'Portfolio',
      blocks: [
        dataTable('All clients', header, rows),
        lineChart('Clients by band', ['May', 'June'], series, { y: 'Clients' }),
      ],
    });
    const page = await browser.open(`${sandbox.url}/?as=${ID.ana}&at=${ID.general}`, PHONE);
    const table = page.getByRole('table', { name: 'All clients' });
    const named = () => table.getByRole('rowheader').allTextContents();

    await table.waitFor();
    expect(await named()).toEqual(['Client 1', 'Client 2', 'Client 3', 'Client 4', 'Client 5']);
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await named()).toEqual(['Client 6']);
    await table.getByRole('button', { name: 'Score' }).click();
    expect(await named()).toEqual(['Client 2', 'Client 4', 'Client 3', 'Client 6', 'Client 1']);
    const score = table.getByRole('columnheader', { name: 'Score' });
    expect(await score.getAttribute('aria-sort')).toBe('ascending');

    const chart = page.getByRole('figure', { name: 'Clients by band' });
    await chart.getByRole('img', { name: 'line chart. Healthy from 3 (May) to 4 (June).' }).waitFor();
    expect(await chart.getByRole('row').allTextContents()).toEqual(['Healthy', 'May3', 'June4']);
    expect(await page.evaluate(WIDTH_BEYOND)).toBe(0);
  });
});
