import { markHealthDue } from '../../clients/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Database } from '../../storage/database.ts';
import { markSkipped } from '../prompts/state-machine.ts';
import { type Asker, lockTheirs } from './open-prompt.ts';

/**
 * Skips a prompt this one time; the client's next occurrence stays. Skipped twice by the same person, the first reason
 * stands.
 *
 * @throws UserError when it is another's, gone, or settled in another way meanwhile.
 */
export async function skipPrompt(
  db: Database,
  clock: Clock,
  by: Asker,
  promptId: string,
  reason: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { prompt, client } = await lockTheirs(trx, by, promptId);
    const key = { workspaceId: by.workspaceId, promptId };
    if (await markSkipped(trx, key, { by: by.userId, reason }, clock.now())) {
      await markHealthDue(trx, by.workspaceId, [client.id]);
      return;
    }
    if (prompt.status === 'skipped') return;
    throw new UserError(
      prompt.status === 'answered'
        ? `Somebody has checked in on ${client.name} meanwhile, so there is nothing to skip. You can close this.`
        : `Nobody is asked about ${client.name} any more, so there is nothing to skip. You can close this.`,
    );
  });
}
