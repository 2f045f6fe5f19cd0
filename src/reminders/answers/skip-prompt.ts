import { markHealthDue } from '../../clients/store.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Deps } from '../../slack/deps.ts';
import { markSkipped } from '../prompts/state-machine.ts';
import { type Actor, lockOwnPrompt } from './find-own-prompt.ts';

/**
 * Skips a prompt this one time; the client's next occurrence stays. Skipped twice by the same person, the first reason
 * stands.
 *
 * @throws UserError when it is somebody else's, gone, or closed in another way meanwhile.
 */
export async function skipPrompt(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  by: Actor,
  promptId: string,
  reason: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { prompt, client } = await lockOwnPrompt(trx, by, promptId);
    const key = { workspaceId: by.workspaceId, promptId };
    if (await markSkipped(trx, key, { by: by.userId, reason }, clock.now())) {
      await markHealthDue(trx, by.workspaceId, [client.id]);
      return;
    }
    if (prompt.status === 'skipped') return;
    const why =
      prompt.status === 'answered'
        ? `Somebody has already checked in on ${client.name}`
        : `${client.name} no longer needs this check-in`;
    throw new UserError(`${why}, so there’s nothing to skip. You can close this.`);
  });
}
