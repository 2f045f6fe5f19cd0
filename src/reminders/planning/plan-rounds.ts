/**
 * Turns what has fallen due into rounds: clients into prompts, and prompts and promises into one DM for each person. All of
 * it about one person happens in one transaction, so a crash leaves either everything or nothing, for the next tick to find.
 */

import { type DoNotDisturbUntil, NEVER_DISTURBED } from '../../calendars/rules.ts';
import type { Clock } from '../../runtime/clock.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import type { Database } from '../../storage/database.ts';
import { type PersonKey, withAdvisoryLock } from '../../storage/with-advisory-lock.ts';
import { openOccurrences } from './open-occurrences.ts';
import { recheckPrompts } from './recheck-prompts.ts';
import { recheckReminders } from './recheck-reminders.ts';
import { sendDueRounds } from './send-due-rounds.ts';
import { listPeopleToRemind, sendDueReminders } from './send-reminders.ts';
import { listOwnersOfDueClients, listPeopleToAsk } from './store.ts';

/**
 * Plans all that is due. Any number of processes may do so at the same time: each person is planned by one of them.
 *
 * @throws AggregateError when it failed for some people; the others are planned.
 */
export async function planRounds(
  db: Database,
  clock: Clock,
  doNotDisturbUntil: DoNotDisturbUntil = NEVER_DISTURBED,
): Promise<void> {
  const now = clock.now();
  const asked = new Set<string>();
  const ask = () => askPeople(db, asked, doNotDisturbUntil, now);
  // Twice: what turns out to be somebody else's to answer, such as a cover's, is asked of them in the same tick.
  const steps = [
    () => openDue(db, now),
    () => recheckPrompts(db, now, doNotDisturbUntil),
    () => recheckReminders(db, now, doNotDisturbUntil),
    ask,
    ask,
    () => remindPeople(db, asked, doNotDisturbUntil, now),
  ];
  await forEachCollectingErrors(steps, (step) => step(), 'Some people’s reminders could not be planned');
}

async function openDue(db: Database, now: Temporal.Instant): Promise<void> {
  await forEachCollectingErrors(
    await listOwnersOfDueClients(db, now),
    (owner) => withAdvisoryLock(db, 'occurrences', owner, (trx) => openOccurrences(trx, owner, now)),
    'Some occurrences could not be opened',
  );
}

/** @param asked the people who have had their turn; those who have it now are added. */
async function askPeople(
  db: Database,
  asked: Set<string>,
  doNotDisturbUntil: DoNotDisturbUntil,
  now: Temporal.Instant,
): Promise<void> {
  const askOne = async (person: PersonKey) => {
    asked.add(keyOf(person));
    const until = await doNotDisturbUntil(person.workspaceId, person.personId);
    await withAdvisoryLock(db, 'round', person, (trx) => sendDueRounds(trx, person, until, now));
  };
  const people = (await listPeopleToAsk(db, now)).filter((person) => !asked.has(keyOf(person)));
  await forEachCollectingErrors(people, askOne, 'Some people could not be asked');
}

/** People who are asked are reminded in the same round. */
async function remindPeople(
  db: Database,
  asked: ReadonlySet<string>,
  doNotDisturbUntil: DoNotDisturbUntil,
  now: Temporal.Instant,
): Promise<void> {
  const people = (await listPeopleToRemind(db, now)).filter((person) => !asked.has(keyOf(person)));
  const remindOne = async (person: PersonKey) => {
    const until = await doNotDisturbUntil(person.workspaceId, person.personId);
    await withAdvisoryLock(db, 'round', person, (trx) => sendDueReminders(trx, person, until, now));
  };
  await forEachCollectingErrors(people, remindOne, 'Some people could not be reminded');
}

function keyOf({ workspaceId, personId }: PersonKey): string {
  return `${workspaceId} ${personId}`;
}
