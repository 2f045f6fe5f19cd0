/** How a client stands in its table. */
import type { Insertable, Selectable } from 'kysely';
import type { ClientTable } from '../storage/tables.ts';
import { type Client, type ClientDetails, nameKey } from './rules.ts';

export function toColumns(details: ClientDetails) {
  return {
    name: details.name,
    name_key: nameKey(details.name),
    owner_id: details.ownerId,
    cover_id: details.coverId,
    channel_id: details.channelId,
    cadence_every: details.cadence.every,
    cadence_unit: details.cadence.unit,
    cadence_weekday: details.cadence.weekday,
    cadence_time: details.cadence.time,
    longest_gap_days: details.longestGapDays,
    monthly_value: details.monthlyValue?.amount ?? null,
    currency: details.monthlyValue?.currency ?? null,
    agreed_hours: details.agreedHours,
    contact_name: details.contact.name,
    contact_address: details.contact.address,
    contact_reach: details.contact.reach,
  } satisfies Partial<Insertable<ClientTable>>;
}

export function toClient(row: Selectable<ClientTable>): Client {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    status: row.status,
    ownerId: row.owner_id,
    coverId: row.cover_id,
    channelId: row.channel_id,
    cadence: {
      every: row.cadence_every,
      unit: row.cadence_unit,
      weekday: row.cadence_weekday,
      time: row.cadence_time,
    },
    longestGapDays: row.longest_gap_days,
    monthlyValue:
      row.monthly_value === null || row.currency === null
        ? null
        : { amount: row.monthly_value, currency: row.currency },
    agreedHours: row.agreed_hours,
    contact: { name: row.contact_name, address: row.contact_address, reach: row.contact_reach },
    questionNumber: row.question_number,
    nextDueAt: row.next_due_at,
    lastContactAt: row.last_contact_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    endedAt: row.ended_at,
  };
}
