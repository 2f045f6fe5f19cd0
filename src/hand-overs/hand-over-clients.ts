import { unknownClient } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { findClients, lockClient, lockClientsOf } from '../clients/store.ts';
import { findNotification } from '../notifications/store.ts';
import type { PeopleDeps } from '../people/load-person.ts';
import { requireMember } from '../people/require-member.ts';
import type { Person } from '../people/rules.ts';
import { InvalidFields, UserError } from '../runtime/errors.ts';
import type { Transaction } from '../storage/database.ts';
import { HAND_OVER_FROM, HAND_OVER_TO, type HandOverWish } from './modal.ts';
import { HANDED_OVER } from './notifications.ts';
import { reassignClients } from './reassign-clients.ts';

export interface HandedOver {
  clients: Client[];
  to: Person;
  /** Whose they were. */
  fromId: string;
}

/**
 * Gives one client, or all of a person's clients that are not ended, to somebody else in one step. Submitted twice, it
 * happens once and is answered alike.
 *
 * @throws InvalidFields at whoever cannot give or take; UserError for a client that is gone or ended.
 */
export async function handOver(
  deps: PeopleDeps,
  by: { workspaceId: string; userId: string },
  wish: HandOverWish,
  viewId: string,
): Promise<HandedOver> {
  const { workspaceId } = by;
  const to = await requireMember(deps, workspaceId, wish.toId, HAND_OVER_TO);
  const key = `handed-over view:${viewId}`;
  return deps.db.transaction().execute(async (trx) => {
    const clients = await lockWished(trx, workspaceId, wish);
    const before = await findNotification(trx, HANDED_OVER, { workspaceId, recipientId: to.id, key });
    if (before) {
      const given = await findClients(trx, workspaceId, before.subject.clientIds);
      return { clients: [...given.values()], to, fromId: before.subject.fromId };
    }
    assertCanGive(clients, wish, to);
    const fromId = clients[0]?.ownerId ?? '';
    await reassignClients(trx, clients, to, { byId: by.userId, key }, deps.clock.now());
    return { clients, to, fromId };
  });
}

async function lockWished(trx: Transaction, workspaceId: string, wish: HandOverWish): Promise<Client[]> {
  if (wish.clientId !== null) {
    const client = await lockClient(trx, workspaceId, wish.clientId);
    if (!client) throw unknownClient();
    return [client];
  }
  return lockClientsOf(trx, workspaceId, wish.fromId);
}

function assertCanGive(clients: readonly Client[], wish: HandOverWish, to: Person): void {
  if (wish.clientId === null) {
    if (wish.fromId === to.id) {
      throw new InvalidFields({ [HAND_OVER_TO]: 'These are their clients already. Choose somebody else.' });
    }
    if (clients.length === 0) {
      throw new InvalidFields({
        [HAND_OVER_FROM]: 'They look after no client. Choose the person whose clients you mean.',
      });
    }
    return;
  }
  for (const { name, status, ownerId } of clients) {
    if (status === 'ended') {
      throw new UserError(`${name} was ended, so nobody looks after it. Resume it first, then hand it over.`);
    }
    if (ownerId === to.id) {
      throw new InvalidFields({
        [HAND_OVER_TO]: `${to.name} looks after ${name} already. Choose somebody else.`,
      });
    }
  }
}
