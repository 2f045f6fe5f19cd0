/**
 * Turns what has fallen due into rounds: clients into prompts, and prompts into one DM for each who is asked. Everything
 * about one person happens in one transaction, so a crash leaves either all of it or nothing, for the next tick to find.
 */
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { askDue, type DoNotDisturbUntil, peopleToAsk } from './ask.ts';
import { openOccurrences, ownersDue, type PersonKey } from './open-occurrences.ts';
import { reconsider } from './reconsider.ts';

const NEVER_DISTURBED: DoNotDisturbUntil = async () => null;

/**
 * Plans all that is due. Any number of processes may do so at the same time: each person is planned by one of them.
 *
 * @throws AggregateError when it failed for some people; the others are planned.
 */
export async function planDue(
  db: Database,
  clock: Clock,
  doNotDisturbUntil: DoNotDisturbUntil = NEVER_DISTURBED,
): Promise<void> {
  const now = clock.now();
  const failures: unknown[] = [];
  const attempt = (work: Promise<unknown>) => work.catch((error: unknown) => failures.push(error));

  for (const owner of await ownersDue(db, now)) {
    await attempt(alone(db, 'occurrences', owner, (trx) => openOccurrences(trx, owner, now)));
  }
  await attempt(reconsider(db, now, doNotDisturbUntil));
  for (const person of await peopleToAsk(db, now)) {
    const until = await doNotDisturbUntil(person.workspaceId, person.personId).catch(() => null);
    await attempt(alone(db, 'round', person, (trx) => askDue(trx, person, until, now)));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Some people’s reminders could not be planned');
}

/** Two processes that plan for the same person would send two DMs: the second leaves it to the first. */
export async function alone(
  db: Database,
  what: string,
  { workspaceId, personId }: PersonKey,
  work: (trx: Transaction) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`${what} ${workspaceId} ${personId}`}, 0)) as locked`.execute(
      trx,
    );
    if (rows[0]?.locked) await work(trx);
  });
}
