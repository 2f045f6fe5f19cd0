import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { chooseAccount, firstClosedDirectory, parsePasswd } from '../../src/storage/embedded/account.ts';
import { findPackage, prepareBinaries } from '../../src/storage/embedded/binaries.ts';

// Whole servers and installations: slow where many tests run at once.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rapport-binaries-'));
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The package in a directory closed to others, as it is when npm's install script was cut off: it has some links only. */
function unpackedPackage(): { root: string; version: string } {
  const original = findPackage();
  const copy = join(root, 'package');
  cpSync(original.root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'),
  });
  const list = readFileSync(join(copy, 'native', 'pg-symlinks.json'), 'utf8');
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(list));
  expect(links.length).toBeGreaterThan(0);
  for (const [index, { source, target }] of links.entries()) {
    rmSync(join(copy, target), { force: true });
    if (index % 2) symlinkSync(basename(source), join(copy, target));
  }
  chmodSync(copy, 0o700);
  return { root: copy, version: original.version };
}

test('binaries that cannot be run where they are get copied, once per version', () => {
  const original = unpackedPackage();
  const binaries = prepareBinaries(root, undefined, original);
  expect(binaries.major).toBe(Number.parseInt(original.version, 10));
  expect(execFileSync(binaries.pgCtl, ['--version'], { encoding: 'utf8' })).toContain(`${binaries.major}.`);
  const staged = join(root, `postgres-${original.version}`);
  const { mode, uid } = lstatSync(staged);
  expect({ mode: mode & 0o777, uid }).toEqual({ mode: 0o755, uid: process.getuid?.() });

  const account = process.getuid?.() === 0 ? chooseAccount(undefined) : undefined;
  if (account) {
    expect(firstClosedDirectory(binaries.pgCtl, account)).toBeUndefined();
    const run = { encoding: 'utf8', uid: account.uid, gid: account.gid, cwd: '/' } as const;
    expect(execFileSync(join(staged, 'bin', 'postgres'), ['--version'], run)).toContain(`${binaries.major}.`);
  }

  const { ino } = lstatSync(staged);
  prepareBinaries(root, undefined, original);
  expect(lstatSync(staged).ino).toBe(ino);
});

test('binaries that can be run where they are stay there', () => {
  const original = findPackage();
  const binaries = prepareBinaries(root, undefined, original);
  expect(binaries.pgCtl.startsWith(original.root)).toBe(true);
  expect(existsSync(join(root, `postgres-${original.version}`))).toBe(false);
});

describe('the passwd file', () => {
  test('is read into its users, ignoring other lines', () => {
    const text =
      'root:x:0:0:root:/root:/bin/sh\n\n# a remark\nbroken\nnobody:x:65534:65533:n:/:/bin/false\n+::::::\n';
    expect(parsePasswd(text)).toEqual([
      { name: 'root', uid: 0, gid: 0 },
      { name: 'nobody', uid: 65534, gid: 65533 },
    ]);
  });

  test('can hold anything', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { uid, gid } of parsePasswd(text)) {
          expect(Number.isInteger(uid) && Number.isInteger(gid)).toBe(true);
        }
      }),
    );
  });

  describe.runIf(process.getuid?.() === 0)('for root', () => {
    const passwd = 'root:x:0:0::/:\nother:x:1000:1000::/:\nnobody:x:65534:65534::/:\n';

    test('provides the user for Postgres: “nobody” before others', () => {
      expect(chooseAccount(undefined, passwd)?.name).toBe('nobody');
      expect(chooseAccount(undefined, `${passwd}postgres:x:70:70::/:\n`)?.name).toBe('postgres');
      expect(chooseAccount(undefined, 'root:x:0:0::/:\nother:x:1000:1000::/:\n')?.name).toBe('other');
    });

    test('provides the owner of existing data', () => {
      expect(chooseAccount(1000, passwd)?.name).toBe('other');
      expect(() => chooseAccount(1234, passwd)).toThrow('belongs to user 1234');
    });

    test('without any other user leads to a clear message', () => {
      expect(() => chooseAccount(undefined, 'root:x:0:0::/:\n')).toThrow('has no other user');
    });
  });
});
