import type { CheckIn, FollowUp } from '../../src/check-ins/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { assess, type Card, type OpenPrompt } from '../../src/health/rules.ts';
import type { Person } from '../../src/workspaces/rules.ts';
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
  return base.aCheckIn({ ourRead: 4, clientWords: 'All fine', createdAt: daysAgo(3), ...but });
}

export function aFollowUp(but: Partial<FollowUp> = {}): FollowUp {
  return base.aFollowUp({
    checkInId: null,
    what: 'Send the invoice again',
    whoId: 'UANA',
    dueOn: Temporal.PlainDate.from('2026-11-30'),
    createdAt: daysAgo(3),
    ...but,
  });
}

export function anOverview(
  client: Client = aClient(),
  checkIns: CheckIn[] = [aCheckIn({ clientId: client.id })],
  but: Partial<Card> = {},
): Card {
  const followUps = but.followUps ?? [];
  return {
    client,
    checkIns,
    followUps,
    health: assess(client, checkIns, followUps, NOW),
    prompt: null,
    lastSkip: null,
    unreached: null,
    next: client.nextDueAt && { personId: client.ownerId, coveringFor: null, at: client.nextDueAt },
    ...but,
  };
}

/** Asked of the owner a day ago. */
export function aPrompt(but: Partial<OpenPrompt> = {}): OpenPrompt {
  return { personId: 'UANA', coveringFor: null, askedAt: daysAgo(1), askAt: null, ...but };
}

/** `howMany` clients with names and ids of their own. */
export function manyOverviews(howMany: number): Card[] {
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
