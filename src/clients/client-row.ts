/** How a client stands in its table. */
import type { Insertable, Selectable } from 'kysely';
import type { ClientTable } from '../storage/tables.ts';
import type { Cadence, Nth } from './cadence/rules.ts';
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
    contact_salutation: details.contact.address,
    contact_preferred_channel: details.contact.reach,
  } satisfies Partial<Insertable<ClientTable>>;
}

export function toClient(row: Selectable<ClientTable>): Client {
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
      address: row.contact_salutation,
      reach: row.contact_preferred_channel,
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
  return {
    cadence_every: cadence.every,
    cadence_unit: cadence.unit,
    cadence_weekdays: weekdaysOf(cadence),
    cadence_nth: cadence.unit === 'month-weekday' ? cadence.nth : null,
    cadence_day: cadence.unit === 'month-day' ? cadence.day : null,
    cadence_time: cadence.time,
  };
}

function weekdaysOf(cadence: Cadence): number[] {
  switch (cadence.unit) {
    case 'week':
      return [...cadence.weekdays];
    case 'month-weekday':
      return [cadence.weekday];
    case 'month-day':
      return [];
  }
}

/** The columns that a unit needs are there by a check of the table. */
function toCadence(row: Selectable<ClientTable>): Cadence {
  const rhythm = { every: row.cadence_every, time: row.cadence_time };
  const weekdays = row.cadence_weekdays;
  switch (row.cadence_unit) {
    case 'week':
      return { ...rhythm, unit: 'week', weekdays };
    case 'month-weekday':
      return { ...rhythm, unit: 'month-weekday', nth: row.cadence_nth as Nth, weekday: weekdays[0] ?? 1 };
    case 'month-day':
      return { ...rhythm, unit: 'month-day', day: row.cadence_day ?? 1 };
  }
}
