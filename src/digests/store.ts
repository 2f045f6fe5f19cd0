import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Database, Transaction } from '../storage/database.ts';
import type { DigestTable } from '../storage/tables.ts';
import {
  type Bands,
  type Digest,
  type DigestPart,
  isDigestPart,
  isSameSchedule,
  nextDigest,
  type Planned,
  type Schedule,
} from './rules.ts';

/** Turns a channel's digest on. An occurrence that is due and not yet posted is kept, unless the schedule changes. */
export async function turnOn(
  trx: Transaction,
  workspaceId: string,
  { channelId, schedule, muted }: { channelId: string; schedule: Schedule; muted: readonly DigestPart[] },
  now: Temporal.Instant,
): Promise<Digest> {
  const before = await trx
    .selectFrom('digests')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .forUpdate()
    .executeTakeFirst();
  const kept = before && isSameSchedule(toDigest(before).schedule, schedule) ? before.next_due_at : null;
  const values = {
    weekday: schedule.weekday,
    local_time: schedule.time,
    time_zone: schedule.timeZone,
    muted_parts: [...muted],
    next_due_at: kept ?? nextDigest(schedule, now),
  };
  const row = await trx
    .insertInto('digests')
    .values({ workspace_id: workspaceId, channel_id: channelId, created_at: now, ...values })
    .onConflict((oc) => oc.columns(['workspace_id', 'channel_id']).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toDigest(row);
}

/** Turns a channel's digest off, if it has one; its schedule is remembered. */
export async function turnOff(trx: Transaction, workspaceId: string, channelId: string): Promise<void> {
  await trx
    .updateTable('digests')
    .set({ next_due_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .execute();
}

export async function digestOfChannel(
  db: Database,
  workspaceId: string,
  channelId: string,
): Promise<Digest | null> {
  const row = await db
    .selectFrom('digests')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst();
  return row ? toDigest(row) : null;
}

/** What a person leaves out of the digests that they ask for themselves. */
export async function ownMuted(db: Database, workspaceId: string, userId: string): Promise<DigestPart[]> {
  const row = await db
    .selectFrom('people')
    .select('muted_parts')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', userId)
    .executeTakeFirst();
  return (row?.muted_parts ?? []).filter(isDigestPart);
}

export async function setOwnMuted(
  trx: Transaction,
  workspaceId: string,
  userId: string,
  muted: readonly DigestPart[],
): Promise<void> {
  await trx
    .updateTable('people')
    .set({ muted_parts: [...muted] })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', userId)
    .execute();
}

/** Those that are due at `now`, in every workspace. */
export async function dueDigests(db: Database, now: Temporal.Instant): Promise<Digest[]> {
  const rows = await db
    .selectFrom('digests')
    .selectAll()
    .where('next_due_at', '<=', now)
    .orderBy('next_due_at')
    .execute();
  return rows.map(toDigest);
}

/** Locks a digest if it is still due then; null when it is not, or another process has it. */
export async function lockDue(
  trx: Transaction,
  digest: Digest,
  now: Temporal.Instant,
): Promise<Digest | null> {
  const row = await trx
    .selectFrom('digests')
    .selectAll()
    .where('workspace_id', '=', digest.workspaceId)
    .where('id', '=', digest.id)
    .where('next_due_at', '<=', now)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ? toDigest(row) : null;
}

/** Notes an occurrence with what it will be compared with, and moves the digest on to its next. */
export async function addPost(
  trx: Transaction,
  digest: Digest,
  post: { occurrenceAt: Temporal.Instant; deliveryId: string; bands: Bands },
  now: Temporal.Instant,
): Promise<void> {
  await trx
    .insertInto('digest_posts')
    .values({
      workspace_id: digest.workspaceId,
      digest_id: digest.id,
      occurrence_at: post.occurrenceAt,
      delivery_id: post.deliveryId,
      bands: JSON.stringify(post.bands),
      created_at: now,
    })
    .execute();
  await trx
    .updateTable('digests')
    .set({ next_due_at: nextDigest(digest.schedule, now) })
    .where('workspace_id', '=', digest.workspaceId)
    .where('id', '=', digest.id)
    .execute();
}

export interface Post extends Planned {
  digest: Digest;
  occurrenceAt: Temporal.Instant;
}

export async function postOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<Post | null> {
  const row = await db
    .selectFrom('digest_posts')
    .innerJoin('digests', (join) =>
      join
        .onRef('digests.workspace_id', '=', 'digest_posts.workspace_id')
        .onRef('digests.id', '=', 'digest_posts.digest_id'),
    )
    .selectAll('digests')
    .select(['digest_posts.occurrence_at', 'digest_posts.created_at as planned_at', 'digest_posts.bands'])
    .where('digest_posts.workspace_id', '=', workspaceId)
    .where('digest_posts.delivery_id', '=', deliveryId)
    .executeTakeFirst();
  return row
    ? {
        digest: toDigest(row),
        occurrenceAt: row.occurrence_at,
        plannedAt: row.planned_at,
        bands: readBands(row.bands),
      }
    : null;
}

/** The last digest before `before` that the channel has really seen. */
export async function lastSeenPost(
  db: Database,
  digest: Pick<Digest, 'workspaceId' | 'id'>,
  before: Temporal.Instant,
): Promise<Planned | null> {
  const row = await db
    .selectFrom('digest_posts')
    .innerJoin('deliveries', (join) =>
      join
        .onRef('deliveries.workspace_id', '=', 'digest_posts.workspace_id')
        .onRef('deliveries.id', '=', 'digest_posts.delivery_id'),
    )
    .select(['digest_posts.created_at', 'digest_posts.bands'])
    .where('digest_posts.workspace_id', '=', digest.workspaceId)
    .where('digest_posts.digest_id', '=', digest.id)
    .where('digest_posts.occurrence_at', '<', before)
    .where('deliveries.status', '=', 'sent')
    .orderBy('digest_posts.occurrence_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { plannedAt: row.created_at, bands: readBands(row.bands) } : null;
}

const bandsSchema = z.record(z.string(), z.enum(['healthy', 'watch', 'at-risk', 'unknown']));

/** Bands that this version does not know count as nothing to compare with. */
function readBands(column: unknown): Bands {
  const read = bandsSchema.safeParse(column);
  return read.success ? read.data : {};
}

function toDigest(row: Selectable<DigestTable>): Digest {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    channelId: row.channel_id,
    schedule: { weekday: row.weekday, time: row.local_time, timeZone: row.time_zone },
    muted: row.muted_parts.filter(isDigestPart),
    nextDueAt: row.next_due_at,
  };
}
