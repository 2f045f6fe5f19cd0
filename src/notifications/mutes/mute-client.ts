import { unknownClient } from '../../clients/find-client.ts';
import type { Client } from '../../clients/rules.ts';
import { lockClient } from '../../clients/store.ts';
import type { Hold } from '../../health/holds/rules.ts';
import { endHold, setHold } from '../../health/holds/store.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Requester } from '../../slack/inbound/requester.ts';

type By = Pick<Requester, 'workspaceId' | 'userId'>;
type MuteDeps = Pick<Deps, 'db' | 'clock'>;

interface NewMute extends Pick<Hold, 'reason' | 'until'> {
  clientId: string;
  viewId: string;
}

/** Mutes the alerts about a client. Submitting the same modal twice sets one mute. @throws UserError for a client that is gone. */
export async function muteClient(
  { db, clock }: MuteDeps,
  { workspaceId, userId }: By,
  { clientId, viewId, reason, until }: NewMute,
): Promise<Client> {
  return db.transaction().execute(async (trx) => {
    const client = await lockClient(trx, workspaceId, clientId);
    if (!client) throw unknownClient();
    await setHold(
      trx,
      { workspaceId, clientId, kind: 'mute', viewId, reason, by: userId, until },
      clock.now(),
    );
    return client;
  });
}

/** @returns whether they were muted. @throws UserError for a client that is gone. */
export async function unmuteClient(
  { db, clock }: MuteDeps,
  { workspaceId, userId }: By,
  clientId: string,
): Promise<{ client: Client; wasMuted: boolean }> {
  return db.transaction().execute(async (trx) => {
    const client = await lockClient(trx, workspaceId, clientId);
    if (!client) throw unknownClient();
    const key = { workspaceId, clientId, kind: 'mute' } as const;
    return { client, wasMuted: await endHold(trx, key, userId, clock.now()) };
  });
}
