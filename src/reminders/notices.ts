import { z } from 'zod';
import { addDelivery } from '../slack/delivery-store.ts';
import type { Database, Transaction } from '../storage/database.ts';

const ids = z.array(z.string());

/** What each kind of notice is about: ids, and days. What they are called is looked up when the message is made. */
export const SUBJECTS = {
  /** To whoever stands in for `ownerId`, with the last day of it where that is known. */
  cover: z.object({ ownerId: z.string(), clientIds: ids, lastDay: z.iso.date().nullable() }),
  /** To the one who gave the clients away and the one who has them now. */
  'handed-over': z.object({ fromId: z.string(), toId: z.string(), byId: z.string(), clientIds: ids }),
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
} as const;

export type NoticeKind = keyof typeof SUBJECTS;
export type Subject<K extends NoticeKind> = z.infer<(typeof SUBJECTS)[K]>;

export type Notice = {
  [K in NoticeKind]: { personId: string; kind: K; subject: Subject<K>; createdAt: Temporal.Instant };
}[NoticeKind];

/**
 * Owes a person one message, in the transaction of what it tells about. Told again under the same `key`, nothing
 * happens, however many processes try.
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
  const deliveryId = await addDelivery(trx, workspaceId, 'notice', personId, now);
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

/** @throws ZodError for a row whose subject is not of its kind. */
export async function noticeOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<Notice | null> {
  const row = await db
    .selectFrom('notices')
    .select(['person_id', 'kind', 'subject', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) return null;
  const { person_id: personId, kind, created_at: createdAt } = row;
  return { personId, kind, subject: SUBJECTS[kind].parse(row.subject), createdAt } as Notice;
}
