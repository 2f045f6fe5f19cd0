import { type Kysely, sql } from 'kysely';

/**
 * Every table carries the workspace, and every reference between tables names it too, so that no row can point into
 * another workspace. Each table hangs on the workspace itself too: deleting a workspace takes all of its rows at once,
 * before Postgres asks whether a person is still referred to.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table workspaces (
      id text primary key check (id ~ '^[TE][A-Z0-9]+$'),
      name text not null,
      bot_user_id text not null,
      default_time_zone text not null default 'Etc/UTC',
      default_currency text not null default 'EUR' check (default_currency ~ '^[A-Z]{3}$'),
      created_at timestamptz not null
    )`.execute(db);

  await sql`
    create table people (
      workspace_id text not null references workspaces on delete cascade,
      id text not null check (id ~ '^[UW][A-Z0-9]+$'),
      name text not null,
      time_zone text,
      planned_zone text,
      kind text not null check (kind in ('member', 'guest', 'external', 'bot', 'deactivated')),
      refreshed_at timestamptz not null,
      primary key (workspace_id, id)
    )`.execute(db);

  await sql`
    create table clients (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      name text not null check (length(name) between 1 and 80),
      name_key text not null,
      status text not null check (status in ('prospect', 'active', 'paused', 'leaving', 'ended')),
      owner_id text not null,
      cover_id text check (cover_id <> owner_id),
      channel_id text,
      cadence_every integer not null,
      cadence_unit text not null check (cadence_unit in ('week', 'month')),
      cadence_weekday smallint not null check (cadence_weekday between 1 and 7),
      cadence_time time not null,
      longest_gap_days integer not null check (longest_gap_days between 1 and 730),
      monthly_value numeric(14, 2) check (monthly_value >= 0),
      currency text check (currency ~ '^[A-Z]{3}$'),
      agreed_hours numeric(7, 2) check (agreed_hours >= 0),
      contact_name text,
      contact_address text,
      contact_reach text,
      question_number integer not null default 0,
      next_due_at timestamptz,
      last_contact_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      ended_at timestamptz,
      unique (workspace_id, id),
      unique (workspace_id, name_key),
      foreign key (workspace_id, owner_id) references people (workspace_id, id),
      foreign key (workspace_id, cover_id) references people (workspace_id, id),
      check (cadence_every between 1 and case cadence_unit when 'week' then 52 else 12 end),
      check ((monthly_value is null) = (currency is null)),
      check ((status = 'ended') = (ended_at is not null))
    )`.execute(db);
  await sql`
    create unique index clients_one_per_channel on clients (workspace_id, channel_id)
      where channel_id is not null and status <> 'ended'`.execute(db);
  await sql`create index clients_due on clients (next_due_at) where next_due_at is not null`.execute(db);
  await sql`create index clients_by_owner on clients (workspace_id, owner_id)`.execute(db);

  await sql`
    create table deliveries (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      kind text not null check (kind in ('round', 'digest')),
      destination text not null,
      status text not null default 'pending' check (status in ('pending', 'sending', 'sent', 'failed')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null,
      lease_until timestamptz,
      channel_id text,
      message_ts text,
      last_error text,
      revision integer not null default 0,
      shown_revision integer not null default 0,
      created_at timestamptz not null,
      sent_at timestamptz,
      unique (workspace_id, id),
      check ((status = 'sent') = (message_ts is not null)),
      check ((status = 'sending') = (lease_until is not null))
    )`.execute(db);
  await sql`
    create index deliveries_to_do on deliveries (next_attempt_at)
      where status in ('pending', 'sending') or shown_revision < revision`.execute(db);

  await sql`
    create table rounds (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      owner_id text not null,
      due_at timestamptz not null,
      delivery_id uuid not null unique,
      unique (workspace_id, id),
      unique (workspace_id, owner_id, due_at),
      foreign key (workspace_id, owner_id) references people (workspace_id, id),
      foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id) on delete cascade
    )`.execute(db);

  await sql`
    create table prompts (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      owner_id text not null,
      occurrence_at timestamptz not null,
      status text not null default 'open' check (status in ('open', 'answered', 'skipped', 'dropped')),
      ask_at timestamptz,
      skip_reason text,
      settled_at timestamptz,
      settled_by text,
      created_at timestamptz not null,
      unique (workspace_id, id),
      unique (workspace_id, client_id, occurrence_at),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade,
      foreign key (workspace_id, owner_id) references people (workspace_id, id),
      foreign key (workspace_id, settled_by) references people (workspace_id, id),
      check ((status = 'open') = (settled_at is null)),
      check (settled_by is null or settled_at is not null),
      check (status = 'open' or ask_at is null)
    )`.execute(db);
  await sql`
    create unique index prompts_one_open_per_client on prompts (workspace_id, client_id)
      where status = 'open'`.execute(db);
  await sql`create index prompts_to_ask on prompts (ask_at) where ask_at is not null`.execute(db);

  await sql`
    create table round_prompts (
      workspace_id text not null references workspaces on delete cascade,
      round_id uuid not null,
      prompt_id uuid not null,
      position integer not null,
      primary key (round_id, prompt_id),
      foreign key (workspace_id, round_id) references rounds (workspace_id, id) on delete cascade,
      foreign key (workspace_id, prompt_id) references prompts (workspace_id, id) on delete cascade
    )`.execute(db);
  await sql`create index round_prompts_by_prompt on round_prompts (prompt_id)`.execute(db);

  await sql`
    create table check_ins (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      author_id text not null,
      prompt_id uuid,
      view_id text not null,
      source text not null check (source in ('call', 'meeting', 'email', 'message', 'own-read')),
      client_sentiment smallint check (client_sentiment between 1 and 5),
      our_read smallint not null check (our_read between 1 and 5),
      question text,
      client_words text,
      went_well text,
      better_ours text,
      better_theirs text,
      effort text check (effort in ('less', 'as-agreed', 'more')),
      hours numeric(7, 2) check (hours >= 0),
      signs text[] not null default '{}',
      created_at timestamptz not null,
      edited_at timestamptz,
      unique (workspace_id, id),
      unique (workspace_id, view_id),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade,
      foreign key (workspace_id, author_id) references people (workspace_id, id),
      foreign key (workspace_id, prompt_id) references prompts (workspace_id, id),
      check (source <> 'own-read' or client_sentiment is null),
      check (signs <@ array['may-leave', 'late-payment', 'asked-discount', 'disrespectful', 'praised-us', 'did-favour'])
    )`.execute(db);
  await sql`create index check_ins_by_client on check_ins (workspace_id, client_id, created_at desc)`.execute(
    db,
  );

  await sql`
    create table follow_ups (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      client_id uuid not null,
      check_in_id uuid,
      what text not null check (length(what) between 1 and 300),
      who_id text not null,
      due_on date not null,
      done_at timestamptz,
      done_by text,
      created_at timestamptz not null,
      unique (workspace_id, id),
      unique (workspace_id, check_in_id),
      foreign key (workspace_id, client_id) references clients (workspace_id, id) on delete cascade,
      foreign key (workspace_id, check_in_id) references check_ins (workspace_id, id) on delete cascade,
      foreign key (workspace_id, who_id) references people (workspace_id, id),
      foreign key (workspace_id, done_by) references people (workspace_id, id),
      check ((done_at is null) = (done_by is null))
    )`.execute(db);
  await sql`create index follow_ups_open on follow_ups (workspace_id, due_on) where done_at is null`.execute(
    db,
  );

  await sql`
    create table digests (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      channel_id text not null,
      weekday smallint not null check (weekday between 1 and 7),
      local_time time not null,
      time_zone text not null,
      next_due_at timestamptz,
      created_at timestamptz not null,
      unique (workspace_id, id),
      unique (workspace_id, channel_id)
    )`.execute(db);
  await sql`create index digests_due on digests (next_due_at) where next_due_at is not null`.execute(db);

  await sql`
    create table digest_posts (
      id uuid primary key default gen_random_uuid(),
      workspace_id text not null references workspaces on delete cascade,
      digest_id uuid not null,
      occurrence_at timestamptz not null,
      delivery_id uuid not null unique,
      bands jsonb not null,
      created_at timestamptz not null,
      unique (workspace_id, id),
      unique (workspace_id, digest_id, occurrence_at),
      foreign key (workspace_id, digest_id) references digests (workspace_id, id) on delete cascade,
      foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id) on delete cascade
    )`.execute(db);

  await sql`
    create table seen_events (
      workspace_id text not null references workspaces on delete cascade,
      event_id text not null,
      seen_at timestamptz not null,
      primary key (workspace_id, event_id)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    'seen_events',
    'digest_posts',
    'digests',
    'follow_ups',
    'check_ins',
    'round_prompts',
    'prompts',
    'rounds',
    'deliveries',
    'clients',
    'people',
    'workspaces',
  ]) {
    await sql`drop table ${sql.table(table)}`.execute(db);
  }
}
