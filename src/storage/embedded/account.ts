import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../runtime/start-error.ts';

/** The unprivileged user that runs Postgres where we are root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** In this order: the system's own account for Postgres, then those that own nothing. */
const PREFERRED = ['postgres', 'nobody', 'daemon', 'bin'];

/** Postgres refuses to run as root. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account that Postgres runs as: undefined when we are an ordinary user ourselves, otherwise the owner of existing data, or
 * an account of the passwd file, in which `initdb` looks itself up.
 */
export function chooseAccount(dataOwner: number | undefined, passwd = readPasswd()): Account | undefined {
  if (!isRoot()) return undefined;
  const accounts = parsePasswd(passwd).filter((account) => account.uid !== 0);
  const chosen =
    dataOwner === undefined || dataOwner === 0
      ? (PREFERRED.map((name) => accounts.find((account) => account.name === name)).find(Boolean) ??
        accounts[0])
      : accounts.find((account) => account.uid === dataOwner);
  if (chosen) return chosen;
  throw new StartError(
    dataOwner
      ? `The embedded Postgres data belongs to user ${dataOwner}, who isn’t in /etc/passwd. Add that user, or set DATABASE_URL.`
      : 'Postgres can’t run as root, and /etc/passwd has no other user to run it as. Add one, or set DATABASE_URL.',
  );
}

/**
 * The accounts of a passwd file; other lines are ignored.
 *
 * @internal
 */
export function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** The first directory on the way to `path`, itself included, that `account` cannot enter; undefined if none. */
export function firstClosedDirectory(path: string, account: Account): string | undefined {
  const way = [realpathSync(path)];
  for (let next = dirname(way[0] ?? '/'); next !== way[0]; next = dirname(next)) way.unshift(next);
  return way.find((directory) => !canEnter(directory, account));
}

function canEnter(directory: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(directory);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}
