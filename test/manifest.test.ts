import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findMethod } from '../sandbox/server/api/methods.ts';
import { type ConversationKind, scopesFor } from '../sandbox/server/api/scopes.ts';
import { COMMANDS_SCOPE, scopeForEvent } from '../sandbox/server/checks/known-names.ts';
import { checkManifest } from '../sandbox/server/checks/manifest.ts';
import { type AppManifest, readManifest } from '../sandbox/server/manifest.ts';
import { COMMAND } from '../src/slack/inbound/rules.ts';
import { hintedSubCommands } from './support/usage-hint.ts';

/**
 * Which kinds of conversation each method is used on: clients are spoken of in public and private channels that we are
 * in and in the DM with a person; history is read in that DM alone.
 */
const USED_ON: Record<string, ConversationKind[]> = {
  'conversations.info': ['public', 'private'],
  'conversations.members': ['public', 'private'],
  'conversations.history': ['im'],
  'conversations.open': ['im'],
};

const root = fileURLToPath(new URL('..', import.meta.url));
let raw: unknown;
let manifest: AppManifest;
let source = '';
let readme = '';

beforeAll(async () => {
  raw = parse(await readFile(join(root, 'manifest.yml'), 'utf8'));
  manifest = readManifest(raw);
  readme = await readFile(join(root, 'README.md'), 'utf8');
  const files = await readdir(join(root, 'src'), { recursive: true });
  const code = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFile(join(root, 'src', file), 'utf8'));
  source = (await Promise.all(code)).join('\n');
});

/** Every Web API method that the code calls, as `family.method`. */
function methodsCalled(): string[] {
  const families = 'api|apps|auth|bots|chat|conversations|dnd|files|reactions|team|users|views';
  const calls = source.matchAll(new RegExp(`\\bweb\\s*\\.\\s*(${families})\\s*\\.\\s*(\\w+)`, 'g'));
  return [...new Set([...calls].map(([, family, method]) => `${family}.${method}`))].toSorted();
}

/** The scopes of which each set needs one. */
function scopesNeeded(): { what: string; anyOf: string[] }[] {
  const methods = methodsCalled().flatMap((name) => {
    const scopes = findMethod(name)?.scopes ?? ['no such method'];
    const kinds = USED_ON[name];
    if (!kinds) return [{ what: name, anyOf: scopesFor(scopes) }];
    return kinds.map((kind) => ({ what: `${name} on ${kind}`, anyOf: scopesFor(scopes, kind) }));
  });
  const events = [...manifest.botEvents].map((event) => ({
    what: event,
    anyOf: scopeForEvent(event) ?? ['no such event'],
  }));
  return [...methods, ...events, { what: 'commands', anyOf: [COMMANDS_SCOPE] }].filter(
    ({ anyOf }) => anyOf.length > 0,
  );
}

function textOfConstant(constant: string): string | undefined {
  return new RegExp(`\\bconst ${constant} = '([^']+)'`).exec(source)?.[1];
}

describe('the manifest', () => {
  it('is one that Slack takes', () => {
    expect(checkManifest(raw)).toEqual([]);
  });

  it('has the command that the code answers, and no other', () => {
    expect(manifest.commands.map(({ command }) => command)).toEqual([COMMAND]);
  });

  it('hints at the sub-commands that the README explains, and at no other', () => {
    const hinted = hintedSubCommands(manifest.commands[0]?.usageHint ?? '').map(
      (typed) => typed.split(' ')[0],
    );
    const explained = [...readme.matchAll(/^\| `\/client-health ([a-z-]+)/gm)].map(([, name]) => name);
    expect(explained).not.toHaveLength(0);
    expect(hinted.toSorted()).toEqual(explained.toSorted());
  });

  it('has the shortcuts that the code listens to, and no other', () => {
    const names = [...source.matchAll(/\bslack\.onShortcut\(\s*(\w+)/g)].map(([, name]) => name ?? '');
    const heard = names.map(textOfConstant);
    expect(heard).not.toHaveLength(0);
    expect(manifest.shortcuts.map(({ callbackId }) => callbackId).toSorted()).toEqual(heard.toSorted());
  });

  it('has the events that the code listens to, and no other', () => {
    const heard = [...source.matchAll(/\bbolt\.event\(\s*'([^']+)'/g)].map(([, event]) => event);
    expect(heard).not.toHaveLength(0);
    expect([...manifest.botEvents].toSorted()).toEqual(heard.toSorted());
  });

  it('asks for a scope for every method, event and command', () => {
    const missing = scopesNeeded().filter(({ anyOf }) => !anyOf.some((scope) => manifest.scopes.has(scope)));
    expect(methodsCalled()).toContain('chat.postMessage');
    expect(missing).toEqual([]);
  });

  it('asks for no scope that nothing needs', () => {
    const needed = scopesNeeded().flatMap(({ anyOf }) => anyOf);
    expect([...manifest.scopes].filter((scope) => !needed.includes(scope))).toEqual([]);
  });

  it('turns on what Rapport stands on', () => {
    expect(manifest).toMatchObject({
      name: 'Rapport',
      interactive: true,
      socketMode: true,
      homeTab: true,
      messagesTab: true,
      messagesReadOnly: false,
    });
  });
});
