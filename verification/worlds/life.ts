/** One made-up client's life: what really happened, and what somebody at the agency noted of it. */
import type { Effort, Sentiment, Source } from '../../src/check-ins/rules.ts';
import type { CadenceDays } from '../../src/clients/cadence/rules.ts';
import type { Random } from '../random.ts';
import type { EpochDay } from '../scoring/day-rules.ts';
import type { ScoredSign } from '../scoring/history-rules.ts';

export type Ticked = Exclude<ScoredSign, 'more-effort'>;

export interface NotedCheckIn {
  day: EpochDay;
  source: Source;
  said: Sentiment | null;
  impression: Sentiment;
  effort: Effort | null;
  ticked: Ticked[];
}

export interface NotedPromise {
  madeOn: EpochDay;
  dueOn: EpochDay;
  closedOn: EpochDay | null;
}

export interface Life {
  name: string;
  cadence: CadenceDays;
  addedOn: EpochDay;
  /** The earliest first. */
  checkIns: NotedCheckIn[];
  promises: NotedPromise[];
  /** Days on which somebody was asked, and skipped it. */
  skips: EpochDay[];
  /** The last day on which they were a client; null for one who stayed until the end. */
  leftOn: EpochDay | null;
}

/** A kind of world: how clients feel, what makes them leave, what is noted. */
export interface World {
  name: string;
  live(random: Random, name: string): Life;
}

/** Every life ends here at the latest. The days are those of 2024 to 2026. */
export const FIRST_DAY: EpochDay = 19_723;
export const LAST_DAY: EpochDay = FIRST_DAY + 1_095;

/** Anybody is added within the first year. */
export function addedOn(random: Random): EpochDay {
  return FIRST_DAY + random.whole(0, 365);
}

export function weekly(every: number): CadenceDays {
  return { unit: 'week', every, weekdays: [2] };
}

export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

export function normal(random: Random, mean: number, deviation: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * random.next());
}

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** How somebody says that they feel, from how they feel: 0 is between so-so and content. */
export function sentimentOf(feeling: number): Sentiment {
  if (feeling < -1.6) return 1;
  if (feeling < -0.8) return 2;
  if (feeling < 0) return 3;
  return feeling < 1 ? 4 : 5;
}
