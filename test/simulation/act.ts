import { recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import type { Answers } from '../../src/check-ins/rules.ts';
import { plannedNext } from '../../src/clients/rules.ts';
import { lockClient, updateClient } from '../../src/clients/store.ts';
import type { Clock } from '../../src/clock.ts';
import { Refusal } from '../../src/errors.ts';
import { dropPrompts, settlePrompt } from '../../src/reminders/settle-prompt.ts';
import { skipPrompt } from '../../src/reminders/skip-prompt.ts';
import { snoozePrompt } from '../../src/reminders/snooze-prompt.ts';
import type { Database } from '../../src/storage/database.ts';
import { loadCalendar } from '../../src/workspaces/calendar-store.ts';
import { WORKSPACE } from './population.ts';
import type { Random } from './random.ts';

/** What somebody does about a prompt some time after they were asked. */
export interface Act {
  at: Temporal.Instant;
  promptId: string;
  clientId: string;
  personId: string;
  what: 'answer' | 'spoke' | 'snooze' | 'skip';
}

/** What a person makes of being asked; null when they let it lie. */
export function decide(
  random: Random,
  asked: { promptId: string; clientId: string; personId: string },
  now: Temporal.Instant,
): Act | null {
  const lot = random.next();
  const what =
    lot < 0.5 ? 'answer' : lot < 0.57 ? 'spoke' : lot < 0.7 ? 'snooze' : lot < 0.77 ? 'skip' : null;
  return what && { ...asked, what, at: now.add({ minutes: 2 + random.int(300) }) };
}

/** Does it, at times twice, as an impatient finger does. @returns whether it was still to be done. */
export async function perform(
  db: Database,
  clock: Clock,
  random: Random,
  act: Act,
  viewId: string,
): Promise<boolean> {
  const once = await does(db, clock, random, act, viewId);
  if (once && random.chance(0.1)) await does(db, clock, random, act, viewId);
  return once;
}

async function does(db: Database, clock: Clock, random: Random, act: Act, viewId: string): Promise<boolean> {
  const by = { workspaceId: WORKSPACE, userId: act.personId };
  const { personId: authorId, clientId, promptId } = act;
  try {
    if (act.what === 'skip') await skipPrompt(db, clock, by, promptId, 'They are on holiday');
    else if (act.what === 'snooze') {
      const day = clock
        .now()
        .toZonedDateTimeISO('UTC')
        .toPlainDate()
        .add({ days: 2 + random.int(20) });
      const way = random.pick(['hour', 'tomorrow', 'working-day', day] as const);
      return (await snoozePrompt(db, clock, by, promptId, way)).until !== null;
    } else {
      const recording = { workspaceId: WORKSPACE, clientId, authorId, viewId, promised: null };
      await recordCheckIn(db, clock, settlePrompt, {
        ...recording,
        answers: answersOf(random, act, clock.now()),
      });
    }
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function answersOf(random: Random, { what }: Act, now: Temporal.Instant): Answers {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const spokeOn = what === 'spoke' ? today.subtract({ days: 1 + random.int(30) }) : null;
  const isOwnRead = what === 'answer' && random.chance(0.2);
  return {
    source: isOwnRead ? 'own-read' : 'call',
    clientSentiment: isOwnRead ? null : 4,
    ourRead: 4,
    question: null,
    clientWords: null,
    spokeOn,
    wentWell: null,
    betterOurs: null,
    betterTheirs: null,
    effort: null,
    hours: null,
    signs: [],
  };
}

/** Pauses a client, or resumes one that is paused. */
export async function turn(db: Database, clientId: string, now: Temporal.Instant): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const client = await lockClient(trx, WORKSPACE, clientId);
    if (!client) return;
    if (client.status === 'active') {
      await dropPrompts(trx, WORKSPACE, clientId, null, now);
      await updateClient(trx, { ...client, status: 'paused', nextDueAt: null }, now);
      return;
    }
    const { zone: timeZone, remindAt } = await loadCalendar(trx, WORKSPACE, client.ownerId);
    const resumed = { ...client, status: 'active' as const };
    await updateClient(
      trx,
      { ...resumed, nextDueAt: plannedNext(resumed, { timeZone, remindAt }, now) },
      now,
    );
  });
}
