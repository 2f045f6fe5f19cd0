/**
 * Events decide, and hardly anybody complains. A new boss, a cut budget, a price, a bad incident, or having been forgotten
 * makes a client leave; most say that they are content until the end, some grumble for years and stay. Reminders are answered
 * by guessing as often as by asking, by owners of whom some see everything black and some everything bright.
 */

import type { Random } from '../random.ts';
import type { EpochDay } from '../scoring/day-rules.ts';
import {
  addedOn,
  chance,
  LAST_DAY,
  type Life,
  type NotedCheckIn,
  normal,
  sentimentOf,
  type Ticked,
  type World,
  weekly,
} from './life.ts';

const MANNERS = [
  'polite',
  'polite',
  'polite',
  'polite',
  'polite',
  'polite',
  'blunt',
  'blunt',
  'blunt',
  'grumbling',
] as const;
const SHOCKS = ['new-boss', 'less-budget', 'price', 'incident'] as const;
type Shock = (typeof SHOCKS)[number];

/** How often a year, how likely they leave for it, and within how many days. */
const SHOCK_RULES: Record<Shock, { aYear: number; leave: number; within: [number, number] }> = {
  'new-boss': { aYear: 0.2, leave: 0.25, within: [40, 200] },
  'less-budget': { aYear: 0.15, leave: 0.3, within: [25, 140] },
  price: { aYear: 0.3, leave: 0.12, within: [20, 120] },
  incident: { aYear: 0.3, leave: 0.18, within: [15, 120] },
};

interface Traits {
  manner: (typeof MANNERS)[number];
  /** What they think of us, when asked by a friend. */
  opinion: number;
  ownersEye: number;
  guesses: number;
  diligence: number;
  /** Of 1 who always pays late. */
  paysLate: number;
}

interface Trouble {
  shock: Shock;
  day: EpochDay;
  isSerious: boolean;
}

export const SHAKEN_WORLD: World = {
  name: 'Shocks decide',
  live(random, name) {
    const every = random.pick([1, 2, 4, 4, 8, 13]);
    const life: Life = {
      name,
      cadence: weekly(every),
      addedOn: addedOn(random),
      checkIns: [],
      promises: [],
      skips: [],
      leftOn: null,
    };
    liveThrough(random, life, traitsOf(random), every * 7);
    return life;
  },
};

function traitsOf(random: Random): Traits {
  return {
    manner: random.pick(MANNERS),
    opinion: normal(random, 0.5, 0.6),
    ownersEye: random.pick([-0.7, 0, 0, 0.6, 0.6]),
    guesses: random.between(0.15, 0.6),
    diligence: chance(random, 0.25) ? random.between(0.25, 0.5) : random.between(0.7, 1),
    paysLate: random.pick([0, 0, 0, 0.1, 0.7]),
  };
}

function liveThrough(random: Random, life: Life, traits: Traits, idealGap: number): void {
  const troubles: Trouble[] = [];
  let lastSpoken = life.addedOn;
  let nextAsked = life.addedOn + random.whole(5, idealGap + 5);
  let leavesOn = Number.POSITIVE_INFINITY;
  for (let day = life.addedOn; day <= LAST_DAY; day += 1) {
    if (day >= leavesOn) {
      life.leftOn = day;
      return;
    }
    for (const shock of SHOCKS) {
      const { aYear, leave, within } = SHOCK_RULES[shock];
      if (!chance(random, aYear / 365)) continue;
      const isSerious = chance(random, leave * (traits.opinion > 1 ? 0.6 : traits.opinion < 0 ? 1.4 : 1));
      troubles.push({ shock, day, isSerious });
      if (isSerious) leavesOn = Math.min(leavesOn, day + random.whole(...within));
    }
    // Who has been forgotten finds somebody else.
    const forgotten = (day - lastSpoken) / (1.5 * idealGap + 20);
    if (forgotten > 1 && chance(random, 0.0005 * Math.min(3, forgotten))) {
      leavesOn = Math.min(leavesOn, day + random.whole(15, 90));
    }
    if (day < nextAsked) continue;
    const recent = troubles.filter((trouble) => day - trouble.day < 120);
    const isAvoiding = recent.some(({ isSerious }) => isSerious) && chance(random, 0.35);
    nextAsked = day + Math.max(2, Math.round(normal(random, idealGap, idealGap / 6)));
    if (isAvoiding || !chance(random, traits.diligence)) {
      if (chance(random, 0.4)) life.skips.push(day);
      continue;
    }
    const noted = checkIn(random, traits, recent, day);
    if (noted.source !== 'own-impression') lastSpoken = day;
    life.checkIns.push(noted);
    if (chance(random, 0.2)) {
      const dueOn = day + random.whole(3, 30);
      const late = chance(random, traits.diligence) ? -1 : random.whole(3, 60);
      life.promises.push({ madeOn: day, dueOn, closedOn: dueOn + late });
    }
  }
}

function checkIn(random: Random, traits: Traits, recent: readonly Trouble[], day: EpochDay): NotedCheckIn {
  const isOurs = chance(random, traits.guesses);
  const blow = recent.some((trouble) => trouble.shock === 'incident' && day - trouble.day < 45) ? 1 : 0;
  const isGoing = recent.some(({ isSerious }) => isSerious);
  const felt = {
    polite: 0.9 + 0.3 * traits.opinion - 0.6 * blow - (isGoing ? 0.25 : 0) + normal(random, 0, 0.4),
    blunt: traits.opinion - 1.6 * blow - (isGoing ? 0.9 : 0) + normal(random, 0, 0.6),
    grumbling: -0.9 - 0.6 * blow + normal(random, 0, 0.5),
  }[traits.manner];
  const sensed = 0.6 * felt + traits.ownersEye - (isGoing ? 0.3 : 0) + normal(random, 0.3, 0.7);
  return {
    day,
    source: isOurs ? 'own-impression' : random.pick(['call', 'email', 'message']),
    said: isOurs || chance(random, 0.15) ? null : sentimentOf(felt),
    impression: sentimentOf(sensed),
    effort: chance(random, 0.4) ? (chance(random, 0.25) ? 'more' : 'as-agreed') : null,
    ticked: ticks(random, traits, recent, isOurs),
  };
}

function ticks(random: Random, traits: Traits, recent: readonly Trouble[], isOurs: boolean): Ticked[] {
  const had = (shock: Shock) => recent.some((trouble) => trouble.shock === shock);
  const isGoing = recent.some(({ isSerious }) => isSerious);
  const likely: readonly (readonly [Ticked, number])[] = [
    ['praised-us', traits.manner === 'polite' ? 0.12 : 0.06],
    ['did-favour', traits.opinion > 0.8 ? 0.08 : 0.02],
    ['late-payment', traits.paysLate + (had('less-budget') ? 0.2 : 0)],
    ['asked-discount', had('price') || had('less-budget') ? 0.18 : 0.02],
    ['disrespectful', traits.manner === 'grumbling' ? 0.08 : 0.015],
    ['someone-else-decides', had('new-boss') || had('less-budget') ? 0.3 : 0.02],
    ['may-leave', isGoing ? (isOurs ? 0.12 : 0.15) : isOurs ? 0.012 : 0.005],
  ];
  const ticked = likely.filter(([, probability]) => chance(random, probability)).map(([sign]) => sign);
  const isAsked = recent.length > 0 && !isOurs && !isGoing && !ticked.includes('may-leave');
  return isAsked && chance(random, 0.15) ? [...ticked, 'staying'] : ticked;
}
