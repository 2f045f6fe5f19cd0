import { sql } from 'kysely';
import type { DoNotDisturbUntil } from '../../calendars/rules.ts';
import { type Assignment, type Calendars, resolveAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import type { Database } from '../../storage/database.ts';
import { reschedule } from '../prompts/state-machine.ts';
import { askPlan } from './send-due-rounds.ts';

/** About so many are looked at with each tick. Where more wait, as on a public holiday, they take turns. */
const LOOKED_AT_ONCE = 200;

/** How long a turn is, in milliseconds: as long as from one tick to the next. */
const TURN_MS = 30_000;

/** A prompt that waits to be asked for the first time. */
interface Waiting {
  workspaceId: string;
  promptId: string;
  ownerId: string;
  coverId: string | null;
  askedId: string;
  occurrenceAt: Temporal.Instant;
  askAt: Temporal.Instant | null;
}

/**
 * Looks again at what waits to be asked for the first time: whose zone, calendar, absence or cover has changed meanwhile
 * is asked when it suits them now.
 *
 * @throws AggregateError when it failed for some prompts; the others are moved.
 */
export async function reconsider(
  db: Database,
  now: Temporal.Instant,
  doNotDisturbUntil: DoNotDisturbUntil,
): Promise<void> {
  const waiting = await waitingNow(db, now);
  const calendarsOf = new Map<string, Calendars>();
  for (const [workspaceId, members] of Map.groupBy(waiting, (each) => each.workspaceId)) {
    calendarsOf.set(workspaceId, await loadCalendarsFor(db, workspaceId, members));
  }
  const look = async (each: Waiting) => {
    const by = resolveAssignee(each, each.occurrenceAt, now, calendarsOf.get(each.workspaceId) ?? new Map());
    if (!by || !isSooner(by, each)) return;
    // Do-not-disturb makes it later again: to be moved to now and back with every tick would help nobody.
    const until = await doNotDisturbUntil(each.workspaceId, by.personId);
    if (until && Temporal.Instant.compare(until, now) > 0) return;
    await db.transaction().execute((trx) => reschedule(trx, each, askPlan(by, now)));
  };
  await forEachCollectingErrors(waiting, look, 'Some waiting prompts were not looked at again');
}

async function waitingNow(db: Database, now: Temporal.Instant): Promise<Waiting[]> {
  const turn = Math.floor(now.epochMilliseconds / TURN_MS);
  const { rows } = await sql<Waiting>`
    with waiting as (
      select prompts.workspace_id as "workspaceId", prompts.id as "promptId", clients.owner_id as "ownerId",
        clients.cover_id as "coverId", prompts.assignee_id as "askedId", prompts.occurrence_at as "occurrenceAt",
        prompts.ask_at as "askAt", (count(*) over () + ${LOOKED_AT_ONCE} - 1) / ${LOOKED_AT_ONCE} as turns
      from prompts
      join clients on clients.id = prompts.client_id
      where prompts.status = 'open' and prompts.ask_at > ${now}
        and not exists (select from round_prompts where round_prompts.prompt_id = prompts.id))
    select * from waiting
    where mod(abs(hashtext("promptId"::text)::bigint), turns) = mod(${turn}::bigint, turns)`.execute(db);
  return rows;
}

function isSooner(by: Assignment, { askedId, askAt }: Waiting): boolean {
  if (by.personId !== askedId) return true;
  return askAt !== null && Temporal.Instant.compare(by.at, askAt) < 0;
}
