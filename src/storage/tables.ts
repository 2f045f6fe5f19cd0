/**
 * The tables as Kysely sees them. `timestamptz` is a `Temporal.Instant`, `date` a `Temporal.PlainDate`, `time` a
 * `Temporal.PlainTime`, `numeric` a number; `storage/database.ts` does the translation both ways.
 */

import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely';
import type { Effort, Sentiment, Sign, Source } from '../check-ins/rules.ts';
import type { CadenceUnit } from '../clients/cadence/rules.ts';
import type { AskedStatus, ClientStatus } from '../clients/rules.ts';
import type { DigestSection } from '../digests/rules.ts';
import type { ReminderKind } from '../follow-ups/rules.ts';
import type { HoldKind } from '../health/holds/rules.ts';
import type { Override } from '../health/rules.ts';
import type { Band, Confidence, ScoreInput } from '../health/score/rules.ts';
import type { NotificationName } from '../notifications/rules.ts';
import type { PersonKind } from '../people/rules.ts';
import type { NudgeLevel } from '../preferences/rules.ts';
import type { MissedReason, PromptStatus } from '../reminders/prompts/rules.ts';
import type { DeliveryKind, DeliveryStatus } from '../slack/outbound/rules.ts';

export interface Tables {
  workspaces: WorkspaceTable;
  people: PersonTable;
  clients: ClientTable;
  deliveries: DeliveryTable;
  rounds: RoundTable;
  prompts: PromptTable;
  round_prompts: RoundPromptTable;
  round_follow_ups: RoundFollowUpTable;
  check_ins: CheckInTable;
  follow_ups: FollowUpTable;
  digests: DigestTable;
  digest_posts: DigestPostTable;
  away_dates: AwayDatesTable;
  notifications: NotificationTable;
  nudges: NudgeTable;
  rate_limits: RateLimitTable;
  processed_events: ProcessedEventTable;
  health_snapshots: HealthSnapshotTable;
  client_holds: ClientHoldTable;
}

/** What each input of the score counts for; 100 together. */
type WeightColumns = { [Input in ScoreInput as `weight_${Input}`]: Generated<number> };

export interface WorkspaceTable extends WeightColumns {
  id: string;
  name: string;
  bot_user_id: string;
  default_time_zone: Generated<string>;
  default_currency: Generated<string>;
  /** Who is told when things go wrong. */
  lead_id: Generated<string | null>;
  /** ISO weekdays. */
  working_days: Generated<number[]>;
  /** Whose public holidays count: a country or region of `date-holidays`, such as `PT` or `DE-BY`. */
  holidays: Generated<string | null>;
  quiet_from: Generated<Temporal.PlainTime>;
  quiet_to: Generated<Temporal.PlainTime>;
  created_at: Temporal.Instant;
}

export interface PersonTable {
  workspace_id: string;
  id: string;
  name: string;
  /** IANA zone as Slack tells it, or null where Slack has none. */
  time_zone: string | null;
  /** The zone that this person's clients' next occurrences were calculated in; null before the first. */
  planned_zone: Generated<string | null>;
  kind: PersonKind;
  refreshed_at: Temporal.Instant;
  /** IANA zone that the person chose over Slack's. */
  zone_override: Generated<string | null>;
  /** ISO weekdays; null for the workspace's, as with the next three. */
  working_days: Generated<number[] | null>;
  holidays: Generated<string | null>;
  quiet_from: Generated<Temporal.PlainTime | null>;
  quiet_to: Generated<Temporal.PlainTime | null>;
  /** The time of day at which this person wants to be asked; null for each client's own. */
  remind_at: Generated<Temporal.PlainTime | null>;
  /** The time of day that this person's clients' next occurrences were calculated with; null for each client's own. */
  planned_time: Generated<Temporal.PlainTime | null>;
  /** The one ISO weekday for all of this person's clients; null for each client's own. */
  round_weekday: Generated<number | null>;
  nudges: Generated<NudgeLevel>;
  /** What this person hides in the digests they ask for. */
  hidden_sections: Generated<DigestSection[]>;
}

interface ClientTable {
  id: Generated<string>;
  workspace_id: string;
  name: string;
  /** The name folded for comparison: unique in the workspace. */
  name_key: string;
  status: ClientStatus;
  /** While `paused`: what the client was before, where that is known. */
  paused_from: Generated<AskedStatus | null>;
  owner_id: string;
  cover_id: string | null;
  /** Our internal channel about this client. */
  channel_id: string | null;
  cadence_every: number;
  cadence_unit: CadenceUnit;
  /** ISO weekdays, 1 is Monday: any number of them by week, one by month and weekday, none by day of the month. */
  cadence_weekdays: number[];
  /** Which of the month's such weekdays; 5 is the last. */
  cadence_nth: Generated<number | null>;
  /** Day of the month; the last one in shorter months. */
  cadence_day: Generated<number | null>;
  /** In the owner's zone. */
  cadence_time: Temporal.PlainTime;
  longest_gap_days: number;
  monthly_fee: number | null;
  currency: string | null;
  agreed_hours: number | null;
  contact_name: string | null;
  /** How the contact likes to be addressed. */
  contact_salutation: string | null;
  /** How the contact likes to be reached. */
  contact_preferred_channel: string | null;
  /** Which of the open questions comes next. */
  question_number: Generated<number>;
  /** The next occurrence; null while the client is not asked about. */
  next_due_at: Temporal.Instant | null;
  last_contact_at: Temporal.Instant | null;
  /** Counts the changes to what health is calculated from. */
  health_revision: Generated<number>;
  /** The revision that the last snapshot was of. */
  processed_revision: Generated<number>;
  /** Whether the one is behind the other. */
  health_due: GeneratedAlways<boolean>;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
}

export type ClientRow = Selectable<ClientTable>;
export type NewClientRow = Insertable<ClientTable>;

/** One message that Rapport owes Slack. The row, not a queue, knows whether it has gone out. */
export interface DeliveryTable {
  /** Also the opaque id in the sent message's metadata. */
  id: Generated<string>;
  workspace_id: string;
  kind: DeliveryKind;
  /** A person's id (a DM) or a channel's. */
  destination: string;
  status: Generated<DeliveryStatus>;
  /** Sent as a reply in the thread of that delivery's message. */
  reply_to: Generated<string | null>;
  /** Does not wait for its reader's hours: somebody has just asked for it, or it is urgent. */
  at_once: Generated<boolean>;
  attempts: Generated<number>;
  next_attempt_at: Temporal.Instant;
  /** While `sending`: until then no other process may claim it. */
  lease_until: Temporal.Instant | null;
  channel_id: string | null;
  message_ts: string | null;
  /** Slack's error code, never its text. */
  last_error: string | null;
  /** Counts the changes to what the message shows. */
  revision: Generated<number>;
  /** The revision that Slack shows; behind `revision`, the message has to be brought up to date. */
  shown_revision: Generated<number>;
  created_at: Temporal.Instant;
  sent_at: Temporal.Instant | null;
}

interface RoundTable {
  id: Generated<string>;
  workspace_id: string;
  recipient_id: string;
  due_at: Temporal.Instant;
  delivery_id: string;
}

export interface PromptTable {
  id: Generated<string>;
  workspace_id: string;
  client_id: string;
  assignee_id: string;
  occurrence_at: Temporal.Instant;
  status: Generated<PromptStatus>;
  missed_reason: Generated<MissedReason | null>;
  /** The owner, where the assignee is their cover. */
  covering_for: Generated<string | null>;
  nudge_count: Generated<number>;
  next_nudge_at: Generated<Temporal.Instant | null>;
  escalated_at: Generated<Temporal.Instant | null>;
  /** When it is to be put into a round; null once it is in one that is not snoozed. */
  ask_at: Temporal.Instant | null;
  skip_reason: string | null;
  closed_at: Temporal.Instant | null;
  closed_by: string | null;
  created_at: Temporal.Instant;
}

interface RoundPromptTable {
  workspace_id: string;
  round_id: string;
  prompt_id: string;
  position: number;
}

/** A round that reminds of a promise. */
interface RoundFollowUpTable {
  workspace_id: string;
  round_id: string;
  follow_up_id: string;
  position: number;
  /** The day on which it was due when the round reminded of it. */
  due_on: Temporal.PlainDate;
}

export interface CheckInTable {
  id: Generated<string>;
  workspace_id: string;
  client_id: string;
  author_id: string;
  prompt_id: string | null;
  /** Slack's id of the modal it was typed into: a second submission of it finds the first. */
  view_id: string;
  source: Source;
  client_sentiment: Sentiment | null;
  our_impression: Sentiment;
  question: string | null;
  client_words: string | null;
  /** The day on which they spoke, where it was earlier than the check-in. */
  spoke_on: Generated<Temporal.PlainDate | null>;
  /** When they spoke; at the check-in, or at noon of that day. */
  spoke_at: Temporal.Instant;
  went_well: string | null;
  better_ours: string | null;
  better_theirs: string | null;
  effort: Effort | null;
  hours: number | null;
  signs: ColumnType<Sign[], Sign[] | undefined, Sign[]>;
  created_at: Temporal.Instant;
  edited_at: Temporal.Instant | null;
}

export interface FollowUpTable {
  id: Generated<string>;
  workspace_id: string;
  client_id: string;
  check_in_id: string | null;
  what: string;
  promised_by: string;
  due_on: Temporal.PlainDate;
  done_at: Temporal.Instant | null;
  done_by: string | null;
  dropped_at: Generated<Temporal.Instant | null>;
  dropped_by: Generated<string | null>;
  /** Slack's id of the modal it was made in; null for that of a check-in. */
  view_id: Generated<string | null>;
  /** Which reminder comes next, and when; null where none is left. */
  reminder: Generated<ReminderKind | null>;
  remind_at: Generated<Temporal.Instant | null>;
  created_by: string;
  created_at: Temporal.Instant;
}

export interface DigestTable {
  id: Generated<string>;
  workspace_id: string;
  channel_id: string;
  weekday: number;
  local_time: Temporal.PlainTime;
  time_zone: string;
  next_due_at: Temporal.Instant | null;
  hidden_sections: Generated<DigestSection[]>;
  created_at: Temporal.Instant;
}

interface DigestPostTable {
  id: Generated<string>;
  workspace_id: string;
  digest_id: string;
  occurrence_at: Temporal.Instant;
  delivery_id: string;
  /** Each client's band when it was posted: what the next digest compares with. */
  bands: ColumnType<Record<string, string>, string, string>;
  created_at: Temporal.Instant;
}

interface ProcessedEventTable {
  workspace_id: string;
  event_id: string;
  processed_at: Temporal.Instant;
}

export interface AwayDatesTable {
  id: Generated<string>;
  workspace_id: string;
  person_id: string;
  /** Both days included, in the person's zone. */
  first_day: Temporal.PlainDate;
  last_day: Temporal.PlainDate;
  cover_id: string | null;
  created_at: Temporal.Instant;
}

/** Something that one person is told once. */
export interface NotificationTable {
  id: Generated<string>;
  workspace_id: string;
  recipient_id: string;
  kind: NotificationName;
  /** What makes it the same notification again. */
  key: string;
  /** The ids of what it is about. */
  subject: ColumnType<unknown, string, string>;
  /** Counts towards the daily cap. */
  is_alert: boolean;
  /** Null for an alert that is left to the digest. */
  delivery_id: string | null;
  created_at: Temporal.Instant;
}

/** A reminder of a round, in its thread. */
interface NudgeTable {
  workspace_id: string;
  round_id: string;
  delivery_id: string;
  number: number;
  created_at: Temporal.Instant;
}

/** How fast Slack is written to, over all processes. */
interface RateLimitTable {
  workspace_id: string;
  /** A channel's id, or `workspace`. */
  bucket: string;
  free_at: Temporal.Instant;
}

/** How a client was at one time, and all that the score was calculated from. */
interface HealthSnapshotTable {
  /** Later ones are greater. */
  id: GeneratedAlways<number>;
  workspace_id: string;
  client_id: string;
  taken_at: Temporal.Instant;
  /** The day in the workspace's zone whose regular one it is; null for one that a change has caused. */
  day: Temporal.PlainDate | null;
  /** The band that counts: an override's, if there is one, or the score's. */
  band: Band;
  computed_band: Band;
  score: number | null;
  confidence: Confidence;
}

/** What somebody has set on a client until a day: a band in place of the score's, or that nobody gets alerts. */
export interface ClientHoldTable {
  id: Generated<string>;
  workspace_id: string;
  client_id: string;
  kind: HoldKind;
  /** Slack's id of the modal it was typed into. */
  view_id: string;
  /** For an override. */
  band: Override['band'] | null;
  reason: string;
  set_by: string;
  set_at: Temporal.Instant;
  until_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
  /** Null for one whose time was up. */
  ended_by: string | null;
}
