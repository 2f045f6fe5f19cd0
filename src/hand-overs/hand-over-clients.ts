import { unknownClient } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { findClients, lockClient, lockClientsOf } from '../clients/store.ts';
import { findNotification } from '../notifications/store.ts';
import type { PeopleDeps } from '../people/load-person.ts';
import { requireMember } from '../people/require-member.ts';
import type { Person } from '../people/rules.ts';
import { InvalidFields, UserError } from '../runtime/errors.ts';
import type { Transaction } from '../storage/database.ts';
import { type HandOverRequest, handOverForm } from './modal.ts';
import { HANDED_OVER } from './notifications.ts';
import { reassignClients } from './reassign-clients.ts';

export interface HandedOver {
  clients: Client[];
  to: Person;
  /** Whose they were. */
  fromId: string;
}

/**
 * Hands one client, or all of a person's clients that are not ended, over to somebody else in one step. Submitted twice,
 * it happens once and is answered alike.
 *
 * @throws InvalidFields at a person who has nothing to hand over, or cannot take it; UserError for a client that is gone or
 * ended.
 */
export async function handOverClients(
  deps: PeopleDeps,
  by: { workspaceId: string; userId: string },
  request: HandOverRequest,
  viewId: string,
): Promise<HandedOver> {
  const { workspaceId } = by;
  const to = await requireMember(deps, workspaceId, request.toId, handOverForm.blockId('to'));
  const key = `handed-over view:${viewId}`;
  return deps.db.transaction().execute(async (trx) => {
    const clients = await lockRequested(trx, workspaceId, request);
    const before = await findNotification(trx, HANDED_OVER, { workspaceId, recipientId: to.id, key });
    if (before) {
      const given = await findClients(trx, workspaceId, before.subject.clientIds);
      return { clients: [...given.values()], to, fromId: before.subject.fromId };
    }
    assertCanHandOver(clients, request, to);
    const fromId = clients[0]?.ownerId ?? '';
    await reassignClients(trx, { clients, to, byId: by.userId, key }, deps.clock.now());
    return { clients, to, fromId };
  });
}

async function lockRequested(
  trx: Transaction,
  workspaceId: string,
  request: HandOverRequest,
): Promise<Client[]> {
  if (request.clientId !== null) {
    const client = await lockClient(trx, workspaceId, request.clientId);
    if (!client) throw unknownClient();
    return [client];
  }
  return lockClientsOf(trx, workspaceId, request.fromId);
}

function assertCanHandOver(clients: readonly Client[], request: HandOverRequest, to: Person): void {
  if (request.clientId === null) {
    if (request.fromId === to.id) {
      throw new InvalidFields({
        [handOverForm.blockId('to')]: 'These are their clients already. Choose somebody else.',
      });
    }
    if (clients.length === 0) {
      throw new InvalidFields({
        [handOverForm.blockId('from')]: 'They have no clients. Choose the person whose clients you mean.',
      });
    }
    return;
  }
  for (const { name, status, ownerId } of clients) {
    if (status === 'ended') {
      throw new UserError(`${name} was ended. Resume it first, then hand it over.`);
    }
    if (ownerId === to.id) {
      throw new InvalidFields({
        [handOverForm.blockId('to')]: `${to.name} already looks after ${name}. Choose somebody else.`,
      });
    }
  }
}
