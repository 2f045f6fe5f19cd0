import type { CheckIn, FollowUp } from '../../src/check-ins/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { assess, type Overview } from '../../src/health/rules.ts';
import type { Person } from '../../src/workspaces/rules.ts';

/** Saturday, noon in UTC. */
export const NOW = Temporal.Instant.from('2026-11-21T12:00:00Z');

export function daysAgo(days: number): Temporal.Instant {
  return NOW.subtract({ hours: days * 24 });
}

export function aClient(but: Partial<Client> = {}): Client {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    workspaceId: 'T1',
    name: 'Acme',
    status: 'active',
    ownerId: 'UANA',
    coverId: null,
    channelId: null,
    cadence: { every: 2, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('09:00') },
    longestGapDays: 30,
    monthlyValue: null,
    agreedHours: null,
    contact: { name: null, address: null, reach: null },
    questionNumber: 0,
    nextDueAt: Temporal.Instant.from('2026-11-24T09:00:00Z'),
    lastContactAt: daysAgo(3),
    createdAt: daysAgo(200),
    updatedAt: daysAgo(200),
    endedAt: null,
    ...but,
  };
}

export function aCheckIn(but: Partial<CheckIn> = {}): CheckIn {
  return {
    id: '00000000-0000-4000-8000-0000000000c1',
    workspaceId: 'T1',
    clientId: '00000000-0000-4000-8000-000000000001',
    authorId: 'UANA',
    promptId: null,
    source: 'call',
    clientSentiment: 4,
    ourRead: 4,
    question: 'How do you think this is going?',
    clientWords: 'All fine',
    spokeOn: null,
    wentWell: null,
    betterOurs: null,
    betterTheirs: null,
    effort: null,
    hours: null,
    signs: [],
    createdAt: daysAgo(3),
    editedAt: null,
    ...but,
  };
}

export function aFollowUp(but: Partial<FollowUp> = {}): FollowUp {
  return {
    id: '00000000-0000-4000-8000-0000000000f1',
    workspaceId: 'T1',
    clientId: '00000000-0000-4000-8000-000000000001',
    checkInId: null,
    what: 'Send the invoice again',
    whoId: 'UANA',
    dueOn: Temporal.PlainDate.from('2026-11-30'),
    doneAt: null,
    doneBy: null,
    createdAt: daysAgo(3),
    ...but,
  };
}

export function anOverview(
  client: Client = aClient(),
  checkIns: CheckIn[] = [aCheckIn({ clientId: client.id })],
  but: Partial<Overview> = {},
): Overview {
  const followUps = but.followUps ?? [];
  return {
    client,
    checkIns,
    followUps,
    health: assess(client, checkIns, followUps, NOW),
    prompt: null,
    lastSkip: null,
    unreached: null,
    ...but,
  };
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
  ).map(([id, name, timeZone]) => [id, { workspaceId: 'T1', id, name, kind: 'member', timeZone }]),
);
