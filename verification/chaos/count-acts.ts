import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../../src/storage/database.ts';
import type { Act } from './acts.ts';
import type { Dms } from './read-dms.ts';
import type { Stage } from './stage.ts';
import { START } from './timing.ts';

/** What people did, compared with what was stored. */
export interface ActCounts {
  /** People who were told that it is done. */
  acted: number;
  /** Check-ins, follow-ups and the like beyond what was made. */
  doubled: number;
  /** Reported as done, but not in Postgres that way. */
  lost: number;
  /** DMs that do not show their prompt's state. */
  unseen: number;
  /** People who were never told that it is done. */
  unfinished: number;
  /** Prompts that are closed or snoozed although nobody did it. */
  strayed: number;
}

export function isActsExact({ doubled, lost, unseen, unfinished, strayed }: ActCounts): boolean {
  return doubled + lost + unseen + unfinished + strayed === 0;
}

export async function countActs(stage: Stage, dms: Dms, acts: readonly Act[]): Promise<ActCounts> {
  const found = await readTraces(stage.postgres.database.db);
  const byOwner = new Map(acts.map((act) => [act.ownerId, act]));
  const counts = {
    acted: acts.filter(({ told }) => told).length,
    doubled: 0,
    lost: 0,
    unseen: 0,
    unfinished: acts.filter(({ told }) => !told).length,
    strayed: 0,
  };
  for (const trace of found) {
    const act = byOwner.get(trace.ownerId);
    if (!act) {
      if (!isUntouched(trace)) counts.strayed += 1;
    } else {
      counts.doubled += timesTooOften(trace, act);
      if (act.told && !isDone(trace, act)) counts.lost += 1;
    }
    const isShown = dms.get(trace.ownerId)?.some(({ text, blocks }) => {
      return (
        text.startsWith(beginningOf(trace)) &&
        (trace.skipReason === null || blocks.includes(trace.skipReason))
      );
    });
    if (!isShown) counts.unseen += 1;
  }
  for (const { ownerId, kind } of acts) {
    if (kind === 'check-in') counts.doubled += Math.max(0, (await timesThanked(stage, ownerId)) - 1);
  }
  return counts;
}

/** Everything stored about one prompt. */
interface Trace {
  ownerId: string;
  promptId: string;
  status: string;
  askAt: Temporal.Instant | null;
  skipReason: string | null;
  /** Grows with each check-in in which the client was asked something. */
  questionNumber: number;
  checkIns: { viewId: string; words: string | null; promptId: string | null }[];
  promises: { what: string }[];
}

async function readTraces(db: Database): Promise<Trace[]> {
  return db
    .selectFrom('prompts')
    .innerJoin('clients', 'clients.id', 'prompts.client_id')
    .select((eb) => [
      'clients.owner_id as ownerId',
      'prompts.id as promptId',
      'prompts.status',
      'prompts.ask_at as askAt',
      'prompts.skip_reason as skipReason',
      'clients.question_number as questionNumber',
      jsonArrayFrom(
        eb
          .selectFrom('check_ins')
          .select(['view_id as viewId', 'client_words as words', 'prompt_id as promptId'])
          .whereRef('check_ins.client_id', '=', 'clients.id'),
      ).as('checkIns'),
      jsonArrayFrom(
        eb.selectFrom('follow_ups').select('what').whereRef('follow_ups.client_id', '=', 'clients.id'),
      ).as('promises'),
    ])
    .execute();
}

function isUntouched({ status, askAt, checkIns, promises }: Trace): boolean {
  return status === 'open' && askAt === null && checkIns.length + promises.length === 0;
}

function timesTooOften({ checkIns, promises, questionNumber }: Trace, { kind, promise }: Act): number {
  const mayBe = kind === 'check-in' ? 1 : 0;
  return [
    checkIns.length - mayBe,
    promises.length - (promise === null ? 0 : mayBe),
    questionNumber - mayBe,
  ].reduce((sum, beyond) => sum + Math.max(0, beyond), 0);
}

function isDone(trace: Trace, { kind, viewId, words, promise }: Act): boolean {
  const { status, askAt, checkIns, promises } = trace;
  if (kind === 'check-in') {
    return (
      status === 'answered' &&
      checkIns.some(
        (row) => row.viewId === viewId && row.words === words && row.promptId === trace.promptId,
      ) &&
      (promise === null || promises.some(({ what }) => what === promise))
    );
  }
  if (kind === 'skip') return status === 'skipped' && trace.skipReason === words;
  return status === 'open' && askAt !== null && daysUntil(askAt) === (kind === 'snooze' ? 1 : 7);
}

/** Everyone here is in UTC. */
function daysUntil(instant: Temporal.Instant): number {
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO('UTC').toPlainDate();
  return day(START).until(day(instant)).days;
}

/** How a DM's text begins, by the state of its prompt. */
function beginningOf({ status, askAt }: Trace): string {
  if (status === 'answered') return 'Checked in:';
  if (status === 'skipped') return 'Skipped:';
  return askAt ? 'Snoozed:' : 'Time to check in with';
}

/** How often Rapport has told someone privately that it saved a check-in. */
async function timesThanked({ driver }: Stage, ownerId: string): Promise<number> {
  const { messages } = await driver.as(ownerId).dm();
  return messages.filter(({ text }) => text.startsWith('Saved your check-in')).length;
}
