import type { Clock } from '../runtime/clock.ts';
import type { Database } from '../storage/database.ts';
import { updateWorkspace } from '../workspaces/store.ts';
import type { Digest } from './rules.ts';
import type { Settings } from './settings-modal.ts';
import { digestOfChannel, setOwnMuted, turnOff, turnOn } from './store.ts';

/** Saves all of it or nothing. Saving the same again changes nothing. @returns the channel's digest, if it has one. */
export async function saveSettings(
  db: Database,
  clock: Clock,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  { digest, ownMuted, timeZone, currency }: Settings,
): Promise<Digest | null> {
  return db.transaction().execute(async (trx) => {
    await updateWorkspace(trx, workspaceId, { defaultTimeZone: timeZone, defaultCurrency: currency });
    if (ownMuted) await setOwnMuted(trx, workspaceId, userId, ownMuted);
    if (!digest) return null;
    if (digest.on) return turnOn(trx, workspaceId, digest, clock.now());
    await turnOff(trx, workspaceId, digest.channelId);
    return digestOfChannel(trx, workspaceId, digest.channelId);
  });
}
