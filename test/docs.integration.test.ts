import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderMessage } from '../sandbox/driver/render-text.ts';
import { useRapport } from './support/rapport.ts';
import { ID } from './support/studio.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];
const read = (page: string) => readFileSync(join(root, page), 'utf8');

test.each(pages)('%s: every link leads to a file that exists', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((found) => found[1] ?? '');
  const broken = links.filter(
    (link) => !/^https?:/.test(link) && !existsSync(join(root, dirname(page), link)),
  );
  expect(broken).toEqual([]);
});

test.each(pages)('%s: every file that it names exists', (page) => {
  const named = [
    ...read(page).matchAll(/`((?:src|sandbox|demo|test|verification|migrations|bench)\/[\w./-]*)`/g),
  ];
  const missing = named.map((found) => found[1] ?? '').filter((path) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});

test('every npm script that the pages name exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      (found) => found[1] ?? found[2] ?? '',
    ),
  );
  expect(named).toContain('demo');
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
});

const rapport = useRapport();

test('the README’s table of commands is what help says', async () => {
  const ana = rapport.driver.as(ID.ana);
  await ana.command('/client-health help', { in: ID.general });
  const help = renderMessage(await ana.waitForMessage('settings', ID.general));
  const commands = (text: string) =>
    [...new Set([...text.matchAll(/`?\/client-health ([a-z][a-z-]*)/g)].map((found) => found[1]))].sort();
  const table = read('README.md').match(/### What people can type\n[\s\S]*?\n\n(?=The shortcut)/)?.[0] ?? '';
  expect(commands(table)).toEqual(commands(help));
});
