import { wholeDaysBetween } from '../../runtime/clock.ts';
import { count } from '../../runtime/formats/numbers.ts';
import type { Facts, Health, Override, ScorePart } from '../rules.ts';
import { collectInputs } from './collect-inputs.ts';
import { SCORE_CAPS, SCORE_INPUTS, score, trendOf } from './rules.ts';

/** Everything about a client's health at `now`. Pure, and the same in whatever order the facts come. */
export function assess(facts: Facts, now: Temporal.Instant): Health {
  const collected = collectInputs(facts, now);
  const { inputs } = collected;
  const caps = collected.caps.toSorted((a, b) => SCORE_CAPS[a.cap] - SCORE_CAPS[b.cap]);
  const result = score({
    weights: facts.weights,
    inputs,
    caps: caps.map(({ cap }) => cap),
    previous: facts.previous,
  });
  const counted = SCORE_INPUTS.filter((name) => result.shares[name].of > 0);
  const parts = counted
    .map((name): ScorePart => ({ name, ...result.shares[name], text: inputs[name]?.text ?? '' }))
    .sort((a, b) => b.of - b.points - (a.of - a.points) || b.of - a.of);
  const override = inForce(facts.override, now);
  return {
    band: override?.band ?? result.band,
    computedBand: result.band,
    score: result.score,
    uncappedScore: result.uncappedScore,
    confidence: result.confidence,
    trend: trendOf(result.score, facts.usual),
    parts,
    caps: result.score === null ? [] : caps,
    missing: SCORE_INPUTS.filter((name) => facts.weights[name] > 0 && !counted.includes(name)),
    reasons:
      result.score === null
        ? [noDataReason(facts, now), ...(inputs.contact ? [inputs.contact.text] : [])]
        : [...caps, ...parts].map(({ text }) => text),
    override,
  };
}

function inForce(override: Override | null, now: Temporal.Instant): Override | null {
  return override && Temporal.Instant.compare(now, override.until) < 0 ? override : null;
}

function noDataReason({ checkIns }: Facts, now: Temporal.Instant): string {
  const latest = checkIns
    .map(({ spokeAt }) => spokeAt)
    .sort(Temporal.Instant.compare)
    .at(-1);
  if (!latest) return 'No check-ins yet';
  return `No news in ${count(wholeDaysBetween(latest, now), 'day')}`;
}
