import type { CheckIn } from '../../src/check-ins/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { FollowUp } from '../../src/follow-ups/rules.ts';
import type { Facts, OpenPrompt, Overview, Snapshot } from '../../src/health/rules.ts';
import { assess } from '../../src/health/score/assess.ts';
import { bandAt, DEFAULT_WEIGHTS } from '../../src/health/score/rules.ts';
import type { Person } from '../../src/people/rules.ts';
import type { Card } from '../../src/portfolio/card/rules.ts';
import * as base from '../check-ins/samples.ts';

/** Saturday, noon in UTC. */
export const NOW = Temporal.Instant.from('2026-11-21T12:00:00Z');

export function daysAgo(days: number): Temporal.Instant {
  return NOW.subtract({ hours: days * 24 });
}

export function aClient(but: Partial<Client> = {}): Client {
  return base.aClient({
    nextDueAt: Temporal.Instant.from('2026-11-24T09:00:00Z'),
    lastContactAt: daysAgo(3),
    createdAt: daysAgo(200),
    updatedAt: daysAgo(200),
    ...but,
  });
}

export function aCheckIn(but: Partial<CheckIn> = {}): CheckIn {
  return base.aCheckIn({ ourImpression: 4, clientWords: 'All fine', createdAt: daysAgo(3), ...but });
}

export function aFollowUp(but: Partial<FollowUp> = {}): FollowUp {
  return base.aFollowUp({
    checkInId: null,
    what: 'Send the invoice again',
    promisedById: 'UANA',
    dueOn: Temporal.PlainDate.from('2026-11-30'),
    createdAt: daysAgo(3),
    ...but,
  });
}

export function someFacts(but: Partial<Facts> = {}): Facts {
  return {
    client: aClient(),
    checkIns: [aCheckIn()],
    followUps: [],
    skips: 0,
    weights: DEFAULT_WEIGHTS,
    previous: null,
    usual: null,
    override: null,
    ...but,
  };
}

export function anOverview(
  client: Client = aClient(),
  checkIns: CheckIn[] = [aCheckIn({ clientId: client.id })],
  but: Partial<Overview> = {},
): Overview {
  const followUps = but.followUps ?? [];
  const facts = but.facts ?? someFacts({ client, checkIns, followUps });
  return {
    client,
    checkIns,
    followUps,
    facts,
    health: assess(facts, NOW),
    prompt: null,
    lastSkip: null,
    unreached: null,
    ...but,
  };
}

export function aCard(overview: Overview = anOverview(), but: Partial<Card> = {}): Card {
  const { ownerId, nextDueAt } = overview.client;
  const next = nextDueAt && { personId: ownerId, coveringFor: null, at: nextDueAt };
  return { overview, people: PEOPLE, history: [], mute: null, next, ...but };
}

/** A snapshot of each of the last weeks, the oldest first, and the latest a week old. */
export function weekly(...scores: (number | null)[]): Snapshot[] {
  return scores.map((score, index) => ({
    takenAt: daysAgo(7 * (scores.length - index)),
    band: score === null ? 'unknown' : bandAt(score, null),
    score,
  }));
}

/** `howMany` clients with names and ids of their own. */
export function manyOverviews(howMany: number): Overview[] {
  return Array.from({ length: howMany }, (_, index) => {
    const number = String(index).padStart(12, '0');
    return anOverview(aClient({ id: `00000000-0000-4000-8000-${number}`, name: `Client ${index}` }));
  });
}

export const PEOPLE: Map<string, Person> = new Map(
  (
    [
      ['UANA', 'Ana', 'Europe/Lisbon'],
      ['UBEN', 'Ben', 'America/New_York'],
    ] as const
  ).map(([id, name, timeZone]) => [
    id,
    { workspaceId: 'T1', id, name, kind: 'member', timeZone, remindAt: null },
  ]),
);

/** Asked of the owner a day ago. */
export function aPrompt(but: Partial<OpenPrompt> = {}): OpenPrompt {
  return { assigneeId: 'UANA', coveringFor: null, askedAt: daysAgo(1), askAt: null, ...but };
}
