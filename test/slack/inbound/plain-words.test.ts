import { expect, test } from 'vitest';
import { mentionedIn, plainWords } from '../../../src/slack/inbound/plain-words.ts';

const names = new Map([['U1', { name: 'Ana' }]]);

test.each([
  ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
  ['hi <@U1>, <@U2|ben> and <@W3>', 'hi @Ana, @ben and @someone'],
  ['<#C1|general> or <#C2|> or <#C3>', '#general or #a channel or #a channel'],
  ['<!channel> <!here|@here> <!subteam^S1|@team> <!subteam^S2>', '@channel @here @team @subteam'],
  ['<https://a.example/x?a=1&amp;b=2|our page> <https://a.example>', 'our page https://a.example'],
  ['<mailto:m@a.example|m@a.example> <mailto:n@a.example>', 'm@a.example n@a.example'],
  ['*bold* stays as typed', '*bold* stays as typed'],
])('%s reads as %s', (text, words) => {
  expect(plainWords(text, names)).toBe(words);
});

test('the people mentioned are known by id', () => {
  expect(mentionedIn('hi <@U1>, <@W2|ben> and <!here>, not @U3')).toEqual(['U1', 'W2']);
});
