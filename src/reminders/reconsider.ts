import { toClient } from '../clients/client-row.ts';
import { type Asked, loadCalendarsFor, whoIsAsked } from '../clients/who-is-asked.ts';
import type { Database } from '../storage/database.ts';
import { askLater } from './ask.ts';
import type { DoNotDisturbUntil } from './do-not-disturb.ts';

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
  const rows = await db
    .selectFrom('prompts')
    .innerJoin('clients', 'clients.id', 'prompts.client_id')
    .selectAll('clients')
    .select(({ ref }) => [
      ref('prompts.id').as('prompt_id'),
      ref('prompts.owner_id').as('asked_id'),
      ref('prompts.occurrence_at').as('occurrence_at'),
      ref('prompts.ask_at').as('ask_at'),
    ])
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', '>', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('round_prompts')
            .select('round_id')
            .whereRef('round_prompts.prompt_id', '=', 'prompts.id'),
        ),
      ),
    )
    .execute();
  const failures: unknown[] = [];
  for (const [workspaceId, members] of Map.groupBy(rows, (row) => row.workspace_id)) {
    const calendars = await loadCalendarsFor(db, workspaceId, members.map(toClient));
    for (const row of members) {
      try {
        const by = whoIsAsked(toClient(row), row.occurrence_at, now, calendars);
        if (!by || !isSooner(by, row)) continue;
        // Do-not-disturb makes it later again: to be moved to now and back with every tick would help nobody.
        const until = await doNotDisturbUntil(workspaceId, by.personId);
        if (until && Temporal.Instant.compare(until, now) > 0) continue;
        await askLater(db, workspaceId, row.prompt_id, by);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, 'Some waiting prompts were not looked at again');
}

function isSooner(by: Asked, row: { asked_id: string; ask_at: Temporal.Instant | null }): boolean {
  if (by.personId !== row.asked_id) return true;
  return row.ask_at !== null && Temporal.Instant.compare(by.at, row.ask_at) < 0;
}
