/**
 * Turns what has fallen due into rounds: clients into prompts, and prompts and promises into one DM for each who is asked
 * or reminded. Everything about one person happens in one transaction, so a crash leaves either all of it or nothing, for
 * the next tick to find.
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { alone } from './alone.ts';
import { askDue, peopleToAsk } from './ask.ts';
import { type DoNotDisturbUntil, NEVER_DISTURBED } from './do-not-disturb.ts';
import { openOccurrences, ownersDue } from './open-occurrences.ts';
import { reconsider } from './reconsider.ts';
import { reconsiderFollowUps } from './reconsider-follow-ups.ts';
import { peopleToRemind, remindDue } from './remind.ts';

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
  await attempt(reconsiderFollowUps(db, now, doNotDisturbUntil));
  // What turns out to be another's to answer, as a cover's, is theirs in the same tick.
  const planned = new Set<string>();
  for (let pass = 0; pass < 2; pass += 1) {
    for (const person of await peopleToAsk(db, now)) {
      const key = `${person.workspaceId} ${person.personId}`;
      if (planned.has(key)) continue;
      planned.add(key);
      const until = await doNotDisturbUntil(person.workspaceId, person.personId);
      await attempt(alone(db, 'round', person, (trx) => askDue(trx, person, until, now)));
    }
  }
  for (const person of await peopleToRemind(db, now)) {
    if (planned.has(`${person.workspaceId} ${person.personId}`)) continue;
    const until = await doNotDisturbUntil(person.workspaceId, person.personId);
    await attempt(alone(db, 'round', person, (trx) => remindDue(trx, person, until, now)));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Some people’s reminders could not be planned');
}
