import { type Kysely, sql } from 'kysely';

const ALERTS = sql`('may-leave', 'at-risk', 'drop', 'silence')`;

/**
 * Notices and alerts become one table of what one person is told once. An alert that was told to nobody is kept for the
 * client's owner, so that it is not told again. Features declare kinds, so the table does not list them. Overrides and mutes
 * become one table of what somebody has set on a client until a day. Nothing read a snapshot's evidence.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notifications (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      recipient_id text not null,
      kind text not null,
      key text not null,
      subject jsonb not null,
      is_alert boolean not null,
      delivery_id uuid unique,
      created_at timestamptz not null,
      unique (workspace_id, id),
      unique (workspace_id, key, recipient_id),
      foreign key (workspace_id, recipient_id) references people (workspace_id, id) on delete cascade,
      foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id) on delete cascade,
      check (is_alert or delivery_id is not null)
    )`.execute(db);
  await sql`create index notifications_by_recipient on notifications (workspace_id, recipient_id, kind)`.execute(
    db,
  );
  await sql`
    insert into notifications (id, workspace_id, recipient_id, kind, key, subject, is_alert, delivery_id, created_at)
    select id, workspace_id, person_id, case kind when 'spread' then 'rebalanced' else kind end,
      regexp_replace(key, '^spread ', 'rebalanced '), subject, false, delivery_id, created_at
    from notices`.execute(db);
  await sql`
    insert into notifications (workspace_id, recipient_id, kind, key, subject, is_alert, delivery_id, created_at)
    select alerts.workspace_id, coalesce(person_id, owner_id), kind,
      regexp_replace(key, '^(at-risk|silence) ', '\\1 ' || client_id || ' '),
      subject || jsonb_build_object('clientId', client_id), true, delivery_id, coalesce(alert_messages.created_at, raised_at)
    from alerts
    join clients on clients.id = alerts.client_id
    left join alert_messages on alert_messages.alert_id = alerts.id`.execute(db);
  await sql`drop table alert_messages`.execute(db);
  await sql`drop table alerts`.execute(db);
  await sql`drop table notices`.execute(db);

  await sql`alter table deliveries drop constraint deliveries_kind_check`.execute(db);
  await sql`update deliveries set kind = 'notification' where kind in ('notice', 'alert')`.execute(db);
  await sql`
    alter table deliveries add constraint deliveries_kind_check
      check (kind in ('round', 'digest', 'nudge', 'notification'))`.execute(db);

  await sql`
    create table client_holds (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      kind text not null check (kind in ('override', 'mute')),
      view_id text not null,
      band text check (band in ('healthy', 'watch', 'at-risk')),
      reason text not null check (length(reason) between 1 and 300),
      set_by text not null,
      set_at timestamptz not null,
      until_at timestamptz not null,
      ended_at timestamptz,
      ended_by text,
      unique (workspace_id, id),
      unique (workspace_id, view_id),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade,
      foreign key (workspace_id, set_by) references people (workspace_id, id),
      foreign key (workspace_id, ended_by) references people (workspace_id, id),
      constraint client_holds_band_of_override check ((kind = 'override') = (band is not null)),
      constraint client_holds_until_after_set check (until_at > set_at),
      constraint client_holds_ended_by check (ended_by is null or ended_at is not null)
    )`.execute(db);
  await sql`
    create unique index client_holds_one_of_each on client_holds (workspace_id, client_id, kind)
      where ended_at is null`.execute(db);
  await sql`
    insert into client_holds
      (id, workspace_id, client_id, kind, view_id, band, reason, set_by, set_at, until_at, ended_at, ended_by)
    select id, workspace_id, client_id, 'override', view_id, band, reason, set_by, set_at, until_at, ended_at, ended_by
    from health_overrides
    union all
    select id, workspace_id, client_id, 'mute', view_id, null, reason, muted_by, muted_at, until_at, ended_at, null
    from alert_mutes`.execute(db);
  await sql`drop table health_overrides`.execute(db);
  await sql`drop table alert_mutes`.execute(db);

  await sql`alter table health_snapshots drop column evidence`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table health_snapshots add column evidence jsonb not null default '{}'`.execute(db);
  await sql`alter table health_snapshots alter column evidence drop default`.execute(db);

  await sql`
    create table health_overrides (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      view_id text not null,
      band text not null check (band in ('healthy', 'watch', 'at-risk')),
      reason text not null check (length(reason) between 1 and 300),
      set_by text not null,
      set_at timestamptz not null,
      until_at timestamptz not null check (until_at > set_at),
      ended_at timestamptz,
      ended_by text,
      unique (workspace_id, id),
      unique (workspace_id, view_id),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade,
      foreign key (workspace_id, set_by) references people (workspace_id, id),
      foreign key (workspace_id, ended_by) references people (workspace_id, id),
      check (ended_by is null or ended_at is not null)
    )`.execute(db);
  await sql`
    create unique index health_overrides_one_per_client on health_overrides (workspace_id, client_id)
      where ended_at is null`.execute(db);
  await sql`
    create table alert_mutes (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      view_id text not null,
      reason text not null check (length(reason) between 1 and 300),
      muted_by text not null,
      muted_at timestamptz not null,
      until_at timestamptz not null check (until_at > muted_at),
      ended_at timestamptz,
      unique (workspace_id, id),
      unique (workspace_id, view_id),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade,
      foreign key (workspace_id, muted_by) references people (workspace_id, id)
    )`.execute(db);
  await sql`
    create unique index alert_mutes_one_per_client on alert_mutes (workspace_id, client_id)
      where ended_at is null`.execute(db);
  await sql`
    insert into health_overrides
      (id, workspace_id, client_id, view_id, band, reason, set_by, set_at, until_at, ended_at, ended_by)
    select id, workspace_id, client_id, view_id, band, reason, set_by, set_at, until_at, ended_at, ended_by
    from client_holds where kind = 'override'`.execute(db);
  await sql`
    insert into alert_mutes (id, workspace_id, client_id, view_id, reason, muted_by, muted_at, until_at, ended_at)
    select id, workspace_id, client_id, view_id, reason, set_by, set_at, until_at, ended_at
    from client_holds where kind = 'mute'`.execute(db);
  await sql`drop table client_holds`.execute(db);

  await sql`
    create table notices (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      person_id text not null,
      kind text not null check (kind in (
        'cover', 'cover-ahead', 'cover-off', 'handed-over', 'unanswered', 'undeliverable', 'owner-left', 'spread')),
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
    create table alerts (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      kind text not null check (kind in ${ALERTS}),
      key text not null,
      subject jsonb not null,
      raised_at timestamptz not null,
      unique (workspace_id, id),
      unique (workspace_id, client_id, key),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade
    )`.execute(db);
  await sql`
    create table alert_messages (
      workspace_id text not null references workspaces on delete cascade,
      alert_id uuid not null,
      person_id text not null,
      delivery_id uuid unique,
      created_at timestamptz not null,
      primary key (workspace_id, alert_id, person_id),
      foreign key (workspace_id, alert_id) references alerts (workspace_id, id) on delete cascade,
      foreign key (workspace_id, person_id) references people (workspace_id, id) on delete cascade,
      foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id) on delete cascade
    )`.execute(db);
  await sql`
    insert into notices (id, workspace_id, person_id, kind, key, subject, delivery_id, created_at)
    select id, workspace_id, recipient_id, case kind when 'rebalanced' then 'spread' else kind end,
      regexp_replace(key, '^rebalanced ', 'spread '), subject, delivery_id, created_at
    from notifications where not is_alert`.execute(db);
  await sql`
    insert into alerts (workspace_id, client_id, kind, key, subject, raised_at)
    select distinct on (workspace_id, key) workspace_id, (subject->>'clientId')::uuid, kind,
      replace(key, (subject->>'clientId') || ' ', ''), subject - 'clientId', created_at
    from notifications where is_alert order by workspace_id, key, created_at`.execute(db);
  await sql`
    insert into alert_messages (workspace_id, alert_id, person_id, delivery_id, created_at)
    select notifications.workspace_id, alerts.id, recipient_id, delivery_id, created_at
    from notifications
    join alerts on alerts.workspace_id = notifications.workspace_id
      and alerts.client_id = (notifications.subject->>'clientId')::uuid
      and alerts.key = replace(notifications.key, (notifications.subject->>'clientId') || ' ', '')
    where is_alert`.execute(db);
  await sql`alter table deliveries drop constraint deliveries_kind_check`.execute(db);
  await sql`
    update deliveries set kind = case when notifications.is_alert then 'alert' else 'notice' end
    from notifications where notifications.delivery_id = deliveries.id`.execute(db);
  await sql`update deliveries set kind = 'notice' where kind = 'notification'`.execute(db);
  await sql`
    alter table deliveries add constraint deliveries_kind_check
      check (kind in ('round', 'digest', 'nudge', 'notice', 'alert'))`.execute(db);
  await sql`drop table notifications`.execute(db);
}
