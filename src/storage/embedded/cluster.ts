import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../../runtime/start-error.ts';
import { type Account, chooseAccount, firstClosedDirectory } from './account.ts';
import { type Binaries, findPackage, prepareBinaries } from './binaries.ts';
import { runProgram } from './run-program.ts';

/** Postgres's data and what is needed to run it. */
export interface Cluster {
  /** Postgres's own data directory, inside Rapport's. */
  data: string;
  binaries: Binaries;
  account: Account | undefined;
  password: string;
}

export const SUPERUSER = 'rapport';
const PASSWORD_FILE = 'rapport-password';

/**
 * Finds the cluster in `dataDir`, or creates one: beside its place and then renamed, so that a start that was cut short, or two
 * at once, never leave half of one.
 *
 * @throws StartError when Postgres is not installed, or the directory cannot be used: it is somebody else's, out of the
 *   account's reach, or another version's.
 */
export async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  const installed = findPackage();
  const data = join(dataDir, 'data');
  const account = chooseAccount(ownerOf(data));
  makeDataDir(dataDir, account);
  const binaries = prepareBinaries(dataDir, account, installed);
  const place = { data, binaries, account };
  if (!existsSync(data)) await createCluster(place, durable);
  checkVersion(data, binaries.major);
  return { ...place, password: readPassword(data) };
}

function makeDataDir(dataDir: string, account: Account | undefined): void {
  if (account && !existsSync(dataDir)) assertCanEnter(nearestExisting(dataDir), account);
  try {
    const first = mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (account) {
      const made = first === undefined ? [dataDir] : directoriesBetween(first, dataDir);
      for (const directory of made) allowEntering(directory);
    }
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `Can’t use the data directory ${dataDir} (${codeOf(error)}). ` +
        'Set RAPPORT_DATA_DIR to a directory you can write to, or set DATABASE_URL.',
    );
  }
  if (account) assertCanEnter(dataDir, account);
}

/** Only for directories that Rapport made: those above them are not ours to open. */
function allowEntering(directory: string): void {
  const { mode, uid } = statSync(directory);
  if (uid === process.getuid?.()) chmodSync(directory, mode | 0o011);
}

function assertCanEnter(path: string, account: Account): void {
  const closed = firstClosedDirectory(path, account);
  if (closed === undefined) return;
  throw new StartError(
    `Postgres can’t run as root, and the user it would run as, "${account.name}", cannot enter ${closed}. ` +
      'Set RAPPORT_DATA_DIR to a directory outside, such as /var/lib/rapport, or set DATABASE_URL, ' +
      'or start Rapport as an ordinary user.',
  );
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function directoriesBetween(first: string, last: string): string[] {
  return last === first ? [last] : [...directoriesBetween(first, dirname(last)), last];
}

function ownerOf(data: string): number | undefined {
  return existsSync(data) ? statSync(data).uid : undefined;
}

async function createCluster(
  { data, binaries, account }: Omit<Cluster, 'password'>,
  durable: boolean,
): Promise<void> {
  const fresh = mkdtempSync(`${data}.new-`);
  const secret = join(fresh, PASSWORD_FILE);
  const created = join(fresh, 'cluster');
  try {
    writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account) for (const path of [fresh, secret]) chownSync(path, account.uid, account.gid);
    const args = [
      `--pgdata=${created}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ];
    const { exitCode, output } = await runProgram(binaries.initdb, args, { cwd: fresh, account });
    if (exitCode !== 0)
      throw new StartError(`The embedded Postgres couldn’t create its database: ${lastLine(output)}`);
    renameSync(secret, join(created, PASSWORD_FILE));
    moveIntoPlace(created, data);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** When another start was quicker, we use its cluster. */
function moveIntoPlace(from: string, data: string): void {
  try {
    renameSync(from, data);
  } catch (error) {
    if (!existsSync(data)) throw error;
  }
}

function checkVersion(data: string, major: number): void {
  const made = readOrUndefined(join(data, 'PG_VERSION'))?.trim();
  if (made === String(major)) return;
  if (made === undefined) {
    throw new StartError(
      `${data} isn’t Postgres data (it has no PG_VERSION). ` +
        'Move it away, or set RAPPORT_DATA_DIR to another directory, or set DATABASE_URL.',
    );
  }
  throw new StartError(
    `The data in ${dirname(data)} was made by Postgres ${made}, but this Rapport comes with Postgres ${major}. ` +
      `Move it with pg_upgrade, or dump it with Postgres ${made} and restore it (see "Upgrade" in the README); ` +
      'or set RAPPORT_DATA_DIR to another directory to start with no data.',
  );
}

function readPassword(data: string): string {
  try {
    return readFileSync(join(data, PASSWORD_FILE), 'utf8');
  } catch (error) {
    throw new StartError(
      `Can’t read the password of the embedded Postgres in ${data} (${codeOf(error)}). ` +
        'Start Rapport as the user who started it first, or set RAPPORT_DATA_DIR or DATABASE_URL.',
    );
  }
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new StartError(`Can’t read ${file} (${codeOf(error)}). Start Rapport as the user who owns it.`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

export function lastLine(output: string): string {
  return output.split('\n').at(-1)?.trim() || 'it gave no reason';
}
