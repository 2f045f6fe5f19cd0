import { unknownClient } from '../../clients/find-client.ts';
import type { Client } from '../../clients/rules.ts';
import { lockClient, markHealthDue } from '../../clients/store.ts';
import { personName } from '../../people/rules.ts';
import { findPeople } from '../../people/store.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Requester } from '../../slack/inbound/requester.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import { endHold, setHold } from '../holds/store.ts';
import type { ChosenOverride } from './modal.ts';

type By = Pick<Requester, 'workspaceId' | 'userId'>;
type OverrideDeps = Pick<Deps, 'db' | 'clock'>;

/**
 * Overrides a client's band. Submitting the same modal twice sets one override.
 *
 * @throws UserError for somebody who may not, and for a client that is gone or has ended.
 */
export async function saveOverride(
  { db, clock }: OverrideDeps,
  { workspaceId, userId }: By,
  { clientId, band, reason, until, viewId }: ChosenOverride & { viewId: string },
): Promise<Client> {
  const hold = { workspaceId, clientId, kind: 'override', viewId, band, reason, by: userId, until } as const;
  return changeOverride(db, { workspaceId, userId }, clientId, (trx) => setHold(trx, hold, clock.now()));
}

/**
 * Goes back to the band of the score. Pressing it twice changes nothing more.
 *
 * @throws UserError for somebody who may not, and for a client that is gone or has ended.
 */
export async function removeOverride({ db, clock }: OverrideDeps, by: By, clientId: string): Promise<Client> {
  const key = { workspaceId: by.workspaceId, clientId, kind: 'override' } as const;
  return changeOverride(db, by, clientId, (trx) => endHold(trx, key, by.userId, clock.now()));
}

/** @throws UserError naming who may, for anybody but the client's owner and the workspace's lead. */
export async function assertMayOverride(
  db: Database,
  { workspaceId, userId }: By,
  { name, ownerId, status }: Pick<Client, 'name' | 'ownerId' | 'status'>,
): Promise<void> {
  if (status === 'ended') throw new UserError(`${name} has ended. Resume it first.`);
  const { leadId } = await loadWorkspace(db, workspaceId);
  if (userId === ownerId || userId === leadId) return;
  const people = await findPeople(db, workspaceId, [ownerId, ...(leadId ? [leadId] : [])]);
  const lead = leadId && leadId !== ownerId ? ` or ${personName(people, leadId)}, the lead,` : '';
  throw new UserError(
    `Only ${personName(people, ownerId)}, the owner of ${name},${lead} can override its health.`,
  );
}

async function changeOverride(
  db: Database,
  by: By,
  clientId: string,
  change: (trx: Transaction) => Promise<unknown>,
): Promise<Client> {
  return db.transaction().execute(async (trx) => {
    const client = await lockClient(trx, by.workspaceId, clientId);
    if (!client) throw unknownClient();
    await assertMayOverride(trx, by, client);
    await change(trx);
    await markHealthDue(trx, by.workspaceId, [clientId]);
    return client;
  });
}
