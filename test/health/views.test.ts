import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { helpMessage } from '../../src/health/help-view.ts';
import { emptyHome, homeView } from '../../src/health/home-view.ts';
import { nearClients } from '../../src/health/list-view.ts';
import { aClient, aFollowUp, anOverview, daysAgo, manyOverviews, NOW } from './samples.ts';
import { actionIds, expectFine, HOSTILE, wordsOf } from './shown.ts';

const ana = { userId: 'UANA', timeZone: 'Europe/Lisbon' };
const ben = { userId: 'UBEN', timeZone: 'America/New_York' };

describe('an unknown name', () => {
  it('gets the near ones as buttons', () => {
    const near = nearClients('Acne', [aClient(), aClient({ id: 'another', name: 'Acre' })]);
    expectFine(near);
    expect(actionIds(near)).toHaveLength(2);
    expect(wordsOf(near)).toContain('Acre');
  });

  it('without near ones gets told what to type', () => {
    const none = nearClients(HOSTILE, []);
    expectFine(none);
    expect(none.text).toContain('There is no client and no command “');
    expect(none.text).toContain('/client-health list');
    expect(checkBlocks(none.blocks, 'message')).toEqual([]);
  });
});

describe('help', () => {
  it('names every sub-command with what it takes', () => {
    const help = helpMessage([{ name: 'log', takes: '<client>', summary: 'Check in.', run: async () => {} }]);
    expectFine(help);
    expect(wordsOf(help)).toContain('`/client-health log &lt;client&gt;`\nCheck in.');
  });
});

describe('App Home', () => {
  it('shows what is due, what I promised and my clients, with buttons', () => {
    const due = anOverview(aClient(), undefined, { prompt: { occurrenceAt: daysAgo(1), askAt: null } });
    const home = homeView(
      { mine: [due], promised: [{ followUp: aFollowUp(), clientName: 'Birch' }] },
      ana,
      NOW,
    );
    const words = wordsOf(home);
    expect(checkView(home, 'home')).toBeNull();
    expect(words).toContain('*Acme*\nAsked 1 day ago');
    expect(words).toContain('Send the invoice again');
    expect(words).toContain('🙂 They said: content, 3 days ago');
    expect(actionIds(home)).toEqual([
      'check-in-open',
      'follow-up-done',
      'upcoming-show',
      'hand-over-all',
      'check-in-open',
      'client-show',
      'client-edit',
      'client-add',
      'client-list',
      'preferences-open',
      'away-open',
    ]);
  });

  it('with nothing due says what comes next', () => {
    const next = { client: aClient(), personId: 'UANA', at: Temporal.Instant.from('2026-11-24T09:00:00Z') };
    const home = homeView({ mine: [anOverview()], promised: [], next }, ana, NOW);
    expect(wordsOf(home)).toContain('Nothing is due. Next: Acme, Tuesday 24 November, 09:00.');
  });

  it('does not ask the cover for what the owner is asked', () => {
    const covered = anOverview(aClient({ coverId: 'UBEN' }), undefined, {
      prompt: { occurrenceAt: daysAgo(1), askAt: null },
    });
    const words = wordsOf(homeView({ mine: [covered], promised: [] }, ben, NOW));
    expect(words).toContain('Nothing is due.');
    expect(words).toContain('You stand in for the owner.');
  });

  it('holds more clients, prompts and promises than Slack shows, and counts the rest', () => {
    const mine = manyOverviews(120).map((overview) => ({
      ...overview,
      prompt: { occurrenceAt: daysAgo(1), askAt: null },
    }));
    const promised = Array.from({ length: 40 }, (_, index) => ({
      followUp: aFollowUp({ id: `f${index}`, what: 'F'.repeat(300) }),
      clientName: HOSTILE,
    }));
    const home = homeView({ mine, promised }, ana, NOW);
    expect(checkView(home, 'home')).toBeNull();
    expect(wordsOf(home)).toContain('And 108 clients more, below.');
    expect(wordsOf(home)).toContain('And 30 follow-ups more.');
    expect(wordsOf(home)).toMatch(/And \d+ clients more \(\d+ healthy\)/);
  });

  it('of a newcomer and of a stranger is a plain sentence', () => {
    expect(wordsOf(homeView({ mine: [], promised: [] }, ana, NOW))).toContain(
      'You look after no client yet.',
    );
    expect(checkView(emptyHome('Only for members.'), 'home')).toBeNull();
  });
});
