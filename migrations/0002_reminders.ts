import { type Kysely, sql } from 'kysely';

/** Schedules by day of the month, calendars and away dates, nudges, notices, and the pace of sending. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table workspaces
      add column lead_id text,
      add column working_days smallint[] not null default '{1,2,3,4,5}'
        check (cardinality(working_days) between 1 and 7 and working_days <@ '{1,2,3,4,5,6,7}'),
      add column holidays text,
      add column quiet_from time not null default '19:00',
      add column quiet_to time not null default '08:00',
      add foreign key (id, lead_id) references people (workspace_id, id)
        on delete set null (lead_id) deferrable initially immediate`.execute(db);

  await sql`
    alter table people
      add column zone_override text,
      add column working_days smallint[]
        check (cardinality(working_days) between 1 and 7 and working_days <@ '{1,2,3,4,5,6,7}'),
      add column holidays text,
      add column quiet_from time,
      add column quiet_to time,
      add column remind_at time,
      add column planned_time time,
      add column round_weekday smallint check (round_weekday between 1 and 7),
      add column nudges text not null default 'standard' check (nudges in ('standard', 'light', 'off')),
      add check ((quiet_from is null) = (quiet_to is null))`.execute(db);

  await sql`
    create table away_dates (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      person_id text not null,
      first_day date not null,
      last_day date not null,
      cover_id text check (cover_id <> person_id),
      created_at timestamptz not null,
      unique (workspace_id, id),
      foreign key (workspace_id, person_id) references people (workspace_id, id) on delete cascade,
      foreign key (workspace_id, cover_id) references people (workspace_id, id) on delete set null (cover_id),
      check (first_day <= last_day and last_day <= first_day + 366)
    )`.execute(db);
  await sql`create index away_dates_by_person on away_dates (workspace_id, person_id, last_day)`.execute(db);

  await sql`
    alter table clients
      add column cadence_weekdays smallint[],
      add column cadence_nth smallint,
      add column cadence_day smallint`.execute(db);
  await sql`alter table clients drop constraint clients_cadence_unit_check`.execute(db);
  await sql`
    update clients set
      cadence_unit = case cadence_unit when 'month' then 'month-weekday' else cadence_unit end,
      cadence_nth = case cadence_unit when 'month' then 1 end,
      cadence_weekdays = array[cadence_weekday]`.execute(db);
  await sql`
    alter table clients
      drop column cadence_weekday,
      alter column cadence_weekdays set not null,
      add constraint clients_cadence_unit_check check (cadence_unit in ('week', 'month-weekday', 'month-day')),
      add constraint clients_cadence_days_check check (
        case cadence_unit
          when 'week' then cardinality(cadence_weekdays) between 1 and 7 and cadence_weekdays <@ '{1,2,3,4,5,6,7}'
            and cadence_nth is null and cadence_day is null
          when 'month-weekday' then cardinality(cadence_weekdays) = 1 and cadence_weekdays <@ '{1,2,3,4,5,6,7}'
            and cadence_nth between 1 and 5 and cadence_day is null
          else cardinality(cadence_weekdays) = 0 and cadence_nth is null and cadence_day between 1 and 31
        end)`.execute(db);

  await sql`
    alter table prompts
      drop constraint prompts_status_check,
      add constraint prompts_status_check check (status in ('open', 'answered', 'skipped', 'dropped', 'missed')),
      add column missed_reason text
        check (missed_reason in ('rapport-was-down', 'not-answered', 'away', 'undeliverable')),
      add column covering_for text,
      add column nudges smallint not null default 0,
      add column next_nudge_at timestamptz,
      add column escalated_at timestamptz,
      add foreign key (workspace_id, covering_for) references people (workspace_id, id),
      add check ((status = 'missed') = (missed_reason is not null)),
      add check (status = 'open' or next_nudge_at is null)`.execute(db);
  await sql`create index prompts_to_nudge on prompts (next_nudge_at) where next_nudge_at is not null`.execute(
    db,
  );

  await sql`
    alter table deliveries
      drop constraint deliveries_kind_check,
      add constraint deliveries_kind_check check (kind in ('round', 'digest', 'nudge', 'notice')),
      drop constraint deliveries_status_check,
      add constraint deliveries_status_check check (status in ('pending', 'sending', 'sent', 'failed', 'unknown')),
      add column reply_to uuid,
      add foreign key (workspace_id, reply_to) references deliveries (workspace_id, id) on delete cascade`.execute(
    db,
  );

  await sql`
    create table notices (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      person_id text not null,
      kind text not null check (kind in ('cover', 'handed-over', 'unanswered', 'undeliverable', 'owner-left', 'spread')),
      key text not null,
      subject jsonb not null,
      delivery_id uuid not null unique,
      created_at timestamptz not null,
      unique (workspace_id, id),
      unique (workspace_id, person_id, key),
      foreign key (workspace_id, person_id) references people (workspace_id, id) on delete cascade,
      foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id) on delete cascade
    )`.execute(db);

  await sql`
    create table nudges (
      workspace_id text not null references workspaces on delete cascade,
      round_id uuid not null,
      delivery_id uuid not null unique,
      number smallint not null check (number between 1 and 2),
      created_at timestamptz not null,
      primary key (workspace_id, round_id, number),
      foreign key (workspace_id, round_id) references rounds (workspace_id, id) on delete cascade,
      foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id) on delete cascade
    )`.execute(db);

  await sql`
    create table pace (
      workspace_id text not null references workspaces on delete cascade,
      lane text not null,
      free_at timestamptz not null,
      primary key (workspace_id, lane)
    )`.execute(db);

  await sql`alter table check_ins add column spoke_on date`.execute(db);
}
