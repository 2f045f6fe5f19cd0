import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startBot } from '../support/bot-process.ts';

const script = fileURLToPath(new URL('./endless.ts', import.meta.url));

test('a second Ctrl-C ends a process that hangs, but an echo of the first does not', async () => {
  const process = startBot({}, { script });
  await process.logged('Waiting');
  const start = performance.now();
  process.interrupt();
  process.interrupt();
  const { msg } = await process.logged('Stopping. Press Ctrl-C again to stop at once');
  expect(msg).toBeDefined();
  const impatient = setInterval(() => process.interrupt(), 50);
  const code = await process.ended;
  clearInterval(impatient);
  expect(code).toBe(130);
  expect(performance.now() - start).toBeGreaterThan(1_000);
});
