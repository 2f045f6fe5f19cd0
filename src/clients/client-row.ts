/** A client and its row in the table. */
import type { ClientRow, NewClientRow } from '../storage/tables.ts';
import { type Cadence, fromCadenceColumns, toCadenceColumns } from './cadence/rules.ts';
import { type Client, type ClientDetails, nameKey } from './rules.ts';

export function toColumns(details: ClientDetails) {
  return {
    name: details.name,
    name_key: nameKey(details.name),
    owner_id: details.ownerId,
    cover_id: details.coverId,
    channel_id: details.channelId,
    ...cadenceColumns(details.cadence),
    longest_gap_days: details.longestGapDays,
    monthly_fee: details.monthlyFee?.amount ?? null,
    currency: details.monthlyFee?.currency ?? null,
    agreed_hours: details.agreedHours,
    contact_name: details.contact.name,
    contact_salutation: details.contact.salutation,
    contact_preferred_channel: details.contact.preferredChannel,
  } satisfies Partial<NewClientRow>;
}

export function toClient(row: ClientRow): Client {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    status: row.status,
    pausedFrom: row.paused_from,
    ownerId: row.owner_id,
    coverId: row.cover_id,
    channelId: row.channel_id,
    cadence: toCadence(row),
    longestGapDays: row.longest_gap_days,
    monthlyFee:
      row.monthly_fee === null || row.currency === null
        ? null
        : { amount: row.monthly_fee, currency: row.currency },
    agreedHours: row.agreed_hours,
    contact: {
      name: row.contact_name,
      salutation: row.contact_salutation,
      preferredChannel: row.contact_preferred_channel,
    },
    questionNumber: row.question_number,
    nextDueAt: row.next_due_at,
    lastContactAt: row.last_contact_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    endedAt: row.ended_at,
  };
}

function cadenceColumns(cadence: Cadence) {
  const { weekdays, nth, day } = toCadenceColumns(cadence);
  return {
    cadence_every: cadence.every,
    cadence_unit: cadence.unit,
    cadence_weekdays: weekdays,
    cadence_nth: nth,
    cadence_day: day,
    cadence_time: cadence.time,
  };
}

function toCadence(row: ClientRow): Cadence {
  const days = fromCadenceColumns(row.cadence_unit, row.cadence_every, {
    weekdays: row.cadence_weekdays,
    nth: row.cadence_nth,
    day: row.cadence_day,
  });
  return { ...days, time: row.cadence_time };
}
