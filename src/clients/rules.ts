import type { Person } from '../people/rules.ts';
import { daysBetween, wholeDaysBetween } from '../runtime/clock.ts';
import {
  type Cadence,
  type CadenceDays,
  dueAfterContact,
  firstDue,
  usualLongestGap,
  withOwnerTime,
} from './cadence/rules.ts';

/** Statuses of clients for whom reminders are planned. */
export const ASKED_STATUSES = ['prospect', 'active', 'leaving'] as const;
export type AskedStatus = (typeof ASKED_STATUSES)[number];

/** Statuses of clients whom we still serve; ended ones are kept for the record. */
export const CURRENT_STATUSES = [...ASKED_STATUSES, 'paused'] as const;
export type CurrentStatus = (typeof CURRENT_STATUSES)[number];

/** @internal */
export const CLIENT_STATUSES = [...CURRENT_STATUSES, 'ended'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

/** What people say about a client: everything the modal asks for. */
export interface ClientDetails {
  name: string;
  ownerId: string;
  coverId: string | null;
  /** Our internal channel about this client. */
  channelId: string | null;
  cadence: Cadence;
  /** The longest acceptable gap between contacts, in days. */
  longestGapDays: number;
  /** The currency is an ISO 4217 code. */
  monthlyFee: { amount: number; currency: string } | null;
  /** A month. */
  agreedHours: number | null;
  contact: { name: string | null; salutation: string | null; preferredChannel: string | null };
}

/** An organisation we serve. */
export interface Client extends ClientDetails {
  id: string;
  workspaceId: string;
  status: ClientStatus;
  /** What a paused client was before, where that is known; null unless the status is `paused`. */
  pausedFrom: AskedStatus | null;
  /** The open question to ask next. */
  questionNumber: number;
  /** The next occurrence; null while the client is not asked about. */
  nextDueAt: Temporal.Instant | null;
  lastContactAt: Temporal.Instant | null;
  createdAt: Temporal.Instant;
  updatedAt: Temporal.Instant;
  /** Null unless the status is `ended`. */
  endedAt: Temporal.Instant | null;
}

/** What about an owner decides when a client's occurrences come. */
export type OwnTime = Pick<Person, 'timeZone' | 'remindAt'>;

/** What a new client's modal holds at first: only the name has to be typed. */
export function newClientDetails(ownerId: string, name: string): ClientDetails {
  const days: CadenceDays = { every: 2, unit: 'week', weekdays: [2] };
  return {
    name,
    ownerId,
    coverId: null,
    channelId: null,
    cadence: { ...days, time: Temporal.PlainTime.from('09:00') },
    longestGapDays: usualLongestGap(days),
    monthlyFee: null,
    agreedHours: null,
    contact: { name: null, salutation: null, preferredChannel: null },
  };
}

/** In UTF-16 units. */
export const NAME_MAX = 80;

/** The most that each may be. Postgres's columns hold a little more. */
export const BOUNDS = {
  longestGapDays: 730,
  monthlyFee: 999_999_999,
  agreedHours: 10_000,
  /** In UTF-16 units. */
  contactText: 200,
} as const;

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Whether `code` is a currency of ISO 4217, in capitals. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/**
 * Folds a name for comparison: two names with the same key are the same client. Case, width, spacing and invisible
 * characters make no difference. Empty for a name without visible characters.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Control}]/gu, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Whether reminders are planned for a client of this status. */
export function isAsked(status: ClientStatus): status is AskedStatus {
  return ASKED_STATUSES.some((asked) => asked === status);
}

/**
 * When to ask next after a client's cadence, owner or status has changed: as long after the last contact as the cadence
 * says, or at the cadence's first day and time from `now` on where that is past. Null for a client who is not asked about.
 */
export function dueAfterChange(
  client: { status: ClientStatus; cadence: Cadence; lastContactAt: Temporal.Instant | null },
  owner: OwnTime,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (!isAsked(client.status)) return null;
  const { lastContactAt } = client;
  const cadence = withOwnerTime(client.cadence, owner);
  const next = lastContactAt && dueAfterContact(cadence, owner.timeZone, lastContactAt);
  return next && Temporal.Instant.compare(next, now) > 0 ? next : firstDue(cadence, owner.timeZone, now);
}

/** Whole days since anybody spoke with the client; since the client was added when nobody ever did. */
export function daysOfSilence(client: Client, now: Temporal.Instant): number {
  return wholeDaysBetween(client.lastContactAt ?? client.createdAt, now);
}

/** Whether nobody has spoken with the client for longer than is acceptable. */
export function isSilentTooLong(
  { lastContactAt, createdAt, longestGapDays }: Client,
  now: Temporal.Instant,
): boolean {
  return daysBetween(lastContactAt ?? createdAt, now) > longestGapDays;
}
