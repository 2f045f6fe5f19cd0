import { type Kysely, sql } from 'kysely';

/** What health is reckoned with, what it was, what people have said of it, and whom it has alarmed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table workspaces
      add column weight_words smallint not null default 40 check (weight_words between 0 and 100),
      add column weight_read smallint not null default 25 check (weight_read between 0 and 100),
      add column weight_scope smallint not null default 20 check (weight_scope between 0 and 100),
      add column weight_contact smallint not null default 15 check (weight_contact between 0 and 100),
      add check (weight_words + weight_read + weight_scope + weight_contact = 100)`.execute(db);

  await sql`
    alter table clients
      add column health_revision integer not null default 1,
      add column kept_revision integer not null default 0,
      add column health_due boolean not null generated always as (kept_revision < health_revision) stored`.execute(
    db,
  );
  await sql`create index clients_health_due on clients (workspace_id) where health_due`.execute(db);

  await sql`
    create table health_snapshots (
      id bigint primary key generated always as identity,
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      taken_at timestamptz not null,
      day date,
      band text not null check (band in ('healthy', 'watch', 'at-risk', 'unknown')),
      computed_band text not null check (computed_band in ('healthy', 'watch', 'at-risk', 'unknown')),
      score smallint check (score between 0 and 100),
      confidence text not null check (confidence in ('high', 'fair', 'low')),
      evidence jsonb not null,
      unique (workspace_id, client_id, day),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade,
      check ((score is null) = (computed_band = 'unknown'))
    )`.execute(db);
  await sql`
    create index health_snapshots_by_client on health_snapshots (workspace_id, client_id, taken_at desc, id desc)
      include (score, band, computed_band)`.execute(db);

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
    alter table deliveries
      drop constraint deliveries_kind_check,
      add constraint deliveries_kind_check check (kind in ('round', 'digest', 'nudge', 'notice', 'alert'))`.execute(
    db,
  );
  await sql`
    create table alerts (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      kind text not null check (kind in ('may-leave', 'at-risk', 'drop', 'silence')),
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

  await sql`alter table digests add column muted_parts text[] not null default '{}'`.execute(db);
  await sql`alter table people add column muted_parts text[] not null default '{}'`.execute(db);
}
