import type { Answers } from '../../src/check-ins/rules.ts';
import { addCheckIn } from '../../src/check-ins/store.ts';
import type { Client, ClientDetails, ClientStatus } from '../../src/clients/rules.ts';
import { insertClient } from '../../src/clients/store.ts';
import { savePerson } from '../../src/people/store.ts';
import type { Database } from '../../src/storage/database.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { aClient, NOW, someAnswers } from './samples.ts';

/** A workspace with Ana in London and Ben in New York. */
export async function setUpWorkspace(db: Database, workspaceId: string): Promise<void> {
  await saveWorkspace(db, { workspaceId, workspaceName: 'Studio', botUserId: 'UBOT' }, NOW);
  for (const [id, name, timeZone] of [
    ['UANA', 'Ana', 'Europe/London'],
    ['UBEN', 'Ben', 'America/New_York'],
  ] as const) {
    await savePerson(db, workspaceId, { id, name, kind: 'member', timeZone }, NOW);
  }
}

/** One more client of Ana's. */
export async function addSomeClient(
  db: Database,
  workspaceId: string,
  name: string,
  but: Partial<ClientDetails & { status: ClientStatus; nextDueAt: Temporal.Instant | null }> = {},
): Promise<Client> {
  const details = { ...aClient({ name }), ...but };
  return db.transaction().execute((trx) => insertClient(trx, workspaceId, details, NOW));
}

/** A check-in by the client's owner at `at`. */
export async function addSomeCheckIn(
  db: Database,
  { workspaceId, id, ownerId }: Client,
  answers: Partial<Answers>,
  at: Temporal.Instant,
): Promise<void> {
  const checkIn = {
    workspaceId,
    clientId: id,
    authorId: ownerId,
    viewId: `V ${id} ${at}`,
    answers: someAnswers(answers),
    spokeAt: at,
  };
  await db.transaction().execute((trx) => addCheckIn(trx, checkIn, at));
}
