/** A workspace of 1,000 clients: planning what is due, and reading it, against the bare statements. */

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { listClients } from '../src/clients/store.ts';
import { buildHome } from '../src/home/publish-home.ts';
import { loadPortfolio } from '../src/portfolio/list/load-portfolio.ts';
import { planRounds } from '../src/reminders/planning/plan-rounds.ts';
import type { Clock } from '../src/runtime/clock.ts';
import type { Database } from '../src/storage/database.ts';
import { DUE, personId, seedAgency, seedCheckIns, TEAM } from './agency.ts';
import { compare, timed } from './measure.ts';
import { runBenchmark } from './workbench.ts';

const CLIENTS = 1_000;
const OWNERS = 40;
const WEEKS = 12;
const clock: Clock = { now: () => DUE };

/** Forgets the prompts and rounds, so that all clients are due once more. */
async function makeDue(db: Database): Promise<void> {
  await sql`truncate prompts, deliveries, rounds, round_prompts cascade`.execute(db);
  await db.updateTable('clients').set({ next_due_at: DUE }).execute();
  await sql`vacuum analyze clients`.execute(db);
}

type Owned = { id: string; owner_id: string };

/** The same rows as planning makes: one statement for each table, in one transaction. */
async function insertBare(db: Database, clients: readonly Owned[]): Promise<void> {
  const rounds = [...Map.groupBy(clients, ({ owner_id }) => owner_id)].map(([ownerId, theirs]) => ({
    ownerId,
    id: randomUUID(),
    deliveryId: randomUUID(),
    prompts: theirs.map((client) => ({ id: randomUUID(), clientId: client.id })),
  }));
  const at = { created_at: DUE };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('prompts')
      .values(
        rounds.flatMap(({ ownerId, prompts }) =>
          prompts.map(({ id, clientId }) => ({
            ...{
              workspace_id: TEAM,
              id,
              client_id: clientId,
              assignee_id: ownerId,
              occurrence_at: DUE,
              ...at,
            },
            ...{ ask_at: null, skip_reason: null, closed_at: null, closed_by: null },
          })),
        ),
      )
      .execute();
    await trx
      .insertInto('deliveries')
      .values(
        rounds.map(({ ownerId, deliveryId }) => ({
          ...{ workspace_id: TEAM, id: deliveryId, kind: 'round' as const, destination: ownerId, ...at },
          ...{ next_attempt_at: DUE, lease_until: null, channel_id: null, message_ts: null },
          ...{ last_error: null, sent_at: null },
        })),
      )
      .execute();
    await trx
      .insertInto('rounds')
      .values(
        rounds.map(({ ownerId, id, deliveryId }) => ({
          ...{ workspace_id: TEAM, id, recipient_id: ownerId, due_at: DUE, delivery_id: deliveryId },
        })),
      )
      .execute();
    await trx
      .insertInto('round_prompts')
      .values(
        rounds.flatMap((round) =>
          round.prompts.map(({ id }, position) => ({
            ...{ workspace_id: TEAM, round_id: round.id, prompt_id: id, position },
          })),
        ),
      )
      .execute();
  });
}

/** Every row that the list is made of. */
async function selectAll(db: Database): Promise<void> {
  for (const table of ['clients', 'check_ins', 'follow_ups', 'prompts', 'people'] as const) {
    await db.selectFrom(table).selectAll().where('workspace_id', '=', TEAM).execute();
  }
}

const selectClients = (db: Database) =>
  db.selectFrom('clients').selectAll().where('workspace_id', '=', TEAM).execute();

await runBenchmark(
  `Due: ${CLIENTS} clients of ${OWNERS} owners, with ${WEEKS} check-ins each`,
  async ({ db }) => {
    await seedAgency(db, { owners: OWNERS, clients: CLIENTS });
    const owned = await listClients(db, TEAM).then((all) =>
      all.map(({ id, ownerId }) => ({ id, owner_id: ownerId })),
    );
    const afresh = async (work: () => Promise<void>) => {
      await makeDue(db);
      return { total: await timed(work) };
    };
    await compare('All fall due, against inserts', {
      ours: () => afresh(() => planRounds(db, clock)),
      bare: () => afresh(() => insertBare(db, owned)),
    });
    await compare('Nothing is due, against select * from clients', {
      ours: async () => ({ total: await timed(() => planRounds(db, clock)) }),
      bare: async () => ({ total: await timed(() => selectClients(db)) }),
    });

    await seedCheckIns(db, WEEKS);
    await sql`vacuum analyze`.execute(db);
    const list = async () => ({ total: await timed(() => loadPortfolio(db, TEAM, DUE)) });
    await compare('List, against select * from clients', {
      ours: list,
      bare: async () => ({ total: await timed(() => selectClients(db)) }),
    });
    await compare('List, against select * of all it shows', {
      ours: list,
      bare: async () => ({ total: await timed(() => selectAll(db)) }),
    });
    const reader = {
      workspaceId: TEAM,
      userId: personId(0),
      name: 'Person 0',
      timeZone: 'Europe/London',
    };
    await compare('App Home, against select * from clients', {
      ours: async () => ({ total: await timed(() => buildHome({ db, clock }, reader, '')) }),
      bare: async () => ({ total: await timed(() => selectClients(db)) }),
    });
  },
);
