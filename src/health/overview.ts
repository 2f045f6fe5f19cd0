import type { CheckIn } from '../check-ins/rules.ts';
import type { Client } from '../clients/rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import type { Health } from './score/assess.ts';
import type { Facts } from './score/evidence.ts';
import { BAND_ORDER } from './score/rules.ts';

/** Somebody is being asked, is going to be, or has put it off. */
export interface OpenPrompt {
  /** Who is asked: the owner, or their cover. */
  personId: string;
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
    BAND_ORDER.indexOf(a.health.band) - BAND_ORDER.indexOf(b.health.band) ||
    (a.health.score ?? 0) - (b.health.score ?? 0) ||
    a.client.name.localeCompare(b.client.name, 'en')
  );
}

/** Whom to look after first: at risk or to be watched, and not paused. */
export function needsAttention({ client, health }: Pick<Overview, 'client' | 'health'>): boolean {
  return client.status !== 'paused' && (health.band === 'at-risk' || health.band === 'watch');
}
