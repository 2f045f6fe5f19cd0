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
import { type Account, chooseAccount, closedDirectory } from './account.ts';
import { type Binaries, findPackage, prepareBinaries } from './binaries.ts';
import { runProgram } from './run-program.ts';

/** A directory of Postgres's own making, and all that is needed to run it. */
export interface Cluster {
  /** Postgres's data directory, inside the one that was asked for. */
  data: string;
  binaries: Binaries;
  account: Account | undefined;
  password: string;
}

export const superuser = 'rapport';
const passwordFile = 'rapport-password';

/**
 * Finds the cluster in `dataDir`, or makes one. Made aside and then renamed, so that a start that was cut short, or
 * two at once, never leave half of one.
 *
 * @throws StartError when Postgres is not installed, or the directory cannot be used: another's, out of the account's reach, or another version's.
 */
export async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  const installed = findPackage();
  const data = join(dataDir, 'data');
  const account = chooseAccount(ownerOf(data));
  makeDataDir(dataDir, account);
  const binaries = prepareBinaries(dataDir, account, installed);
  if (!existsSync(data)) await createCluster(dataDir, data, binaries, account, durable);
  checkVersion(data, binaries.major);
  return { data, binaries, account, password: readPassword(data) };
}

function makeDataDir(dataDir: string, account: Account | undefined): void {
  if (account && !existsSync(dataDir)) refuseClosedWay(nearestExisting(dataDir), account);
  try {
    const first = mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (account) {
      const made = first === undefined ? [dataDir] : directoriesBetween(first, dataDir);
      for (const directory of made) letPass(directory);
    }
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data directory ${dataDir} cannot be used (${codeOf(error)}). ` +
        'Set RAPPORT_DATA_DIR to a directory that you may write to, or set DATABASE_URL.',
    );
  }
  if (account) refuseClosedWay(dataDir, account);
}

/** Only for directories of Rapport's own: what lies above them is not ours to open. */
function letPass(directory: string): void {
  const { mode, uid } = statSync(directory);
  if (uid === process.getuid?.()) chmodSync(directory, mode | 0o011);
}

function refuseClosedWay(path: string, account: Account): void {
  const closed = closedDirectory(path, account);
  if (closed === undefined) return;
  throw new StartError(
    `Postgres cannot run as root, and user "${account.name}", whom it would run as, cannot enter ${closed}. ` +
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
  dataDir: string,
  data: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const fresh = mkdtempSync(join(dataDir, 'data.new-'));
  const secret = join(fresh, passwordFile);
  const initialised = join(fresh, 'cluster');
  try {
    writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account) for (const path of [fresh, secret]) chownSync(path, account.uid, account.gid);
    const args = [
      `--pgdata=${initialised}`,
      `--username=${superuser}`,
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
      throw new StartError(`The embedded Postgres could not make its database: ${lastLine(output)}`);
    renameSync(secret, join(initialised, passwordFile));
    moveIntoPlace(initialised, data);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** When another start was quicker, its cluster is as good as ours. */
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
      `${data} holds no Postgres data (it has no PG_VERSION). ` +
        'Move it away, or set RAPPORT_DATA_DIR to another directory, or set DATABASE_URL.',
    );
  }
  throw new StartError(
    `The data in ${dirname(data)} was made by Postgres ${made}, and this Rapport brings Postgres ${major}. ` +
      `Move it with pg_upgrade, or dump it with Postgres ${made} and load it anew (see "Upgrade" in the README); ` +
      'or set RAPPORT_DATA_DIR to another directory to start with no data.',
  );
}

function readPassword(data: string): string {
  try {
    return readFileSync(join(data, passwordFile), 'utf8');
  } catch (error) {
    throw new StartError(
      `The password of the embedded Postgres in ${data} cannot be read (${codeOf(error)}). ` +
        'Start Rapport as the user who started it first, or set RAPPORT_DATA_DIR or DATABASE_URL.',
    );
  }
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new StartError(`${file} cannot be read (${codeOf(error)}). Start Rapport as the user who owns it.`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

export function lastLine(output: string): string {
  return output.split('\n').at(-1)?.trim() || 'it gave no reason';
}
