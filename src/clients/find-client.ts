import { findPerson } from '../people/store.ts';
import { UserError } from '../runtime/errors.ts';
import { dayText } from '../runtime/formats/dates.ts';
import type { Database } from '../storage/database.ts';
import { rankByName } from './match-name.ts';
import type { Client } from './rules.ts';
import { findClient, findClients, listClientNames } from './store.ts';

/** @throws UserError for an id that is not one of the workspace's clients. */
export async function requireClient(db: Database, workspaceId: string, id: string): Promise<Client> {
  const client = await findClient(db, workspaceId, id);
  if (!client) throw unknownClient();
  return client;
}

export function unknownClient(): UserError {
  return new UserError('I couldn’t find that client any more. Type /client-health list to see them all.');
}

/**
 * Nothing new is recorded about a client who was ended.
 *
 * @param so what it means for what was asked, said after "was ended on …".
 * @throws UserError
 */
export async function assertNotEnded(db: Database, client: Client, so = ''): Promise<void> {
  if (client.status !== 'ended') return;
  const owner = await findPerson(db, client.workspaceId, client.ownerId);
  const on = client.endedAt?.toZonedDateTimeISO(owner?.timeZone ?? 'UTC').toPlainDate();
  const when = on ? ` on ${dayText(on)}` : '';
  throw new UserError(`${client.name} was ended${when}${so}. Resume it first.`);
}

/** The client that was meant, or the ones that may have been, most likely first. */
export type Resolved = { found: Client } | { near: Client[] };

/** Near ones are offered as buttons. */
const NEAR_MAX = 5;

/**
 * Finds the client that `text` names: in full, or by a beginning that only one client has that is not ended. Otherwise
 * finds the ones with a similar name, if any.
 */
export async function resolveClient(db: Database, workspaceId: string, text: string): Promise<Resolved> {
  const ranked = rankByName(await listClientNames(db, workspaceId), text);
  const exact = ranked.filter(({ fit }) => fit === 'exact');
  const prefix = ranked.filter(({ fit, candidate }) => fit === 'prefix' && candidate.status !== 'ended');
  const meant = exact.length === 1 ? exact : prefix;
  const ids = (meant.length === 1 ? meant : ranked.slice(0, NEAR_MAX)).map(({ candidate }) => candidate.id);
  const clients = await inOrder(db, workspaceId, ids);
  const [only] = clients;
  return meant.length === 1 && only ? { found: only } : { near: clients };
}

/** Clients, not ended, that fit what is being typed into a menu, best first; all of them by name for an empty text. */
export async function searchClients(
  db: Database,
  workspaceId: string,
  text: string,
  limit = 100,
): Promise<Client[]> {
  const names = await listClientNames(db, workspaceId);
  const ranked = rankByName(
    names.filter(({ status }) => status !== 'ended'),
    text,
  );
  const ids = ranked.slice(0, limit).map(({ candidate }) => candidate.id);
  return inOrder(db, workspaceId, ids);
}

async function inOrder(db: Database, workspaceId: string, ids: readonly string[]): Promise<Client[]> {
  const clients = await findClients(db, workspaceId, ids);
  return ids.flatMap((id) => clients.get(id) ?? []);
}
