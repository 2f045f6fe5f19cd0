import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { resolveClient, searchClients } from '../../src/clients/find-client.ts';
import type { Client, ClientDetails, ClientStatus } from '../../src/clients/rules.ts';
import { recordContact, setNextDue } from '../../src/clients/schedule-store.ts';
import {
  findClient,
  findClientByChannel,
  findClientByName,
  insertClient,
  listClients,
  lockClient,
  updateClient,
} from '../../src/clients/store.ts';
import type { Database } from '../../src/storage/database.ts';
import { someDetails } from '../support/a-client.ts';
import { aWorkspace } from '../support/a-workspace.ts';
import { cloneDatabase, useDatabase } from '../support/database.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const due = Temporal.Instant.from('2026-11-24T09:00:00Z');
function add(
  db: Database,
  workspaceId: string,
  name: string,
  changes: Partial<ClientDetails> & { status?: ClientStatus } = {},
): Promise<Client> {
  const { status = 'active', ...details } = changes;
  return db
    .transaction()
    .execute((trx) =>
      insertClient(trx, workspaceId, { ...someDetails(name, details), status, nextDueAt: due }, now),
    );
}

async function somebodyWaits(db: Database): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
    db,
  );
  return rows.length > 0;
}

const { db } = proxied(useDatabase());

/** So that tests can say `db` although there is none before they run. */
function proxied(database: { db: Database }): { db: Database } {
  return {
    db: new Proxy({} as Database, {
      get: (_, key) => {
        const value = Reflect.get(database.db, key);
        return typeof value === 'function' ? value.bind(database.db) : value;
      },
    }),
  };
}

describe('a new client', () => {
  test('is found with every field as it was saved', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const details = {
      coverId: 'U0BEN',
      channelId: 'C1',
      monthlyFee: { amount: 1234.56, currency: 'EUR' },
      agreedHours: 12.5,
      contact: { name: 'Maria', salutation: 'Dr. Silva', preferredChannel: 'Phone' },
      cadence: {
        every: 1,
        unit: 'month-weekday',
        nth: 5,
        weekday: 5,
        time: Temporal.PlainTime.from('16:30'),
      } as const,
    };
    const added = await add(db, ws, 'Acme <!channel> شركة 🚀', details);
    expect(await findClient(db, ws, added.id)).toEqual(added);
    expect(added).toMatchObject({
      ...details,
      name: 'Acme <!channel> شركة 🚀',
      status: 'active',
      nextDueAt: due,
    });
  });

  test('is not found from another workspace, nor by something that is not an id', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const added = await add(db, ws, 'Acme');
    expect(await findClient(db, await aWorkspace(db, { U0ANA: {}, U0BEN: {} }), added.id)).toBeNull();
    expect(await findClient(db, ws, "x' or 1=1")).toBeNull();
    expect(await findClient(db, ws, '')).toBeNull();
  });

  test('has a name that no other client of its workspace can take, in any case', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    await add(db, ws, 'Acme');
    await expect(add(db, ws, 'ACME\u200B')).rejects.toMatchObject({ name: 'TakenError', field: 'name' });
    const elsewhere = await add(db, await aWorkspace(db, { U0ANA: {}, U0BEN: {} }), 'ACME');
    expect(elsewhere.name).toBe('ACME');
  });

  test('has a channel that no other client can take until it ends', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const acme = await add(db, ws, 'Acme', { channelId: 'C1' });
    await expect(add(db, ws, 'Zebra', { channelId: 'C1' })).rejects.toMatchObject({ field: 'channel' });
    await db.transaction().execute((trx) => updateClient(trx, { ...acme, status: 'ended' }, now));
    expect(await findClientByChannel(db, ws, 'C1')).toBeNull();
    const zebra = await add(db, ws, 'Zebra', { channelId: 'C1' });
    expect((await findClientByChannel(db, ws, 'C1'))?.id).toBe(zebra.id);
  });

  test('is found by its name in another case', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const added = await add(db, ws, 'Straße');
    expect((await findClientByName(db, ws, 'STRASSE'))?.id).toBe(added.id);
  });
});

describe('a client’s status', () => {
  test('has the time of its end until it is resumed', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const acme = await add(db, ws, 'Acme');
    const later = now.add({ hours: 1 });
    const change = (client: Client, status: ClientStatus, at: Temporal.Instant) =>
      db.transaction().execute((trx) => updateClient(trx, { ...client, status }, at));
    const ended = await change(acme, 'ended', now);
    expect(ended.endedAt).toEqual(now);
    expect((await change(ended, 'ended', later)).endedAt).toEqual(now);
    expect((await change(ended, 'active', later)).endedAt).toBeNull();
  });
});

describe('the list of clients', () => {
  test('is sorted by name, and filtered by owner, cover and status', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    await add(db, ws, 'zebra');
    await add(db, ws, 'Acme', { ownerId: 'U0BEN' });
    await add(db, ws, 'Moon', { status: 'paused', coverId: 'U0BEN' });
    const names = async (which: Parameters<typeof listClients>[2]) =>
      (await listClients(db, ws, which)).map(({ name }) => name);
    expect(await names({})).toEqual(['Acme', 'Moon', 'zebra']);
    expect(await names({ ownedOrCoveredBy: 'U0BEN' })).toEqual(['Acme', 'Moon']);
    expect(await names({ statuses: ['paused', 'ended'] })).toEqual(['Moon']);
    expect(await names({ statuses: [] })).toEqual([]);
  });
});

describe('a contact', () => {
  const note = (client: Client, at: string) =>
    db.transaction().execute(async (trx) => {
      const locked = await lockClient(trx, client.workspaceId, client.id);
      if (!locked) throw new Error('no client');
      const contact = Temporal.Instant.from(at);
      const owner = { timeZone: 'Europe/London', remindAt: null };
      return recordContact(trx, locked, { at: contact, owner }, contact);
    });

  test('plans the next occurrence after it', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const acme = await add(db, ws, 'Acme');
    expect(String(await note(acme, '2026-11-21T12:00:00Z'))).toBe('2026-12-08T09:00:00Z');
    expect(await findClient(db, ws, acme.id)).toMatchObject({
      lastContactAt: Temporal.Instant.from('2026-11-21T12:00:00Z'),
      nextDueAt: Temporal.Instant.from('2026-12-08T09:00:00Z'),
    });
  });

  test('older than the last one changes nothing', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const acme = await add(db, ws, 'Acme');
    await note(acme, '2026-11-21T12:00:00Z');
    const before = await findClient(db, ws, acme.id);
    await note(acme, '2026-11-01T12:00:00Z');
    expect(await findClient(db, ws, acme.id)).toEqual(before);
  });

  test('with a paused client is recorded, and nothing is planned', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    const acme = await add(db, ws, 'Acme', { status: 'paused' });
    expect(await note(acme, '2026-11-21T12:00:00Z')).toBeNull();
    expect((await findClient(db, ws, acme.id))?.lastContactAt).not.toBeNull();
  });

  test('waits for a transaction that has the client locked', async () => {
    const own = await cloneDatabase();
    try {
      const ws = await aWorkspace(own.db, { U0ANA: {}, U0BEN: {} });
      const acme = await add(own.db, ws, 'Acme');
      const order: string[] = [];
      let waiting: Promise<void> | undefined;
      await own.db.transaction().execute(async (trx) => {
        await lockClient(trx, ws, acme.id);
        waiting = own.db.transaction().execute(async (other) => {
          await lockClient(other, ws, acme.id);
          order.push('second');
        });
        while (order.length === 0 && !(await somebodyWaits(own.db))) await setNextDue(trx, ws, acme.id, null);
        order.push('first');
      });
      await waiting;
      expect(order).toEqual(['first', 'second']);
    } finally {
      await own.drop();
    }
  });
});

describe('finding a client by what somebody typed', () => {
  async function three(): Promise<string> {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    await add(db, ws, 'Acme');
    await add(db, ws, 'Acme Design');
    await add(db, ws, 'Northwind');
    return ws;
  }
  const resolve = async (ws: string, text: string) => {
    const resolved = await resolveClient(db, ws, text);
    return 'found' in resolved ? resolved.found.name : resolved.near.map(({ name }) => name);
  };

  test('a full name wins, even where another name begins with it', async () => {
    expect(await resolve(await three(), 'acme')).toBe('Acme');
  });

  test('the beginning of only one name is enough', async () => {
    expect(await resolve(await three(), 'NORTH')).toBe('Northwind');
  });

  test('an ambiguous beginning offers all names that have it', async () => {
    expect(await resolve(await three(), 'ac')).toEqual(['Acme', 'Acme Design']);
  });

  test('a typo offers similar names, and opens none', async () => {
    expect(await resolve(await three(), 'nortwhind')).toEqual(['Northwind']);
    expect(await resolve(await three(), 'design')).toEqual(['Acme Design']);
  });

  test('an unknown name finds nothing', async () => {
    expect(await resolve(await three(), 'zzzzz')).toEqual([]);
  });

  test('an ended client is found by its full name, and does not make a beginning ambiguous', async () => {
    const ws = await aWorkspace(db, { U0ANA: {}, U0BEN: {} });
    await add(db, ws, 'Acme');
    await add(db, ws, 'Acme Old', { status: 'ended' });
    expect(await resolve(ws, 'acm')).toBe('Acme');
    expect(await resolve(ws, 'acme old')).toBe('Acme Old');
    expect(await resolve(ws, 'acme o')).toEqual(['Acme Old', 'Acme']);
  });

  test('a menu offers all clients that have not ended, best matches first', async () => {
    const ws = await three();
    await add(db, ws, 'Ended', { status: 'ended' });
    const names = async (text: string) => (await searchClients(db, ws, text)).map(({ name }) => name);
    expect(await names('')).toEqual(['Acme', 'Acme Design', 'Northwind']);
    expect(await names('des')).toEqual(['Acme Design']);
    expect(await names('ended')).toEqual([]);
  });
});
