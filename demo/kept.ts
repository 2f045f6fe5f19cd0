import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../src/runtime/start-error.ts';
import type { Kept } from './start.ts';

/** Null for a directory in which no demo has stopped yet. @throws StartError when one was killed there. */
export async function readKept(dir: string): Promise<Kept | null> {
  try {
    const now = await readFile(join(dir, 'clock'), 'utf8');
    return {
      now: Temporal.Instant.from(now.trim()),
      conversations: await readFile(join(dir, 'conversations')),
    };
  } catch {
    if (!existsSync(join(dir, 'postgres'))) return null;
    throw new StartError(
      `The demo in ${dir} was not stopped properly, so its messages are gone. Delete the directory and start again.`,
    );
  }
}

export async function writeKept(dir: string, kept: Kept): Promise<void> {
  await writeFile(join(dir, 'clock'), kept.now.toString());
  await writeFile(join(dir, 'conversations'), kept.conversations);
}
