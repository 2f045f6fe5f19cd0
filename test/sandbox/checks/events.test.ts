import { expect, test } from 'vitest';
import { BOT_SCOPES, EVENT_SCOPES, scopeForEvent } from '../../../sandbox/server/checks/known-names.ts';

test('an event needs its own scope, one of several, or none', () => {
  expect(scopeForEvent('message.im')).toEqual(['im:history']);
  expect(scopeForEvent('member_joined_channel')).toEqual(['channels:read', 'groups:read']);
  expect(scopeForEvent('app_home_opened')).toEqual([]);
});

test('an event that Slack does not have is unknown', () => {
  expect(scopeForEvent('constructor')).toBeNull();
});

test('events need only scopes that exist', () => {
  const unknown = Object.values(EVENT_SCOPES)
    .flat()
    .filter((scope) => !BOT_SCOPES.has(scope));
  expect(unknown).toEqual([]);
});
