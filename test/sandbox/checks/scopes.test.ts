import { describe, expect, it } from 'vitest';
import { BOT_SCOPES, EVENT_SCOPES } from '../../../sandbox/server/checks/known-names.ts';
import { scopeFor, scopeForEvent } from '../../../sandbox/server/checks/scopes.ts';

describe('a method', () => {
  it.each([
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
  ] as const)('%s (%s) needs %j', (method, kind, scopes) => {
    expect(scopeFor(method, kind)).toEqual(scopes);
  });

  it.each(['nope', 'toString', '__proto__'])('%s is not offered', (method) => {
    expect(scopeFor(method)).toBeNull();
  });
});

describe('an event', () => {
  it('needs its own scope, one of several, or none', () => {
    expect(scopeForEvent('message.im')).toEqual(['im:history']);
    expect(scopeForEvent('member_joined_channel')).toEqual(['channels:read', 'groups:read']);
    expect(scopeForEvent('app_home_opened')).toEqual([]);
    expect(scopeForEvent('constructor')).toBeNull();
  });

  it('names only scopes that exist', () => {
    const unknown = Object.values(EVENT_SCOPES)
      .flat()
      .filter((scope) => !BOT_SCOPES.has(scope));
    expect(unknown).toEqual([]);
  });
});
