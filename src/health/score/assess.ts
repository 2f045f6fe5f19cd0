import { count } from '../../slack/blocks/text.ts';
import { type AppliedCap, collectInputs, daysSince, type Facts, spokeAt } from './evidence.ts';
import {
  type Band,
  type Confidence,
  type Evidence,
  INPUT_NAMES,
  type InputName,
  type Override,
  SCORE_CAPS,
  score,
  type Trend,
  trendOf,
} from './rules.ts';

/** One input as it is shown: its points of those that it could give, and the sentence behind it. */
export interface Part {
  name: InputName;
  points: number;
  of: number;
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
  unheld: number | null;
  confidence: Confidence;
  trend: Trend | null;
  /** What counts, what costs most first; empty while nothing recent is known. */
  parts: Part[];
  /** What holds the score down, the lowest first. */
  limits: AppliedCap[];
  /** Nothing that still counts is known of these, and their weight goes to the rest. */
  missing: InputName[];
  /** Why, in sentences, the heaviest first. */
  reasons: string[];
  override: Override | null;
  /** What it was reckoned from, to keep beside it. */
  evidence: Evidence;
}

/** Everything about a client's health at `now`. Pure, and the same in whatever order the facts come. */
export function assess(facts: Facts, now: Temporal.Instant): Health {
  const gathered = collectInputs(facts, now);
  const { inputs } = gathered;
  const limits = gathered.limits.toSorted((a, b) => SCORE_CAPS[a.limit] - SCORE_CAPS[b.limit]);
  const evidence: Evidence = {
    weights: facts.weights,
    inputs: {
      words: inputs.words && numbersOf(inputs.words),
      read: inputs.read && numbersOf(inputs.read),
      scope: inputs.scope && numbersOf(inputs.scope),
      contact: inputs.contact && numbersOf(inputs.contact),
    },
    limits: limits.map(({ limit }) => limit),
    previous: facts.previous,
  };
  const result = score(evidence);
  const counted = INPUT_NAMES.filter((name) => result.shares[name].of > 0);
  const parts = counted
    .map((name): Part => ({ name, ...result.shares[name], text: inputs[name]?.text ?? '' }))
    .sort((a, b) => b.of - b.points - (a.of - a.points) || b.of - a.of);
  const override = inForce(facts.override, now);
  return {
    band: override?.band ?? result.band,
    computedBand: result.band,
    score: result.score,
    unheld: result.unheld,
    confidence: result.confidence,
    trend: trendOf(result.score, facts.usual),
    parts,
    limits: result.score === null ? [] : limits,
    missing: INPUT_NAMES.filter((name) => !counted.includes(name)),
    reasons:
      result.score === null
        ? [noDataReason(facts, now), ...(inputs.contact ? [inputs.contact.text] : [])]
        : [...limits, ...parts].map(({ text }) => text),
    override,
    evidence,
  };
}

function numbersOf({ points, freshness }: { points: number; freshness: number }) {
  return { points, freshness };
}

function inForce(override: Override | null, now: Temporal.Instant): Override | null {
  return override && Temporal.Instant.compare(now, override.until) < 0 ? override : null;
}

function noDataReason({ checkIns }: Facts, now: Temporal.Instant): string {
  const latest = checkIns.map(spokeAt).sort(Temporal.Instant.compare).at(-1);
  if (!latest) return 'Nobody knows yet: no check-in so far';
  return `Nobody knows: nothing was learned for ${count(daysSince(latest, now), 'day')}`;
}
