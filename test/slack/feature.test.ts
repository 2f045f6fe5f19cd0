import { describe, expect, test } from 'vitest';
import { type Feature, joinCommands, joinPlans, joinRenders } from '../../src/slack/feature.ts';
import type { SubCommand } from '../../src/slack/inbound/commands.ts';
import { DELIVERY_KINDS } from '../../src/slack/outbound/rules.ts';

const run = async () => {};
const command = (name: string): SubCommand => ({ name, takes: '', summary: '', run });
const defaultCommand = { whenEmpty: run, whenUnknown: run };

describe('the sub-commands of the features', () => {
  test('keep the order of the features', () => {
    const features = [{ commands: [command('list')], defaultCommand }, { commands: [command('add')] }];
    const { subCommands, ...rest } = joinCommands(features);
    expect(subCommands.map(({ name }) => name)).toEqual(['list', 'add']);
    expect(rest).toEqual(defaultCommand);
  });

  test('are refused when two have the same name', () => {
    const features = [{ commands: [command('list')], defaultCommand }, { commands: [command('list')] }];
    expect(() => joinCommands(features)).toThrow('Two features have the sub-command list');
  });

  test('need exactly one default', () => {
    expect(() => joinCommands([])).toThrow('No feature makes what the command does');
    expect(() => joinCommands([{ defaultCommand }, { defaultCommand }])).toThrow('Two features');
  });
});

test('plans run phase by phase, and in a phase in the order of the features', async () => {
  const ran: string[] = [];
  const plan = (name: string) => async () => void ran.push(name);
  const features: Feature[] = [
    { plans: { refresh: [plan('people')], ask: [plan('rounds'), plan('nudges')] } },
    {},
    { plans: { prepare: [plan('leavers')], ask: [plan('others')] } },
    { plans: { report: [plan('digests')] } },
  ];
  for (const each of joinPlans(features)) await each();
  expect(ran).toEqual(['leavers', 'rounds', 'nudges', 'others', 'digests', 'people']);
});

describe('the renders of the features', () => {
  const render = async () => null;
  const all = Object.fromEntries(DELIVERY_KINDS.map((kind) => [kind, render]));

  test('are found by the kind of the delivery', () => {
    const own = async () => null;
    const { round: _, ...others } = all;
    const renderOf = joinRenders([{ renders: others }, { renders: { round: own } }]);
    expect(renderOf('round')).toBe(own);
    expect(renderOf('digest')).toBe(render);
  });

  test('are refused at the start when one is missing or there twice', () => {
    const { digest: _, ...others } = all;
    expect(() => joinRenders([{ renders: others }])).toThrow('No feature makes messages of the kind digest');
    expect(() => joinRenders([{ renders: all }, { renders: { round: render } }])).toThrow(
      'Two features make',
    );
  });
});
