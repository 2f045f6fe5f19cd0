import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { NOW } from '../check-ins/samples.ts';
import { addSomeClient, setUpWorkspace } from '../check-ins/workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();

interface Reference {
  table: string;
  columns: string[];
  to: string;
  at: string[];
}

/** Every foreign key of our own tables. */
async function references(): Promise<Reference[]> {
  const columns = (of: string, key: string) => sql<string[]>`
    (select array_agg(attname::text order by place) from unnest(${sql.ref(key)}) with ordinality as keys(number, place)
     join pg_attribute on attrelid = ${sql.ref(of)} and attnum = keys.number)`;
  const { rows } = await sql<Reference>`
    select conrelid::regclass::text as "table", ${columns('conrelid', 'conkey')} as columns,
           confrelid::regclass::text as "to", ${columns('confrelid', 'confkey')} as at
    from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace`.execute(database.db);
  return rows;
}

async function tables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%'`.execute(
    database.db,
  );
  return rows.map(({ name }) => name);
}

describe('a workspace’s rows', () => {
  test('name their workspace, in every table', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id' and is_nullable = 'NO'`.execute(
      database.db,
    );
    const carrying = rows.map(({ name }) => name);
    expect((await tables()).filter((name) => name !== 'workspaces' && !carrying.includes(name))).toEqual([]);
  });

  test('can only point to rows of the same workspace', async () => {
    const all = await references();
    expect(all.length).toBeGreaterThan(15);
    const across = all.filter(({ table, columns, to, at }) => {
      if (to === 'workspaces') return columns.join() !== 'workspace_id';
      const place = columns.indexOf(table === 'workspaces' ? 'id' : 'workspace_id');
      return place < 0 || at[place] !== 'workspace_id';
    });
    expect(across).toEqual([]);
  });
});

test('a client cannot be given to a person of another workspace', async () => {
  await setUpWorkspace(database.db, 'T1');
  await saveWorkspace(database.db, { workspaceId: 'T2', workspaceName: 'Two', botUserId: 'UBOT' }, NOW);
  await expect(addSomeClient(database.db, 'T2', 'Acme')).rejects.toMatchObject({ code: '23503' });
  await addSomeClient(database.db, 'T1', 'Acme');
});
