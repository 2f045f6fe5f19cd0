/** How well a formula tells who is going to leave, and how calmly. */

import { Random } from '../random.ts';
import type { EpochDay } from '../scoring/day-rules.ts';
import type { Colour, Formula } from './formulas.ts';
import { FIRST_DAY, LAST_DAY, type Life, type World } from './life.ts';

export interface Measured {
  /** How often a client who leaves within the horizon scores lower than one who does not. */
  auc: number;
  /** Of those who leave in 60 to 90 days, how many are in the worst fifth. */
  caught: number;
  /** How much more of the worst tenth leave than of all. */
  lift: number;
  green: number;
  redLeave: number;
  greenLeave: number;
  changesAYear: number;
  mostChanges: number;
}

/** One client on one day. */
interface Sample {
  day: EpochDay;
  score: number;
  colour: Colour;
  /** Days until they leave; null for those who do not, as far as this world goes. */
  leavesIn: number | null;
}

export interface Population {
  seeds: readonly number[];
  clients: number;
  /** Of how many clients of each seed the band is followed day by day. */
  followed: number;
}

const EVERY_DAYS = 28;
const HORIZON_DAYS = 90;
const CAUGHT_FROM_DAYS = 60;
/** A formula that gives no score says: neither good nor bad. */
const SCORE_OF_NOTHING = 50;
const YEAR_DAYS = 365;

/** The lives of one world and one seed. */
export function livesOf(world: World, seed: number, clients: number): Life[] {
  const random = new Random(seed);
  return Array.from({ length: clients }, (_, index) => world.live(random, `${seed}-${index}`));
}

export function measure(world: World, formula: Formula, { seeds, clients, followed }: Population): Measured {
  const samples: Sample[][] = [];
  const changes: number[] = [];
  for (const seed of seeds) {
    const lives = livesOf(world, seed, clients);
    for (let day = FIRST_DAY + YEAR_DAYS; day <= LAST_DAY - HORIZON_DAYS; day += EVERY_DAYS) {
      samples.push(lives.flatMap((life) => sampleOf(life, formula, day)));
    }
    changes.push(...lives.slice(0, followed).flatMap((life) => changesByYear(life, formula)));
  }
  const all = samples.flat();
  const colours = { green: all.filter(isOf('green')), red: all.filter(isOf('red')) };
  return {
    auc: aucOf(all),
    caught: caughtOf(samples),
    lift: mean(samples.flatMap((day) => worstTenth(day))) / rateOf(all),
    green: colours.green.length / all.length,
    redLeave: rateOf(colours.red),
    greenLeave: rateOf(colours.green),
    changesAYear: mean(changes),
    mostChanges: Math.max(...changes),
  };
}

function sampleOf(life: Life, formula: Formula, day: EpochDay): Sample[] {
  const isClient = life.addedOn <= day && (life.leftOn === null || day < life.leftOn);
  const isAsked = life.checkIns.some((checkIn) => checkIn.day <= day);
  if (!isClient || !isAsked) return [];
  const { score, colour } = formula.judge(life, day, null);
  const leavesIn = life.leftOn === null ? null : life.leftOn - day;
  return [{ day, score: score ?? SCORE_OF_NOTHING, colour, leavesIn }];
}

/** In each whole year as a client, how often the band is another than on the day before. */
function changesByYear(life: Life, formula: Formula): number[] {
  const years: number[] = [];
  const first = life.checkIns[0]?.day ?? LAST_DAY;
  const end = life.leftOn ?? LAST_DAY;
  let before: Colour | null = null;
  for (let from = first; from + YEAR_DAYS <= end; from += YEAR_DAYS) {
    let changed = 0;
    for (let day = from; day < from + YEAR_DAYS; day += 1) {
      const { colour } = formula.judge(life, day, before);
      if (before !== null && colour !== before) changed += 1;
      before = colour;
    }
    years.push(changed);
  }
  return years;
}

function isLeaver({ leavesIn }: Sample): boolean {
  return leavesIn !== null && leavesIn <= HORIZON_DAYS;
}

function isOf(colour: Colour): (sample: Sample) => boolean {
  return (sample) => sample.colour === colour;
}

function rateOf(samples: readonly Sample[]): number {
  return samples.filter(isLeaver).length / samples.length;
}

/** By ranks, the mean rank for those who score alike. */
function aucOf(samples: readonly Sample[]): number {
  const groups = Map.groupBy(samples, ({ score }) => score);
  let [lower, won, leavers] = [0, 0, 0];
  for (const score of [...groups.keys()].sort((a, b) => a - b)) {
    const group = groups.get(score) ?? [];
    const going = group.filter(isLeaver).length;
    const staying = group.length - going;
    leavers += going;
    // Leavers below, and half of those alike, for each who stays.
    won += staying * (lower + going / 2);
    lower += going;
  }
  return won / (leavers * (samples.length - leavers));
}

function caughtOf(days: readonly Sample[][]): number {
  const caught = days.flatMap((day) =>
    day
      .filter(({ leavesIn }) => leavesIn !== null && leavesIn >= CAUGHT_FROM_DAYS && leavesIn <= HORIZON_DAYS)
      .map((sample) => shareWithin(day, sample, 0.2)),
  );
  return mean(caught);
}

/** Whether each of the worst tenth leaves. */
function worstTenth(day: readonly Sample[]): number[] {
  const shares = day.map((sample) => ({ sample, share: shareWithin(day, sample, 0.1) }));
  const weight = shares.reduce((sum, { share }) => sum + share, 0);
  const leaving = shares.reduce((sum, { sample, share }) => sum + (isLeaver(sample) ? share : 0), 0);
  return [leaving / weight];
}

/** How much of a sample is within the worst part of its day: all, nothing, or a part where many score alike. */
function shareWithin(day: readonly Sample[], { score }: Sample, part: number): number {
  const below = day.filter((other) => other.score < score).length;
  const alike = day.filter((other) => other.score === score).length;
  return Math.min(1, Math.max(0, (part * day.length - below) / alike));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
