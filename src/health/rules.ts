import type { CheckIn } from '../check-ins/rules.ts';
import type { Client } from '../clients/rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import type { Hold } from './holds/rules.ts';
import {
  BANDS,
  type Band,
  type Cap,
  type Confidence,
  type Evidence,
  type OVERRIDE_BANDS,
  type ScoreInput,
  type Trend,
  type Weights,
} from './score/rules.ts';

/** Everything that a client's health depends on. */
export interface Facts {
  client: Client;
  /** In any order; all that may still count, as far as there are any. */
  checkIns: readonly CheckIn[];
  /** The open ones, in any order. */
  followUps: readonly FollowUp[];
  /** How often in a row the client was skipped since the last check-in. */
  skips: number;
  weights: Weights;
  /** The computed band of the last snapshot. */
  previous: Evidence['previous'];
  /** The middle of the client's own daily scores of the last weeks; null while there are too few. */
  usual: number | null;
  override: Override | null;
}

/** A band that somebody has set in place of the score's. */
export interface Override extends Hold {
  band: (typeof OVERRIDE_BANDS)[number];
}

/** One input as it is shown: its points, out of how many, and the sentence behind them. */
export interface ScorePart {
  name: ScoreInput;
  points: number;
  of: number;
  text: string;
}

/** A cap that applies, in words. */
export interface AppliedCap {
  cap: Cap;
  text: string;
}

/** How a client is, and why. */
export interface Health {
  /** The one that counts: the override's, else the score's. */
  band: Band;
  computedBand: Band;
  /** 0 to 100; null while nothing recent is known. */
  score: number | null;
  /** What the score would be without caps: the sum of its parts. */
  uncappedScore: number | null;
  confidence: Confidence;
  trend: Trend | null;
  /** What counts, the most costly first; empty while nothing recent is known. */
  parts: ScorePart[];
  /** The caps that apply, the lowest first. */
  caps: AppliedCap[];
  /** The inputs without anything that still counts; their weight goes to the others. */
  missing: ScoreInput[];
  /** Why, in sentences, the heaviest first. */
  reasons: string[];
  override: Override | null;
}

/** A client's health at one time. */
export interface Snapshot {
  takenAt: Temporal.Instant;
  band: Band;
  score: number | null;
}

/** How many clients were in each band at one time. */
export interface BandCounts {
  at: Temporal.Instant;
  counts: Record<Band, number>;
}

/** Somebody is being asked, is going to be, or has snoozed it. */
export interface OpenPrompt {
  /** Who is asked: the owner, or their cover. */
  assigneeId: string;
  /** The owner, where the one asked is their cover. */
  coveringFor: string | null;
  /** When the assignee was last asked; null while they were not. */
  askedAt: Temporal.Instant | null;
  /** In the future while it is snoozed, or waits for the assignee's hours. */
  askAt: Temporal.Instant | null;
}

/** The last time that a prompt was skipped. */
export interface Skip {
  at: Temporal.Instant;
  reason: string | null;
  by: string | null;
}

/** The last time that somebody could not be asked, because Slack would not deliver the message. */
export interface Unreached {
  at: Temporal.Instant;
  personId: string;
}

/** What the card, the portfolio, App Home and the digest know about one client. */
export interface Overview {
  client: Client;
  health: Health;
  /** What the health was computed from. */
  facts: Facts;
  /** The newest first. */
  checkIns: readonly CheckIn[];
  /** The open ones, the earliest first. */
  followUps: readonly FollowUp[];
  prompt: OpenPrompt | null;
  lastSkip: Skip | null;
  /** Null once they are asked again. */
  unreached: Unreached | null;
}

/** Sorts those that need attention to the front: by band, the lowest score, the name. */
export function byAttention(a: Overview, b: Overview): number {
  return (
    BANDS.indexOf(a.health.band) - BANDS.indexOf(b.health.band) ||
    (a.health.score ?? 0) - (b.health.score ?? 0) ||
    a.client.name.localeCompare(b.client.name, 'en')
  );
}

/** At risk or on watch, and not paused. */
export function needsAttention({ client, health }: Pick<Overview, 'client' | 'health'>): boolean {
  return client.status !== 'paused' && (health.band === 'at-risk' || health.band === 'watch');
}
