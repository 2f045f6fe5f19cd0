import { sql } from 'kysely';
import type { Database, Transaction } from './database.ts';

/** One person of a workspace. */
export interface PersonKey {
  workspaceId: string;
  personId: string;
}

/**
 * Does `work` for a person in one transaction, unless another process is doing it: two that plan for the same person would
 * send two DMs, so the second leaves it to the first.
 *
 * @param what kind of work it is; different kinds do not exclude each other.
 */
export async function withAdvisoryLock(
  db: Database,
  what: 'occurrences' | 'round' | 'unanswered',
  { workspaceId, personId }: PersonKey,
  work: (trx: Transaction) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const key = `${what} ${workspaceId} ${personId}`;
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) as locked`.execute(trx);
    if (rows[0]?.locked) await work(trx);
  });
}
