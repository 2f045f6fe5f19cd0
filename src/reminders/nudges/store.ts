import type { Database } from '../../storage/database.ts';

/** The nudge that a delivery carries. */
export async function nudgeOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<{ number: number; roundDeliveryId: string; isSent: boolean } | null> {
  const row = await db
    .selectFrom('nudges')
    .innerJoin('rounds', 'rounds.id', 'nudges.round_id')
    .innerJoin('deliveries', 'deliveries.id', 'nudges.delivery_id')
    .select(['nudges.number', 'rounds.delivery_id', 'deliveries.status'])
    .where('nudges.workspace_id', '=', workspaceId)
    .where('nudges.delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) return null;
  return { number: row.number, roundDeliveryId: row.delivery_id, isSent: row.status === 'sent' };
}
