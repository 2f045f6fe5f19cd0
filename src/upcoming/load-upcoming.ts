import { loadCalendarsFor } from '../clients/load-calendars.ts';
import { listClients } from '../clients/store.ts';
import type { Person } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { type Ahead, type Coming, lookAhead, nextFor, type WaitingPrompt } from './rules.ts';

/** Reads what everybody of the workspace has ahead of them, and who they are. */
export async function loadUpcoming(
  db: Database,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<{ ahead: Ahead[]; people: ReadonlyMap<string, Person> }> {
  const clients = await listClients(db, workspaceId, { statuses: ['prospect', 'active', 'leaving'] });
  const [calendars, waiting] = await Promise.all([
    loadCalendarsFor(db, workspaceId, clients),
    waitingPrompts(db, workspaceId),
  ]);
  const ahead = lookAhead(clients, waiting, calendars, now);
  const people = await findPeople(
    db,
    workspaceId,
    ahead.map(({ personId }) => personId),
  );
  return { ahead, people };
}

/** What one person has ahead of them, undefined for nothing; and what they are asked next, however far ahead. */
export interface OwnUpcoming {
  ahead: Ahead | undefined;
  next: Coming | undefined;
}

/** Reads what one person is going to be asked. */
export async function loadOwnUpcoming(
  db: Database,
  workspaceId: string,
  personId: string,
  now: Temporal.Instant,
): Promise<OwnUpcoming> {
  const near = await Promise.all(
    [personId, ...(await whomTheyStandInFor(db, workspaceId, personId, now))].map((lookedAfterBy) =>
      listClients(db, workspaceId, { lookedAfterBy, statuses: ['prospect', 'active', 'leaving'] }),
    ),
  );
  const clients = [...new Map(near.flat().map((client) => [client.id, client])).values()];
  const [calendars, waiting] = await Promise.all([
    loadCalendarsFor(db, workspaceId, clients),
    waitingPrompts(db, workspaceId),
  ]);
  return {
    ahead: lookAhead(clients, waiting, calendars, now).find((ahead) => ahead.personId === personId),
    next: nextFor(personId, clients, waiting, calendars, now),
  };
}

/** Who named this person in their away dates; and for the lead, owners who have left. */
async function whomTheyStandInFor(
  db: Database,
  workspaceId: string,
  personId: string,
  now: Temporal.Instant,
): Promise<string[]> {
  const away = await db
    .selectFrom('away_dates')
    .select('person_id as id')
    .where('workspace_id', '=', workspaceId)
    .where('cover_id', '=', personId)
    .where('last_day', '>=', now.toZonedDateTimeISO('-12:00').toPlainDate())
    .execute();
  const left =
    (await loadWorkspace(db, workspaceId)).leadId === personId
      ? await db
          .selectFrom('people')
          .innerJoin('clients', (join) =>
            join
              .onRef('clients.workspace_id', '=', 'people.workspace_id')
              .onRef('clients.owner_id', '=', 'people.id'),
          )
          .select('people.id')
          .where('people.workspace_id', '=', workspaceId)
          .where('people.kind', '<>', 'member')
          .execute()
      : [];
  return [...new Set([...away, ...left].map(({ id }) => id))];
}

async function waitingPrompts(db: Database, workspaceId: string): Promise<WaitingPrompt[]> {
  const rows = await db
    .selectFrom('prompts')
    .select(['client_id', 'assignee_id', 'ask_at'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'open')
    .where('ask_at', 'is not', null)
    .execute();
  return rows.flatMap(({ client_id: clientId, assignee_id: personId, ask_at: askAt }) =>
    askAt ? [{ clientId, personId, askAt }] : [],
  );
}
