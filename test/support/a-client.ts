import { type Client, type ClientDetails, newClientDetails } from '../../src/clients/rules.ts';

/** Acme: Ana's, every two weeks on Tuesday at nine. */
export function aClient(changes: Partial<Client> = {}): Client {
  const createdAt = Temporal.Instant.from('2026-01-05T10:00:00Z');
  return {
    ...newClientDetails('U0ANA', 'Acme'),
    id: '11111111-1111-4111-8111-111111111111',
    workspaceId: 'T0STUDIO',
    status: 'active',
    pausedFrom: null,
    questionNumber: 0,
    nextDueAt: Temporal.Instant.from('2026-01-06T09:00:00Z'),
    lastContactAt: null,
    createdAt,
    updatedAt: createdAt,
    endedAt: null,
    ...changes,
  };
}

/** What is said about a new client called `name`. */
export function someDetails(name: string, changes: Partial<ClientDetails> = {}): ClientDetails {
  return { ...newClientDetails('U0ANA', name), ...changes };
}
