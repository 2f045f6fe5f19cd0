import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/runtime/errors.ts';
import { type CommandRoutes, routeCommand, type SubCommand } from '../../../src/slack/inbound/commands.ts';

const sub = (name: string, takes: string): SubCommand => ({ name, takes, summary: '', run: async () => {} });
const log = sub('log', '<client>');
const list = sub('list', '');
const whenEmpty = async () => {};
const whenUnknown = async () => {};
const routes: CommandRoutes = { subCommands: [log, list], whenEmpty, whenUnknown };

describe('what is typed after the command', () => {
  const routed = (text: string) => {
    const { run, rest } = routeCommand(text, routes);
    return [run, rest];
  };

  test.each([
    ['', whenEmpty, ''],
    ['   ', whenEmpty, ''],
    ['list', list.run, ''],
    ['LIST', list.run, ''],
    ['log', log.run, ''],
    ['Log   Acme  Design ', log.run, 'Acme Design'],
    ['list of things', whenUnknown, 'list of things'],
    ['listing', whenUnknown, 'listing'],
    ['شركة النور', whenUnknown, 'شركة النور'],
    ['<!channel>', whenUnknown, '<!channel>'],
  ])('is routed: %o', (text, run, rest) => {
    expect(routed(text)).toEqual([run, rest]);
  });

  test('is always routed somewhere, or refused for its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        try {
          const [run, rest] = routed(text);
          expect(run === whenEmpty || run === whenUnknown || run === log.run || run === list.run).toBe(true);
          expect(String(rest).length).toBeLessThanOrEqual(200);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
