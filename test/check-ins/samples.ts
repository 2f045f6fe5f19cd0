import { type Answers, type CheckIn, UNANSWERED } from '../../src/check-ins/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { FollowUp } from '../../src/follow-ups/rules.ts';
import { aClient as client } from '../support/a-client.ts';

/** Monday, 09:00 in London. */
export const NOW = Temporal.Instant.from('2026-03-02T09:00:00Z');
export const TODAY = Temporal.PlainDate.from('2026-03-02');

export const CLIENT_ID = '00000000-0000-4000-8000-000000000001';
export const CHECK_IN_ID = '00000000-0000-4000-8000-0000000000c1';

export function aClient(but: Partial<Client> = {}): Client {
  return client({
    id: CLIENT_ID,
    workspaceId: 'T1',
    ownerId: 'UANA',
    longestGapDays: 30,
    nextDueAt: Temporal.Instant.from('2026-03-03T09:00:00Z'),
    createdAt: NOW.subtract({ hours: 2400 }),
    updatedAt: NOW.subtract({ hours: 2400 }),
    ...but,
  });
}

export function someAnswers(but: Partial<Answers> = {}): Answers {
  return {
    ...UNANSWERED,
    source: 'call',
    clientSentiment: 4,
    ourImpression: 3,
    question: 'How do you think this is going?',
    clientWords: 'Good, but slow to answer',
    ...but,
  };
}

export function aCheckIn(but: Partial<CheckIn> = {}): CheckIn {
  return {
    ...someAnswers(),
    id: CHECK_IN_ID,
    workspaceId: 'T1',
    clientId: CLIENT_ID,
    authorId: 'UANA',
    promptId: null,
    createdAt: NOW.subtract({ hours: 12 * 24 }),
    spokeAt: but.createdAt ?? NOW.subtract({ hours: 12 * 24 }),
    editedAt: null,
    ...but,
  };
}

export function aFollowUp(but: Partial<FollowUp> = {}): FollowUp {
  return {
    id: '00000000-0000-4000-8000-0000000000f1',
    workspaceId: 'T1',
    clientId: CLIENT_ID,
    checkInId: CHECK_IN_ID,
    what: 'Send the new timeline',
    promisedById: 'UANA',
    dueOn: TODAY.add({ days: 3 }),
    doneAt: null,
    doneBy: null,
    droppedAt: null,
    droppedBy: null,
    reminder: null,
    createdBy: 'UANA',
    createdAt: NOW,
    ...but,
  };
}
