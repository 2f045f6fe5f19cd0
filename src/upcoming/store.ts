import type { Database } from '../storage/database.ts';
import type { PersonKey } from '../storage/with-advisory-lock.ts';
import type { PendingPrompt } from './rules.ts';

/** The people who have named this person as their cover for dates that are not over on `today`. */
export async function ownersCoveredBy(
  db: Database,
  { workspaceId, personId }: PersonKey,
  today: Temporal.PlainDate,
): Promise<string[]> {
  const rows = await db
    .selectFrom('away_dates')
    .select('person_id')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('cover_id', '=', personId)
    .where('last_day', '>=', today)
    .execute();
  return rows.map((row) => row.person_id);
}

/** Owners who are no longer members: their clients wait for the lead. */
export async function ownersWhoLeft(db: Database, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.workspace_id', '=', 'people.workspace_id')
        .onRef('clients.owner_id', '=', 'people.id'),
    )
    .select('people.id')
    .distinct()
    .where('people.workspace_id', '=', workspaceId)
    .where('people.kind', '<>', 'member')
    .execute();
  return rows.map((row) => row.id);
}

/** Open prompts that wait to be asked, or to be asked again. */
export async function pendingPrompts(db: Database, workspaceId: string): Promise<PendingPrompt[]> {
  const rows = await db
    .selectFrom('prompts')
    .select(['client_id', 'assignee_id', 'ask_at'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'open')
    .where('ask_at', 'is not', null)
    .execute();
  return rows.flatMap(({ client_id: clientId, assignee_id: assigneeId, ask_at: askAt }) =>
    askAt ? [{ clientId, assigneeId, askAt }] : [],
  );
}
