import type { Selectable } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { PersonTable } from '../storage/tables.ts';
import type { WorkSchedule } from '../workspaces/rules.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import type { Preferences } from './rules.ts';

/** What a person chose, and what counts where they chose nothing. */
export interface LoadedPreferences {
  own: Preferences;
  /** The workspace's. */
  defaults: WorkSchedule;
  /** IANA zone: Slack's, or the workspace's default. */
  defaultZone: string;
}

/** @throws NoResultError for an unknown person. */
export async function loadPreferences(
  db: Database,
  workspaceId: string,
  personId: string,
): Promise<LoadedPreferences> {
  const person = await db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const { schedule, defaultTimeZone } = await loadWorkspace(db, workspaceId);
  return {
    own: toPreferences(person),
    defaults: schedule,
    defaultZone: person.time_zone ?? defaultTimeZone,
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
