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

/** All that a client's health hangs on. */
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

/** One input as it is shown: its points of those that it could give, and the sentence behind it. */
export interface ScorePart {
  name: ScoreInput;
  points: number;
  of: number;
  text: string;
}

/** What holds a score down, in words. */
export interface AppliedCap {
  cap: Cap;
  text: string;
}

/** How a client is, and why. */
export interface Health {
  /** The one that counts: set by hand, else reckoned. */
  band: Band;
  computedBand: Band;
  /** 0 to 100, as reckoned; null while nothing recent is known. */
  score: number | null;
  /** What the score would be if nothing held it down: the sum of its parts. */
  uncappedScore: number | null;
  confidence: Confidence;
  trend: Trend | null;
  /** What counts, what costs most first; empty while nothing recent is known. */
  parts: ScorePart[];
  /** What holds the score down, the lowest first. */
  caps: AppliedCap[];
  /** Nothing that still counts is known of these, and their weight goes to the rest. */
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

/** Somebody is being asked, is going to be, or has put it off. */
export interface OpenPrompt {
  /** Who is asked: the owner, or their cover. */
  assigneeId: string;
  /** The owner, where the one asked is their cover. */
  coveringFor: string | null;
  /** When that one was asked last; null while they were not. */
  askedAt: Temporal.Instant | null;
  /** In the future while it is snoozed, or waits for their good time. */
  askAt: Temporal.Instant | null;
}

/** The last time that a prompt was skipped. */
export interface Skip {
  at: Temporal.Instant;
  reason: string | null;
  by: string | null;
}

/** The last time that somebody could not be asked, for Slack did not let Rapport write to them. */
export interface Unreached {
  at: Temporal.Instant;
  personId: string;
}

/** What the card, the portfolio, App Home and the digest know about one client. */
export interface Overview {
  client: Client;
  health: Health;
  /** What the health was reckoned from. */
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

/** Whom to look after first: at risk or to be watched, and not paused. */
export function needsAttention({ client, health }: Pick<Overview, 'client' | 'health'>): boolean {
  return client.status !== 'paused' && (health.band === 'at-risk' || health.band === 'watch');
}
