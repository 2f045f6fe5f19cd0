import { expect } from 'vitest';
import { createLog, type Logger } from '../../src/runtime/log.ts';

/** The log of a Rapport under test, to look at. */
export interface CapturedLog {
  log: Logger;
  lines: Record<string, unknown>[];
  /** Forgets what was logged so far. */
  clear(): void;
}

export function captureLog(): CapturedLog {
  const lines: Record<string, unknown>[] = [];
  return {
    log: createLog('debug', { write: (line) => void lines.push(JSON.parse(line)) }),
    lines,
    clear: () => lines.splice(0),
  };
}

/** Waits until there is a line like `expected`, and sees to it that no line holds any of these words. */
export async function expectLine(
  { lines }: CapturedLog,
  expected: Record<string, unknown>,
  words: readonly string[],
): Promise<void> {
  await expect.poll(() => lines).toContainEqual(expect.objectContaining(expected));
  const all = JSON.stringify(lines);
  for (const word of words) expect(all).not.toContain(JSON.stringify(word).slice(1, -1));
}
