import type { Selectable } from 'kysely';
import type { Installation } from '../slack/connection.ts';
import type { Database } from '../storage/database.ts';
import type { WorkspaceTable } from '../storage/tables.ts';
import type { Workspace, WorkspaceSettings } from './rules.ts';

/** Records where Rapport is installed. Settings made there earlier are kept. */
export async function saveWorkspace(
  db: Database,
  installation: Installation,
  now: Temporal.Instant,
): Promise<Workspace> {
  const { workspaceId, workspaceName: name, botUserId: bot_user_id } = installation;
  const row = await db
    .insertInto('workspaces')
    .values({ id: workspaceId, name, bot_user_id, created_at: now })
    .onConflict((oc) => oc.column('id').doUpdateSet({ name, bot_user_id }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toWorkspace(row);
}

/** @throws NoResultError where Rapport is not installed. */
export async function loadWorkspace(db: Database, workspaceId: string): Promise<Workspace> {
  const row = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return toWorkspace(row);
}

/** Saves the settings that are given; the others stay. The caller has checked the zone and the currency. */
export async function updateWorkspace(
  db: Database,
  workspaceId: string,
  { defaultTimeZone, defaultCurrency, leadId, schedule }: Partial<WorkspaceSettings>,
): Promise<void> {
  await db
    .updateTable('workspaces')
    .set({
      ...(defaultTimeZone === undefined ? {} : { default_time_zone: defaultTimeZone }),
      ...(defaultCurrency === undefined ? {} : { default_currency: defaultCurrency }),
      ...(leadId === undefined ? {} : { lead_id: leadId }),
      ...(schedule === undefined
        ? {}
        : {
            working_days: [...schedule.workingDays],
            holidays: schedule.holidays === '' ? null : schedule.holidays,
            quiet_from: schedule.quiet.from,
            quiet_to: schedule.quiet.to,
          }),
    })
    .where('id', '=', workspaceId)
    .execute();
}

function toWorkspace(row: Selectable<WorkspaceTable>): Workspace {
  return {
    id: row.id,
    name: row.name,
    botUserId: row.bot_user_id,
    defaultTimeZone: row.default_time_zone,
    defaultCurrency: row.default_currency,
    leadId: row.lead_id,
    schedule: {
      workingDays: row.working_days,
      holidays: row.holidays ?? '',
      quiet: { from: row.quiet_from, to: row.quiet_to },
    },
  };
}
