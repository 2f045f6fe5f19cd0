import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { FollowUp } from '../../src/follow-ups/rules.ts';
import type { Overview } from '../../src/health/rules.ts';
import { cardChoices } from '../../src/home/clients-view.ts';
import { encodePage, type HomeData, type OwnPrompt, parsePage } from '../../src/home/rules.ts';
import { emptyHome, failedHome, homeView, loadingHome } from '../../src/home/view.ts';
import type { Prompt } from '../../src/reminders/prompts/rules.ts';
import {
  aCheckIn,
  aClient,
  aFollowUp,
  anOverview,
  aPrompt,
  daysAgo,
  manyOverviews,
  NOW,
  PEOPLE,
} from '../health/samples.ts';
import { actionIds, HOSTILE, saidIn, wordsOf } from '../health/shown.ts';

const ana = { userId: 'UANA', timeZone: 'Europe/Lisbon' };
const ben = { userId: 'UBEN', timeZone: 'America/New_York' };
const TODAY = Temporal.PlainDate.from('2026-11-21');

/** The Home of somebody with these clients; Ana is asked next, on Tuesday. */
function homeData(mine: readonly Overview[], but: Partial<HomeData> = {}): HomeData {
  const at = Temporal.Instant.from('2026-11-24T09:00:00Z');
  return {
    mine,
    prompts: [],
    followUps: [],
    schedule: undefined,
    next: undefined,
    nextAssignments: new Map(
      mine.map(({ client }) => [client.id, { personId: 'UANA', coveringFor: null, at }]),
    ),
    people: PEOPLE,
    hasClients: true,
    hasLead: true,
    ...but,
  };
}

function anOwnPrompt(overview: Overview, but: Partial<Prompt> = {}): OwnPrompt {
  const prompt: Prompt = {
    id: `prompt of ${overview.client.id}`,
    workspaceId: 'T1',
    clientId: overview.client.id,
    assigneeId: 'UANA',
    coveringFor: null,
    occurrenceAt: daysAgo(0).subtract({ hours: 2 }),
    status: 'open',
    missedReason: null,
    askAt: null,
    skipReason: null,
    closedAt: null,
    closedBy: null,
    ...but,
  };
  return { prompt, overview };
}

function anOwnFollowUp(dueOn: string, but: Partial<FollowUp> = {}): HomeData['followUps'][number] {
  return {
    followUp: aFollowUp({ dueOn: Temporal.PlainDate.from(dueOn), ...but }),
    clientName: 'Birch',
  };
}

const happy = (but: Partial<Client> = {}) => anOverview(aClient(but));
const unhappy = (but: Partial<Client> = {}) =>
  anOverview(aClient(but), [aCheckIn({ clientSentiment: 1, ourImpression: 1 })]);
const unheard = (but: Partial<Client> = {}) => anOverview(aClient(but), []);

/** What each block says, in order: rich text with its runs joined. */
function linesOf({ blocks }: { blocks: unknown[] }): string[] {
  return blocks
    .map((block) => (Object(block).type === 'rich_text' ? saidIn(block) : wordsOf({ blocks: [block] })))
    .filter((line) => line !== '');
}

function lineOf(home: { blocks: unknown[] }, words: string): string {
  return linesOf(home).find((line) => line.includes(words)) ?? '';
}

describe('today on Home', () => {
  it('lists prompts, the longest overdue first, then follow-ups', () => {
    const acme = anOwnPrompt(unhappy({ name: 'Acme' }), { occurrenceAt: daysAgo(4) });
    const birch = anOwnPrompt(happy({ id: 'birch', name: 'Birch' }));
    const home = homeView(
      homeData([acme.overview, birch.overview], {
        prompts: [acme, birch],
        followUps: [anOwnFollowUp('2026-11-18'), anOwnFollowUp('2026-11-21', { id: 'f2' })],
      }),
      ana,
      NOW,
    );
    expect(checkView(home, 'home')).toBeNull();
    const lines = linesOf(home);
    expect(lines[0]).toBe('Today (4)');
    expect(lines[1]).toContain(
      `*Acme*\n⏰ Overdue: asked 4 days ago\n🔴 At risk · ${acme.overview.health.reasons[0]}`,
    );
    expect(lines[2]).toContain('*Birch*\n🔔 Asked today, 10:00\n🟢 Healthy');
    expect(lines[3]).toContain('Send the invoice again\nBirch, by Wednesday 18 November, 3 days late');
    expect(lines.join('\n')).toContain('Birch, by today, Saturday 21 November');
    expect(actionIds(home).slice(0, 8)).toEqual([
      'check-in-open',
      'check-in-open',
      'follow-up-done',
      'follow-up-move',
      'follow-up-drop',
      'follow-up-done',
      'follow-up-move',
      'follow-up-drop',
    ]);
  });

  it('lists clients that need attention first within a day', () => {
    const at = (time: string) => ({ occurrenceAt: Temporal.Instant.from(`2026-11-${time}Z`) });
    const asked = [
      anOwnPrompt(happy({ name: 'Fine' }), at('21T08:00')),
      anOwnPrompt(unhappy({ name: 'Bad' }), at('21T09:00')),
      anOwnPrompt(happy({ name: 'Late' }), at('20T09:00')),
    ];
    const lines = linesOf(homeView(homeData([], { prompts: asked }), ana, NOW)).slice(1, 4);
    expect(lines.map((line) => line.match(/^\*(\w+)\*/)?.[1])).toEqual(['Late', 'Bad', 'Fine']);
  });

  it('uses the viewer’s own day', () => {
    const occurrenceAt = Temporal.Instant.from('2026-11-21T02:00:00Z');
    const asked = [anOwnPrompt(happy(), { occurrenceAt })];
    const wordsFor = (viewer: typeof ana) =>
      wordsOf(
        homeView(
          homeData([happy()], { prompts: asked, followUps: [anOwnFollowUp('2026-11-21')] }),
          viewer,
          NOW,
        ),
      );
    expect(wordsFor(ana)).toContain('Asked today, 02:00');
    expect(wordsFor(ben)).toContain('Overdue: asked 10 hours ago');
    const late = Temporal.Instant.from('2026-11-22T03:00:00Z');
    const due = (viewer: typeof ana) =>
      wordsOf(homeView(homeData([happy()], { followUps: [anOwnFollowUp('2026-11-22')] }), viewer, late));
    expect(due(ana)).toContain('Today (1)');
    expect(due(ben)).toContain('1 follow-up is due later, by tomorrow, Sunday 22 November');
  });

  it('says what comes next when nothing is due', () => {
    const next = { client: aClient(), assigneeId: 'UANA', at: Temporal.Instant.from('2026-11-24T09:00:00Z') };
    const later = [anOwnFollowUp('2026-11-30'), anOwnFollowUp('2026-12-05', { id: 'f2' })];
    const home = homeView(homeData([happy()], { next, followUps: later }), ana, NOW);
    expect(linesOf(home)[1]).toBe(
      [
        '✅ Nothing is due today.',
        'Next: Acme, Tuesday 24 November, 09:00.',
        '2 follow-ups are due later, the next by Monday 30 November: Send the invoice again (Birch).',
      ].join('\n'),
    );
  });

  it('leaves out a snoozed prompt until its time', () => {
    const putOff = (hours: number) => [anOwnPrompt(happy(), { askAt: NOW.add({ hours }) })];
    const wordsFor = (hours: number) => wordsOf(homeView(homeData([], { prompts: putOff(hours) }), ana, NOW));
    expect(wordsFor(1)).toContain('Nothing is due today.');
    expect(wordsFor(-1)).toContain('Today (1)');
  });

  it('shows a prompt to the cover, and whom they cover for', () => {
    const asked = [anOwnPrompt(happy({ ownerId: 'UANA' }), { assigneeId: 'UBEN', coveringFor: 'UANA' })];
    const home = homeView(homeData([], { prompts: asked }), ben, NOW);
    expect(checkView(home, 'home')).toBeNull();
    expect(wordsOf(home)).toContain('🟢 Healthy\nYou’re covering for Ana.');
  });

  it('counts what does not fit', () => {
    const asked = manyOverviews(30).map((overview) => anOwnPrompt(overview));
    const many = Array.from({ length: 20 }, (_, index) => anOwnFollowUp('2026-11-20', { id: `f${index}` }));
    const home = homeView(homeData([happy()], { prompts: asked, followUps: many }), ana, NOW);
    expect(checkView(home, 'home')).toBeNull();
    const words = wordsOf(home);
    expect(words).toContain('Today (50)');
    expect(words).toContain('And 20 more clients are waiting.');
    expect(words).toContain('And 12 more follow-ups are due.');
  });
});

describe('the clients on Home', () => {
  it('are grouped by band under headings that count, at risk first and paused last', () => {
    const mine = [
      happy({ name: 'Fine' }),
      unheard({ name: 'Silent' }),
      unhappy({ name: 'On hold', status: 'paused' }),
      unhappy({ name: 'Worst' }),
      unhappy({ name: 'Also bad' }),
    ].map((overview, index) => ({ ...overview, client: { ...overview.client, id: `c${index}` } }));
    const home = homeView(homeData(mine), ana, NOW);
    expect(checkView(home, 'home')).toBeNull();
    const said = linesOf(home).join('\n');
    const order = [
      '🔴 At risk (2)',
      'Also bad',
      'Worst',
      '⚪ Unknown (1)',
      'Silent',
      '🟢 Healthy (1)',
      'Fine',
      '⏸️ Paused (1)',
      'On hold',
    ].map((words) => said.lastIndexOf(words));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(said).toContain('2 of 5 clients need attention.');
    expect(said).not.toContain('🟡 Watch (');
  });

  it('show band, score and trend in words, the top reason and the next reminder', () => {
    const overview = unhappy();
    const falling = { ...overview, health: { ...overview.health, trend: 'falling' as const } };
    const home = homeView(homeData([falling]), ana, NOW);
    expect(lineOf(home, 'of 100')).toBe(
      [
        'Acme',
        `🔴 At risk, ${overview.health.score} of 100 · ↘ falling`,
        overview.health.reasons[0],
        '🔔 I’ll ask you on Tuesday 24 November, 09:00.',
      ].join('\n'),
    );
    expect(JSON.stringify(home)).toContain('"accessibility_label":"Check in on Acme"');
  });

  it('show an override beside the score', () => {
    const overview = unhappy();
    const override = {
      band: 'healthy' as const,
      reason: 'New contract',
      by: 'UANA',
      at: daysAgo(1),
      until: NOW.add({ hours: 100 }),
    };
    const health = { ...overview.health, band: 'healthy' as const, override };
    const home = homeView(homeData([{ ...overview, health }]), ana, NOW);
    expect(lineOf(home, 'score: ')).toContain(
      `🟢 Healthy (set manually); score: 🔴 At risk, ${overview.health.score} of 100\n“New contract”`,
    );
  });

  it('tell the cover whose client it is, and who is asked', () => {
    const home = homeView(homeData([happy({ coverId: 'UBEN' })]), ben, NOW);
    const words = lineOf(home, 'Acme\n');
    expect(words).toContain('🔔 I’ll ask Ana on Tuesday 24 November, 04:00');
    expect(words).toContain('You cover for Ana.');
  });

  it('tell an assignee whom they are covering for', () => {
    const asked = {
      ...happy({ coverId: 'UBEN' }),
      prompt: aPrompt({ assigneeId: 'UBEN', coveringFor: 'UANA' }),
    };
    expect(lineOf(homeView(homeData([asked]), ben, NOW), 'Acme\n')).toContain(
      '🔔 I asked you 1 day ago, covering for Ana: no answer yet.',
    );
  });

  it.each([
    [{ askAt: NOW.add({ hours: 3 }) }, '🔔 Snoozed: I’ll ask you again on Saturday 21 November, 15:00.'],
    [{ askAt: null }, '🔔 I asked you 2 days ago: no answer yet.'],
  ])('with the prompt %o say who has not answered, or until when it is snoozed', (but, said) => {
    const prompt = aPrompt({ askedAt: daysAgo(2), ...but });
    expect(wordsOf(homeView(homeData([anOverview(aClient(), [], { prompt })]), ana, NOW))).toContain(said);
  });

  it('say when no reminder comes', () => {
    const nobody = { nextAssignments: new Map() };
    const wordsFor = (but: Partial<Client>) =>
      wordsOf(homeView(homeData([happy({ nextDueAt: null, ...but })], nobody), ana, NOW));
    expect(wordsFor({ status: 'paused' })).toContain('Paused: no reminders until it’s resumed.');
    expect(wordsFor({})).toContain('No reminder is planned');
  });

  it('offer to check in, to show the card, to edit and to add a follow-up', () => {
    const home = homeView(homeData([happy({ id: 'c1' })]), ana, NOW);
    expect(actionIds(home)).toEqual([
      'check-in-open',
      'client-show',
      'home-card-menu',
      'upcoming-show',
      'hand-over-all',
      'client-add',
      'client-list',
      'preferences-open',
      'away-open',
    ]);
    const values = [...JSON.stringify(home).matchAll(/"value":"((?:edit|follow-up) [^"]+)"/g)];
    expect(values.map(([, value]) => cardChoices.parse(String(value)))).toEqual([
      { choice: 'edit', id: 'c1' },
      { choice: 'follow-up', id: 'c1' },
    ]);
    expect(() => cardChoices.parse('delete c1')).toThrow('not written by Rapport');
  });
});

describe('a page of Home', () => {
  const crowd = (howMany: number, name: (index: number) => string): Overview[] =>
    Array.from({ length: howMany }, (_, index) => {
      const number = String(index).padStart(12, '0');
      const client = { id: `00000000-0000-4000-8000-${number}`, name: name(index) };
      const kinds = [happy, unhappy, unheard];
      return index % 7 === 6
        ? happy({ ...client, status: 'paused' })
        : (kinds[index % 3] ?? happy)({ ...client, coverId: 'UBEN' });
    });

  it.each([0, 1, 50, 1_000])('of %i clients with everything due is accepted by Slack', (howMany) => {
    for (const name of [HOSTILE, '👩‍👩‍👧‍👦'.repeat(7), 'W'.repeat(80)]) {
      const mine = crowd(howMany, () => name);
      const data = homeData(mine, {
        prompts: mine.map((overview) => anOwnPrompt(overview)),
        followUps: mine.flatMap((_, index) => [
          anOwnFollowUp('2026-11-20', { id: `f${index}`, what: 'F'.repeat(300) }),
          anOwnFollowUp('2026-12-20', { id: `g${index}`, what: HOSTILE.repeat(3) }),
        ]),
      });
      for (const page of [0, 1, 2, 49, 999]) {
        for (const viewer of [ana, ben]) {
          const home = homeView(data, viewer, NOW, page);
          expect(checkView(home, 'home')).toBeNull();
          expect(home.blocks.length).toBeLessThanOrEqual(100);
        }
      }
    }
  });

  it('shows a client that no other page shows', () => {
    const data = homeData(crowd(300, (index) => `Client ${index}`));
    const seen = Array.from({ length: 15 }, (_, page) => homeView(data, ana, NOW, page)).flatMap((home) =>
      [...JSON.stringify(home).matchAll(/"block_id":"home-(0{8}[^"]+)"/g)].map(([, id]) => id),
    );
    expect(seen.toSorted()).toEqual(data.mine.map(({ client }) => client.id));
  });

  it('leads to the pages before and after it, and says which clients it shows', () => {
    const data = homeData(crowd(50, (index) => `Client ${index}`));
    const turns = (page: number) =>
      actionIds(homeView(data, ana, NOW, page)).filter((id) => id.startsWith('home-turn'));
    expect(turns(0)).toEqual(['home-turn-next', 'home-turn-next']);
    expect(turns(1)).toEqual([
      'home-turn-previous',
      'home-turn-next',
      'home-turn-previous',
      'home-turn-next',
    ]);
    expect(turns(2)).toEqual(['home-turn-previous', 'home-turn-previous']);
    expect(wordsOf(homeView(data, ana, NOW, 1))).toContain('Clients 21 to 40 of 50');
    expect(actionIds(homeView(homeData([happy()]), ana, NOW)).join()).not.toContain('home-turn');
  });

  it('counts the clients of all pages in its headings', () => {
    const mine = crowd(60, (index) => `Client ${index}`);
    const atRisk = mine.filter(
      ({ client, health }) => client.status !== 'paused' && health.band === 'at-risk',
    );
    expect(wordsOf(homeView(homeData(mine), ana, NOW))).toContain(`🔴 At risk (${atRisk.length})`);
  });

  it('carries its number along, or that of the last page where there are fewer', () => {
    const data = homeData(crowd(50, (index) => `Client ${index}`));
    expect(homeView(data, ana, NOW, 1).private_metadata).toBe(encodePage(1, TODAY));
    expect(homeView(data, ana, NOW, 999).private_metadata).toBe(encodePage(2, TODAY));
  });

  it('comes back on the same day, and starts from the first on another day', () => {
    const day = fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2100-01-01') });
    fc.assert(
      fc.property(fc.nat(9_999), day, (page, date) => {
        const today = Temporal.PlainDate.from(date.toISOString().slice(0, 10));
        expect(parsePage(encodePage(page, today), today)).toBe(page);
        expect(parsePage(encodePage(page), today)).toBe(page);
        expect(parsePage(encodePage(page, today), today.add({ days: 1 }))).toBe(0);
      }),
    );
  });

  it('is the first for a text that Rapport did not write', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\d{1,4}(~|$)/.test(text));
        expect(parsePage(text, TODAY)).toBe(0);
      }),
    );
  });
});

describe('the Home of somebody without clients', () => {
  it('asks for a lead where there is none', () => {
    const words = (hasLead: boolean) => wordsOf(homeView(homeData([happy()], { hasLead }), ana, NOW));
    expect(words(false)).toContain('Pick a lead, so someone is told');
    expect(words(true)).not.toContain('Pick a lead, so someone is told');
    expect(actionIds(homeView(homeData([happy()], { hasLead: false }), ana, NOW))).toContain(
      'workspace-settings-open',
    );
  });

  it('says in three lines what Rapport does, with one button to begin', () => {
    const home = homeView(homeData([], { hasClients: false }), ana, NOW);
    expect(checkView(home, 'home')).toBeNull();
    expect(actionIds(home)).toEqual(['client-add']);
    expect(JSON.stringify(home)).toContain('"rich_text_list"');
    expect(lineOf(home, 'Add one').split('\n')).toHaveLength(4);
  });

  it('leads to everyone else’s clients', () => {
    const home = homeView(homeData([]), ana, NOW);
    expect(checkView(home, 'home')).toBeNull();
    expect(actionIds(home)).toEqual(['client-add', 'client-list', 'preferences-open', 'away-open']);
  });

  it('still shows their follow-ups', () => {
    const home = homeView(homeData([], { followUps: [anOwnFollowUp('2026-11-20')] }), ana, NOW);
    expect(wordsOf(home)).toContain('Today (1)');
    expect(wordsOf(home)).toContain('You have no clients yet');
  });
});

it('Home says something while it loads, when it fails, and to somebody who may not use Rapport', () => {
  for (const home of [emptyHome('Only for members.'), loadingHome('3'), failedHome('3')]) {
    expect(checkView(home, 'home')).toBeNull();
  }
  expect(wordsOf(loadingHome('3'))).toBe('Loading your clients …');
  expect(actionIds(failedHome('3'))).toEqual(['home-again']);
  expect([loadingHome('3'), failedHome('3')].map((home) => home.private_metadata)).toEqual(['3', '3']);
});

it('Home uses no emoji without words', () => {
  const acme = anOwnPrompt(unhappy(), { occurrenceAt: daysAgo(4) });
  const homes = [
    homeView(
      homeData([acme.overview], { prompts: [acme], followUps: [anOwnFollowUp('2026-11-18')] }),
      ana,
      NOW,
    ),
    homeView(homeData([happy(), unheard()]), ana, NOW),
    homeView(homeData([], { hasClients: false }), ana, NOW),
  ];
  const marked = homes
    .flatMap(linesOf)
    .flatMap((line) => line.split('\n'))
    .filter((line) => /\p{Extended_Pictographic}/u.test(line));
  expect(marked.length).toBeGreaterThan(8);
  for (const line of marked) expect(line).toMatch(/\p{Letter}{3}/u);
});
