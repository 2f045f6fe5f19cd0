import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandHints, isCommand, subCommands } from '../../../sandbox/page/text/commands.ts';

const commands = [
  {
    command: '/client-health',
    description: 'See how your clients are',
    usageHint: '[client] | list | add | log [client] | help',
  },
  { command: '/clean', description: 'Tidy up', usageHint: '' },
];

const inserts = (typed: string) => commandHints(typed, commands).map(({ insert }) => insert);

describe('a usage hint', () => {
  test.each([
    ['[client] | list | add | log [client] | help', ['list', 'add', 'log [client]', 'help']],
    ['[add | log <client|id> | list]', ['add', 'log <client|id>', 'list']],
    ['add, list, remove <name>', ['add', 'list', 'remove <name>']],
    ['<client>', []],
    ['what you want to say', []],
    ['', []],
  ])('%j names its sub-commands', (hint, expected) => {
    expect(subCommands(hint).map(({ word, rest }) => `${word} ${rest}`.trim())).toEqual(expected);
  });

  test('of any shape breaks nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (usageHint, typed) => {
        const hints = commandHints(`/x${typed}`, [{ command: '/x', description: '', usageHint }]);
        expect(hints.every(({ insert }) => insert.startsWith('/x'))).toBe(true);
      }),
    );
  });
});

describe('the hint list', () => {
  test('offers what begins with what is typed, in any case', () => {
    expect(inserts('/')).toContain('/clean');
    expect(inserts('/Cle')).toEqual(['/clean']);
    expect(inserts('/client-health l')).toEqual(['/client-health list', '/client-health log']);
  });

  test('keeps the one command in sight whose argument is being typed', () => {
    expect(commandHints('/client-health log Harbor Fo', commands)).toEqual([
      { insert: '/client-health log', rest: '[client]', description: '' },
    ]);
  });

  test.each(['hello', 'and / or', '/client-health\nlist', '/nothing'])('stays away for %j', (typed) => {
    expect(inserts(typed)).toEqual([]);
  });
});

test('only a whole command is sent by Enter', () => {
  expect(isCommand('/client-health list', commands)).toBe(true);
  expect(isCommand('/client', commands)).toBe(false);
});
