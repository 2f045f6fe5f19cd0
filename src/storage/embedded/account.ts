import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../runtime/start-error.ts';

/** The unprivileged user that runs Postgres in root's stead. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** In this order: the system's own for Postgres, then whoever owns nothing. */
const preferred = ['postgres', 'nobody', 'daemon', 'bin'];

/** True where Postgres would refuse to run as the present user. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Whom Postgres is to run as: nobody else when we are an ordinary user (undefined), otherwise the owner of the data
 * that is already there, or an account of the passwd file, which `initdb` looks itself up in.
 */
export function chooseAccount(dataOwner: number | undefined, passwd = readPasswd()): Account | undefined {
  if (!isRoot()) return undefined;
  const accounts = parsePasswd(passwd).filter((account) => account.uid !== 0);
  const chosen =
    dataOwner === undefined || dataOwner === 0
      ? (preferred.map((name) => accounts.find((account) => account.name === name)).find(Boolean) ??
        accounts[0])
      : accounts.find((account) => account.uid === dataOwner);
  if (chosen) return chosen;
  throw new StartError(
    dataOwner
      ? `The embedded Postgres data belongs to user ${dataOwner}, whom /etc/passwd does not know. Add that user, or set DATABASE_URL.`
      : 'Postgres cannot run as root, and /etc/passwd has no other user to run it as. Add one, or set DATABASE_URL.',
  );
}

/** The accounts of a passwd file; lines that are not such are passed over. */
export function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** The first directory on the way to `path`, itself included, that `account` may not pass through; undefined if none. */
export function closedDirectory(path: string, account: Account): string | undefined {
  const way = [realpathSync(path)];
  for (let next = dirname(way[0] ?? '/'); next !== way[0]; next = dirname(next)) way.unshift(next);
  return way.find((directory) => !mayPass(directory, account));
}

function mayPass(directory: string, account: Account): boolean {
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
