import { describe, expect, test } from 'vitest';
import { findMethod, METHODS } from '../../../sandbox/server/api/methods.ts';
import { scopesFor } from '../../../sandbox/server/api/scopes.ts';
import { BOT_SCOPES } from '../../../sandbox/server/checks/known-names.ts';

describe('the scopes of which a method needs one', () => {
  test.each([
    ['chat.postMessage', undefined, ['chat:write']],
    ['auth.test', undefined, []],
    ['views.open', undefined, []],
    ['users.info', undefined, ['users:read']],
    ['apps.connections.open', undefined, ['connections:write']],
    ['files.completeUploadExternal', undefined, ['files:write']],
    ['conversations.info', 'public', ['channels:read']],
    ['conversations.info', 'private', ['groups:read']],
    ['conversations.history', 'im', ['im:history']],
    ['conversations.create', 'private', ['groups:write']],
    ['conversations.invite', 'public', ['channels:write.invites', 'channels:manage']],
    ['conversations.open', 'mpim', ['mpim:write']],
    ['conversations.info', undefined, ['channels:read', 'groups:read', 'im:read', 'mpim:read']],
  ] as const)('%s (%s): %j', (name, kind, scopes) => {
    expect(scopesFor(findMethod(name)?.scopes ?? ['no such method'], kind)).toEqual(scopes);
  });

  test('all exist, for bots or for the app itself', () => {
    const asked = METHODS.flatMap(({ scopes }) => scopesFor(scopes));
    expect(asked.filter((scope) => !BOT_SCOPES.has(scope) && scope !== 'connections:write')).toEqual([]);
  });
});

test.each(['nope', 'toString', '__proto__'])('there is no method %s', (name) => {
  expect(findMethod(name)).toBeUndefined();
});

test('each method is listed once', () => {
  expect(new Set(METHODS.map(({ name }) => name)).size).toBe(METHODS.length);
});
