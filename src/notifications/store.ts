import type { Selectable } from 'kysely';
import { z } from 'zod';
import { addDelivery, invalidateMessages } from '../slack/outbound/delivery-store.ts';
import type { Database, Transaction } from '../storage/database.ts';
import type { NoticeTable } from '../storage/tables.ts';

const ids = z.array(z.string());

/** What each kind of notice is about: ids, and days. What they are called is looked up when the message is made. */
export const SUBJECTS = {
  /** To whoever stands in for `ownerId`, with the last day of it where that is known. */
  cover: z.object({ ownerId: z.string(), clientIds: ids, lastDay: z.iso.date().nullable() }),
  /** To whoever is going to stand in for `ownerId`, once that one has noted it; both days included. */
  'cover-ahead': z.object({
    ownerId: z.string(),
    clientIds: ids,
    firstDay: z.iso.date(),
    lastDay: z.iso.date(),
  }),
  /** To whoever was told that they stand in for `ownerId`, and now do not. */
  'cover-off': z.object({
    ownerId: z.string(),
    clientIds: ids,
    firstDay: z.iso.date(),
    lastDay: z.iso.date(),
  }),
  /** To the one who gave the clients away and the one who has them now; nobody did it where the owner has left. */
  'handed-over': z.object({
    fromId: z.string(),
    toId: z.string(),
    byId: z.string().nullable(),
    clientIds: ids,
  }),
  /** To the cover or the lead: prompts to which nobody has replied. */
  unanswered: z.object({ promptIds: ids }),
  /** To the lead: whom Slack does not let us write to, and whose clients these are. */
  undeliverable: z.object({ personId: z.string(), clientIds: ids }),
  /** To the lead: an owner who has left, whose clients went to their cover, and those who have nobody. */
  'owner-left': z.object({
    ownerId: z.string(),
    given: z.array(z.object({ clientId: z.string(), toId: z.string() })),
    clientIds: ids,
  }),
  /** To the owner whose clients have changed weekdays; ISO weekdays. */
  spread: z.object({
    moves: z.array(z.object({ clientId: z.string(), from: z.number().int(), to: z.number().int() })),
    undone: z.boolean(),
  }),
} as const;

export type NoticeKind = keyof typeof SUBJECTS;
export type Subject<K extends NoticeKind> = z.infer<(typeof SUBJECTS)[K]>;

export type Notice = {
  [K in NoticeKind]: { id: string; personId: string; kind: K; subject: Subject<K> };
}[NoticeKind];

/**
 * Owes a person one message, in the transaction of what it tells about; it goes within their hours, unless it tells them
 * what they have just done themselves. Told again under the same `key`, nothing happens, however many processes try.
 *
 * @param key what makes it the same notice again, such as `unanswered 2026-11-24`.
 * @returns whether this was the first time.
 */
export async function notify<K extends NoticeKind>(
  trx: Transaction,
  workspaceId: string,
  personId: string,
  kind: K,
  key: string,
  subject: Subject<K>,
  now: Temporal.Instant,
): Promise<boolean> {
  const known = await trx
    .selectFrom('notices')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (known) return false;
  const atOnce = isTheirOwnDoing(personId, kind, subject);
  const message = { kind: 'notice', destination: personId, atOnce } as const;
  const deliveryId = await addDelivery(trx, workspaceId, message, now);
  const added = await trx
    .insertInto('notices')
    .values({
      workspace_id: workspaceId,
      person_id: personId,
      kind,
      key,
      subject: JSON.stringify(subject),
      delivery_id: deliveryId,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'person_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added) return true;
  await trx
    .deleteFrom('deliveries')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', deliveryId)
    .execute();
  return false;
}

/** Whether it answers what that person has just done: at whatever hour, they are there. */
function isTheirOwnDoing(personId: string, kind: NoticeKind, subject: Subject<NoticeKind>): boolean {
  return kind === 'spread' || ('byId' in subject && subject.byId === personId);
}

/** @throws ZodError for a row whose subject is not of its kind. */
export async function noticeOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<Notice | null> {
  const row = await db
    .selectFrom('notices')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  return row ? toNotice(row) : null;
}

/** What a person was told under `key`; null when they were not. */
export async function findNotice<K extends NoticeKind>(
  db: Database,
  workspaceId: string,
  personId: string,
  kind: K,
  key: string,
): Promise<Extract<Notice, { kind: K }> | null> {
  const row = await db
    .selectFrom('notices')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? (toNotice(row) as Extract<Notice, { kind: K }>) : null;
}

/** One notice of one person. */
interface NoticeKey {
  workspaceId: string;
  personId: string;
  id: string;
}

/** Locks a notice. @returns what it is about; null where this person has no such notice of this kind. */
export async function lockNotice<K extends NoticeKind>(
  trx: Transaction,
  { workspaceId, personId, id }: NoticeKey,
  kind: K,
): Promise<Subject<K> | null> {
  if (!z.guid().safeParse(id).success) return null;
  const row = await trx
    .selectFrom('notices')
    .select('subject')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirst();
  return row ? (SUBJECTS[kind].parse(row.subject) as Subject<K>) : null;
}

/** Changes what a notice is about; its message follows. */
export async function changeNotice<K extends NoticeKind>(
  trx: Transaction,
  { workspaceId, personId, id }: NoticeKey,
  kind: K,
  subject: Subject<K>,
): Promise<void> {
  const { delivery_id } = await trx
    .updateTable('notices')
    .set({ subject: JSON.stringify(subject) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .returning('delivery_id')
    .executeTakeFirstOrThrow();
  await invalidateMessages(trx, workspaceId, [delivery_id]);
}

function toNotice({ id, person_id: personId, kind, subject }: Selectable<NoticeTable>): Notice {
  return { id, personId, kind, subject: SUBJECTS[kind].parse(subject) } as Notice;
}
