import type { Deps } from '../slack/deps.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import { updateWorkspace } from '../workspaces/store.ts';
import type { Digest } from './rules.ts';
import type { SubmittedSettings } from './settings-form.ts';
import { digestOfChannel, disableDigest, enableDigest, setOwnHiddenSections } from './store.ts';

/** Saves all of it or nothing. Saving the same again changes nothing. @returns the channel's digest, if it has one. */
export async function saveSettings(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { workspaceId, userId }: Pick<Requester, 'workspaceId' | 'userId'>,
  { digest, ownHiddenSections, defaultTimeZone, defaultCurrency }: SubmittedSettings,
): Promise<Digest | null> {
  return db.transaction().execute(async (trx) => {
    await updateWorkspace(trx, workspaceId, { defaultTimeZone, defaultCurrency });
    if (ownHiddenSections) await setOwnHiddenSections(trx, workspaceId, userId, ownHiddenSections);
    if (!digest) return null;
    if (digest.isOn) return enableDigest(trx, workspaceId, digest, clock.now());
    await disableDigest(trx, workspaceId, digest.channelId);
    return digestOfChannel(trx, workspaceId, digest.channelId);
  });
}
