import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import { clientNotFoundMessage } from '../../src/portfolio/client-not-found-view.ts';
import { helpMessage } from '../../src/portfolio/help-view.ts';
import { aClient } from '../health/samples.ts';
import { actionIds, expectFine, HOSTILE, wordsOf } from '../health/shown.ts';

describe('an unknown name', () => {
  it('gets similar ones as buttons', () => {
    const near = clientNotFoundMessage('Acne', [aClient(), aClient({ id: 'another', name: 'Acre' })]);
    expectFine(near);
    expect(actionIds(near)).toHaveLength(2);
    expect(wordsOf(near)).toContain('Acre');
  });

  it('without similar ones gets told what to type', () => {
    const none = clientNotFoundMessage(HOSTILE, []);
    expectFine(none);
    expect(none.text).toContain('I couldn’t find a client or command called “');
    expect(none.text).toContain('/client-health list');
    expect(checkBlocks(none.blocks, 'message')).toEqual([]);
  });
});

describe('help', () => {
  it('names every sub-command with what it takes', () => {
    const help = helpMessage([{ name: 'log', takes: '<client>', summary: 'Check in.' }]);
    expectFine(help);
    expect(wordsOf(help)).toContain('`/client-health log &lt;client&gt;`\nCheck in.');
  });
});
