import { beforeEach, describe, expect, it } from 'vitest';
import type { Sentiment } from '../../src/check-ins/rules.ts';
import type { Cadence } from '../../src/clients/cadence/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { planDigests } from '../../src/digests/plan-digests.ts';
import { renderDigest } from '../../src/digests/render-digest.ts';
import { saveSettings } from '../../src/digests/save-settings.ts';
import { digestOfChannel, lastSeenDigest, lockDueDigest } from '../../src/digests/store.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { addSomeCheckIn } from '../check-ins/workspace.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();

/** Friday. */
const START = Temporal.Instant.from('2026-11-20T12:00:00Z');
const schedule = { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: 'Etc/UTC' };
const FIRST = Temporal.Instant.from('2026-11-23T09:00:00Z');
const SECOND = Temporal.Instant.from('2026-11-30T09:00:00Z');

const at = (instant: Temporal.Instant): Clock => ({ now: () => instant });
const depsAt = (instant: Temporal.Instant) => ({ db: database.db, clock: at(instant) });
const later = (instant: Temporal.Instant, minutes: number) => instant.add({ minutes });

async function turn(isOn: boolean, now: Temporal.Instant, but: Partial<typeof schedule> = {}) {
  return saveSettings(
    depsAt(now),
    { workspaceId: ID.team, userId: ID.ana },
    {
      digest: { channelId: ID.leads, isOn, schedule: { ...schedule, ...but }, hiddenSections: [] },
      ownHiddenSections: null,
      defaultTimeZone: 'Etc/UTC',
      defaultCurrency: 'EUR',
    },
  );
}

async function posts() {
  return database.db
    .selectFrom('digest_posts')
    .innerJoin('deliveries', 'deliveries.id', 'digest_posts.delivery_id')
    .select(['occurrence_at', 'delivery_id', 'deliveries.destination', 'bands'])
    .orderBy('occurrence_at')
    .execute();
}

async function markAll(status: 'sent' | 'failed') {
  await database.db
    .updateTable('deliveries')
    .set(status === 'sent' ? { status, message_ts: '1.1', channel_id: ID.leads } : { status })
    .execute();
}

async function addClient(name: string, clientSentiment: Sentiment | null): Promise<Client> {
  const cadence: Cadence = { every: 2, unit: 'week', weekdays: [2], time: schedule.time };
  const client = await seedClient(database.db, name, { nextDueAt: null, longestGapDays: 300, cadence });
  await database.db.updateTable('clients').set({ last_contact_at: START }).execute();
  if (clientSentiment) await checkIn(client, clientSentiment, START);
  return client;
}

function checkIn(client: Client, clientSentiment: Sentiment, at: Temporal.Instant): Promise<void> {
  return addSomeCheckIn(database.db, client, { clientSentiment, ourImpression: 4 }, at);
}

beforeEach(async () => {
  const { db } = database;
  await db.deleteFrom('clients').execute();
  await db.deleteFrom('workspaces').execute();
  await seedAgency(db);
});

describe('planning digests', () => {
  it('adds one delivery when a digest is due, and moves it on to next week', async () => {
    await turn(true, START);
    await planDigests(depsAt(later(FIRST, -1)));
    expect(await posts()).toEqual([]);
    await planDigests(depsAt(later(FIRST, 1)));
    expect(await posts()).toMatchObject([{ occurrence_at: FIRST, destination: ID.leads }]);
    expect((await digestOfChannel(database.db, ID.team, ID.leads))?.nextDueAt).toEqual(SECOND);
  });

  it('adds it once, however many processes plan at once', async () => {
    await turn(true, START);
    const clock = at(later(FIRST, 1));
    await Promise.all([1, 2, 3, 4].map(() => planDigests({ db: database.db, clock })));
    await planDigests({ db: database.db, clock });
    expect(await posts()).toHaveLength(1);
  });

  it('skips a digest that another process is planning', async () => {
    const digest = await turn(true, START);
    if (!digest) throw new Error('There is no digest');
    await database.db.transaction().execute(async (trx) => {
      expect(await lockDueDigest(trx, digest, later(FIRST, 1))).toMatchObject({ id: digest.id });
      await planDigests(depsAt(later(FIRST, 1)));
    });
    expect(await posts()).toEqual([]);
  });

  it('skips a digest that another process has just planned', async () => {
    const digest = await turn(true, START);
    if (!digest) throw new Error('There is no digest');
    await planDigests(depsAt(later(FIRST, 1)));
    const locked = await database.db
      .transaction()
      .execute((trx) => lockDueDigest(trx, digest, later(FIRST, 1)));
    expect(locked).toBeNull();
  });

  it('posts once after an outage of three weeks', async () => {
    await turn(true, START);
    const back = Temporal.Instant.from('2026-12-09T12:00:00Z');
    await planDigests(depsAt(back));
    await planDigests(depsAt(back));
    expect(await posts()).toHaveLength(1);
    expect((await digestOfChannel(database.db, ID.team, ID.leads))?.nextDueAt?.toString()).toBe(
      '2026-12-14T09:00:00Z',
    );
  });

  it('posts nothing after the digest is turned off, and keeps the schedule', async () => {
    await turn(true, START);
    expect((await turn(false, START))?.nextDueAt).toBeNull();
    await planDigests(depsAt(SECOND));
    expect(await posts()).toEqual([]);
    expect((await digestOfChannel(database.db, ID.team, ID.leads))?.schedule.weekday).toBe(1);
  });

  it('keeps an occurrence that is due when the same settings are saved again', async () => {
    await turn(true, START);
    await turn(true, later(FIRST, 1));
    await planDigests(depsAt(later(FIRST, 2)));
    expect(await posts()).toMatchObject([{ occurrence_at: FIRST }]);
  });

  it('follows a new schedule at once', async () => {
    await turn(true, START);
    expect((await turn(true, START, { weekday: 6 }))?.nextDueAt?.toString()).toBe('2026-11-21T09:00:00Z');
  });
});

describe('a planned digest', () => {
  it('reports what changed since the last one that the channel saw', async () => {
    const acme = await addClient('Acme', 4);
    await addClient('Birch', 4);
    await turn(true, START);
    await planDigests(depsAt(FIRST));
    await markAll('sent');
    await checkIn(acme, 1, later(FIRST, 60));
    await planDigests(depsAt(SECOND));
    const [, second] = await posts();
    const message = await renderDigest(depsAt(SECOND))(ID.team, second?.delivery_id ?? '');
    expect(message?.text).toContain('Changed: Acme.');
    expect(JSON.stringify(message?.blocks)).toContain('from healthy to 🔴 at risk');
  });

  it('looks back past one that never arrived', async () => {
    const acme = await addClient('Acme', 4);
    await turn(true, START);
    await planDigests(depsAt(FIRST));
    await markAll('sent');
    await checkIn(acme, 1, later(FIRST, 60));
    await planDigests(depsAt(SECOND));
    await database.db
      .updateTable('deliveries')
      .set({ status: 'failed' })
      .where('status', '=', 'pending')
      .execute();
    const third = Temporal.Instant.from('2026-12-07T09:00:00Z');
    const digest = await digestOfChannel(database.db, ID.team, ID.leads);
    expect(
      (await lastSeenDigest(database.db, digest ?? { workspaceId: '', id: '' }, third))?.plannedAt,
    ).toEqual(FIRST);
    await planDigests(depsAt(third));
    const message = await renderDigest(depsAt(third))(ID.team, (await posts())[2]?.delivery_id ?? '');
    expect(message?.text).toContain('Changed: Acme.');
  });

  it('reports praise once, even after one that came late', async () => {
    const acme = await addClient('Acme', null);
    await turn(true, START);
    await checkIn(acme, 5, later(SECOND, -60));
    await planDigests(depsAt(SECOND));
    await markAll('sent');
    const third = Temporal.Instant.from('2026-12-07T09:00:00Z');
    await planDigests(depsAt(third));
    const [first, second] = await posts();
    const textAt = async (when: Temporal.Instant, deliveryId = '') =>
      (await renderDigest(depsAt(when))(ID.team, deliveryId))?.text;
    expect(await textAt(SECOND, first?.delivery_id)).toContain('1 piece of good news.');
    expect(await textAt(third, second?.delivery_id)).not.toContain('good news');
  });

  it('leaves what was learned after its planning to the next one, even when it is sent late', async () => {
    const acme = await addClient('Acme', null);
    await turn(true, START);
    await planDigests(depsAt(FIRST));
    await checkIn(acme, 5, later(FIRST, 30));
    const [first] = await posts();
    const late = await renderDigest(depsAt(later(FIRST, 60)))(ID.team, first?.delivery_id ?? '');
    await markAll('sent');
    await planDigests(depsAt(SECOND));
    const next = await renderDigest(depsAt(SECOND))(ID.team, (await posts())[1]?.delivery_id ?? '');
    expect(late?.text).not.toContain('good news');
    expect(next?.text).toContain('1 piece of good news.');
  });

  it('reports the last week’s praise, the first time', async () => {
    const acme = await addClient('Acme', null);
    await turn(true, START);
    await checkIn(acme, 5, FIRST.subtract({ hours: 8 * 24 }));
    await checkIn(acme, 5, FIRST.subtract({ hours: 6 * 24 }));
    await planDigests(depsAt(FIRST));
    const message = await renderDigest(depsAt(FIRST))(ID.team, (await posts())[0]?.delivery_id ?? '');
    expect(message?.text).toContain('1 piece of good news.');
  });

  it('reports no changes, the first time', async () => {
    await addClient('Acme', 1);
    await turn(true, START);
    await planDigests(depsAt(FIRST));
    const message = await renderDigest(depsAt(FIRST))(ID.team, (await posts())[0]?.delivery_id ?? '');
    expect(message?.text).toContain('At risk: Acme.');
    expect(message?.text).not.toContain('Changed');
  });

  it('belongs to one workspace', async () => {
    await addClient('Acme', 1);
    await turn(true, START);
    await planDigests(depsAt(FIRST));
    expect(await renderDigest(depsAt(FIRST))('T2', (await posts())[0]?.delivery_id ?? '')).toBeNull();
  });
});
