import type { Selectable } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { PersonTable, WorkspaceTable } from '../storage/tables.ts';
import type { Preferences, WorkSchedule } from './rules.ts';

/** What a person chose, what they leave to the workspace, and the zone that is theirs without a choice. */
export interface ChosenAndUsual {
  own: Preferences;
  usual: WorkSchedule;
  /** IANA zone: Slack's, or the workspace's default. */
  usualZone: string;
}

/** @throws NoResultError when nobody of that id is known. */
export async function loadPreferences(
  db: Database,
  workspaceId: string,
  personId: string,
): Promise<ChosenAndUsual> {
  const person = await db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const workspace = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return {
    own: toPreferences(person),
    usual: toWays(workspace),
    usualZone: person.time_zone ?? workspace.default_time_zone,
  };
}

export async function savePreferences(
  db: Database,
  workspaceId: string,
  personId: string,
  own: Preferences,
): Promise<void> {
  await db
    .updateTable('people')
    .set({
      zone_override: own.zone,
      working_days: own.workingDays ? [...own.workingDays] : null,
      holidays: own.holidays,
      quiet_from: own.quiet?.from ?? null,
      quiet_to: own.quiet?.to ?? null,
      remind_at: own.remindAt,
      round_weekday: own.roundWeekday,
      nudges: own.nudges,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .execute();
}

/** How a workspace works, and who is told when things go wrong there. */
export interface WorkspaceWays {
  leadId: string | null;
  usual: WorkSchedule;
}

export async function loadWorkspaceWays(db: Database, workspaceId: string): Promise<WorkspaceWays> {
  const row = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return { leadId: row.lead_id, usual: toWays(row) };
}

export async function saveWorkspaceWays(
  db: Database,
  workspaceId: string,
  { leadId, usual }: WorkspaceWays,
): Promise<void> {
  await db
    .updateTable('workspaces')
    .set({
      lead_id: leadId,
      working_days: [...usual.workingDays],
      holidays: usual.holidays === '' ? null : usual.holidays,
      quiet_from: usual.quiet.from,
      quiet_to: usual.quiet.to,
    })
    .where('id', '=', workspaceId)
    .execute();
}

function toWays(row: Selectable<WorkspaceTable>): WorkSchedule {
  return {
    workingDays: row.working_days,
    holidays: row.holidays ?? '',
    quiet: { from: row.quiet_from, to: row.quiet_to },
  };
}

function toPreferences(row: Selectable<PersonTable>): Preferences {
  const { quiet_from: from, quiet_to: to } = row;
  return {
    zone: row.zone_override,
    workingDays: row.working_days,
    holidays: row.holidays,
    quiet: from && to ? { from, to } : null,
    remindAt: row.remind_at,
    roundWeekday: row.round_weekday,
    nudges: row.nudges,
  };
}
