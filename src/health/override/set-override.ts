import { unknownClient } from '../../clients/find-client.ts';
import type { Client } from '../../clients/rules.ts';
import { lockClient, markHealthDue } from '../../clients/store.ts';
import { findPeople } from '../../people/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Requester } from '../../slack/inbound/requester.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import type { ChosenOverride } from './modal.ts';
import { endOverride, setOverride } from './store.ts';

type By = Pick<Requester, 'workspaceId' | 'userId'>;

/**
 * Sets a client's band by hand. The same modal submitted twice sets it once.
 *
 * @throws UserError for whoever may not, and for a client who is gone or ended.
 */
export async function saveOverride(
  db: Database,
  clock: Clock,
  by: By,
  { clientId, band, reason, until }: ChosenOverride,
  viewId: string,
): Promise<Client> {
  return changeOverride(db, by, clientId, (trx) =>
    setOverride(
      trx,
      { workspaceId: by.workspaceId, clientId, viewId, band, reason, by: by.userId, until },
      clock.now(),
    ),
  );
}

/**
 * Brings the reckoned band back. Pressed twice, it changes nothing more.
 *
 * @throws UserError for whoever may not, and for a client who is gone or ended.
 */
export async function removeOverride(db: Database, clock: Clock, by: By, clientId: string): Promise<Client> {
  return changeOverride(db, by, clientId, (trx) =>
    endOverride(trx, by.workspaceId, clientId, by.userId, clock.now()),
  );
}

/** @throws UserError naming who may, for anybody but the client's owner and the workspace's lead. */
export async function assertMayOverride(
  db: Database,
  { workspaceId, userId }: By,
  { name, ownerId, status }: Pick<Client, 'name' | 'ownerId' | 'status'>,
): Promise<void> {
  if (status === 'ended') throw new UserError(`${name} is ended: resume it first.`);
  const { leadId } = await loadWorkspace(db, workspaceId);
  if (userId === ownerId || userId === leadId) return;
  const people = await findPeople(db, workspaceId, [ownerId, ...(leadId ? [leadId] : [])]);
  const nameOf = (id: string) => people.get(id)?.name ?? 'somebody';
  const lead = leadId && leadId !== ownerId ? ` or ${nameOf(leadId)}, the lead,` : '';
  throw new UserError(`Only ${nameOf(ownerId)}, who owns ${name},${lead} can set its health by hand.`);
}

async function changeOverride(
  db: Database,
  by: By,
  clientId: string,
  work: (trx: Transaction) => Promise<void>,
): Promise<Client> {
  return db.transaction().execute(async (trx) => {
    const client = await lockClient(trx, by.workspaceId, clientId);
    if (!client) throw unknownClient();
    await assertMayOverride(trx, by, client);
    await work(trx);
    await markHealthDue(trx, by.workspaceId, [clientId]);
    return client;
  });
}
