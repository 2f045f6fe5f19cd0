import type { Selectable } from 'kysely';
import { z } from 'zod';
import { BANDS } from '../health/score/rules.ts';
import type { Database, Transaction } from '../storage/database.ts';
import type { DigestTable } from '../storage/tables.ts';
import {
  type BandByClient,
  type Digest,
  type DigestSection,
  isSameSchedule,
  nextDigestAt,
  type PlannedDigest,
} from './rules.ts';

/** Turns a channel's digest on. An occurrence that is due but not posted yet is kept, unless the schedule changes. */
export async function enableDigest(
  trx: Transaction,
  workspaceId: string,
  { channelId, schedule, hiddenSections }: Pick<Digest, 'channelId' | 'schedule' | 'hiddenSections'>,
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
    hidden_sections: [...hiddenSections],
    next_due_at: kept ?? nextDigestAt(schedule, now),
  };
  const row = await trx
    .insertInto('digests')
    .values({ workspace_id: workspaceId, channel_id: channelId, created_at: now, ...values })
    .onConflict((oc) => oc.columns(['workspace_id', 'channel_id']).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toDigest(row);
}

/** Turns a channel's digest off, if it has one; its schedule stays. */
export async function disableDigest(trx: Transaction, workspaceId: string, channelId: string): Promise<void> {
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

/** What a person hides in the digests they ask for. */
export async function ownHiddenSections(
  db: Database,
  workspaceId: string,
  userId: string,
): Promise<DigestSection[]> {
  const row = await db
    .selectFrom('people')
    .select('hidden_sections')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', userId)
    .executeTakeFirst();
  return row?.hidden_sections ?? [];
}

export async function setOwnHiddenSections(
  trx: Transaction,
  workspaceId: string,
  userId: string,
  hiddenSections: readonly DigestSection[],
): Promise<void> {
  await trx
    .updateTable('people')
    .set({ hidden_sections: [...hiddenSections] })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', userId)
    .execute();
}

/** In every workspace. */
export async function findDueDigests(db: Database, now: Temporal.Instant): Promise<Digest[]> {
  const rows = await db
    .selectFrom('digests')
    .selectAll()
    .where('next_due_at', '<=', now)
    .orderBy('next_due_at')
    .execute();
  return rows.map(toDigest);
}

/** Null when the digest is not due any more, or another process has locked it. */
export async function lockDueDigest(
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

/** Records an occurrence with its bands, and moves the digest on to the next. */
export async function addDigestPost(
  trx: Transaction,
  digest: Digest,
  post: { occurrenceAt: Temporal.Instant; deliveryId: string; bands: BandByClient },
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
    .set({ next_due_at: nextDigestAt(digest.schedule, now) })
    .where('workspace_id', '=', digest.workspaceId)
    .where('id', '=', digest.id)
    .execute();
}

export interface DigestPost extends PlannedDigest {
  digest: Digest;
  occurrenceAt: Temporal.Instant;
}

export async function postOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<DigestPost | null> {
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

/** The last digest before `before` that Slack has taken. */
export async function lastSeenDigest(
  db: Database,
  digest: Pick<Digest, 'workspaceId' | 'id'>,
  before: Temporal.Instant,
): Promise<PlannedDigest | null> {
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

const bandsSchema = z.record(z.string(), z.enum(BANDS));

/** None for bands that this version does not know: there is nothing to compare with. */
function readBands(column: unknown): BandByClient {
  const read = bandsSchema.safeParse(column);
  return read.success ? read.data : {};
}

function toDigest(row: Selectable<DigestTable>): Digest {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    channelId: row.channel_id,
    schedule: { weekday: row.weekday, time: row.local_time, timeZone: row.time_zone },
    hiddenSections: row.hidden_sections,
    nextDueAt: row.next_due_at,
  };
}
