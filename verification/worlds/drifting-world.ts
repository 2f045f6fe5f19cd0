/**
 * Mood decides. It wanders, and now and then begins to cool for months; the cooler, the likelier they leave. What they say of
 * it is noisy: some flatter, some complain, all have good days and bad. Owners see it late and hopefully. Who cools is harder to
 * reach, pays a little slower and praises less.
 */

import type { Random } from '../random.ts';
import type { EpochDay } from '../scoring/day-rules.ts';
import {
  addedOn,
  chance,
  LAST_DAY,
  type Life,
  logistic,
  type NotedCheckIn,
  normal,
  sentimentOf,
  type Ticked,
  type World,
  weekly,
} from './life.ts';

interface Traits {
  /** Where their mood comes back to. */
  usual: number;
  flattery: number;
  hope: number;
  /** How often the owner asks when it is time. */
  diligence: number;
  /** How often we do what we promised in time. */
  reliability: number;
  paysLate: number;
}

/** How things are on the day of a check-in. */
interface Moment {
  day: EpochDay;
  mood: number;
  /** The mood as the owner sees it. */
  seen: number;
  /** They have made up their mind. */
  isGoing: boolean;
  isOurs: boolean;
}

export const DRIFTING_WORLD: World = {
  name: 'Moods drift',
  live(random, name) {
    const traits = traitsOf(random);
    const every = random.pick([2, 4, 4, 6]);
    const life: Life = {
      name,
      cadence: weekly(every),
      addedOn: addedOn(random),
      checkIns: [],
      promises: [],
      skips: [],
      leftOn: null,
    };
    liveThrough(random, life, traits, every * 7);
    return life;
  },
};

function traitsOf(random: Random): Traits {
  return {
    usual: normal(random, 0.6, 0.5),
    flattery: normal(random, 0.3, 1),
    hope: normal(random, 0.4, 0.8),
    diligence: random.between(0.75, 1),
    reliability: random.between(0.5, 0.95),
    paysLate: chance(random, 0.15) ? 0.25 : 0.02,
  };
}

function liveThrough(random: Random, life: Life, traits: Traits, idealGap: number): void {
  let mood = traits.usual + normal(random, 0.2, 0.4);
  let seen = mood;
  let cooling = { each: 0, days: 0 };
  let nextAsked = life.addedOn + random.whole(7, idealGap);
  let leavesOn = Number.POSITIVE_INFINITY;
  for (let day = life.addedOn; day <= LAST_DAY; day += 1) {
    if (day >= leavesOn) {
      life.leftOn = day;
      return;
    }
    if (cooling.days > 0) {
      cooling.days -= 1;
      traits.usual += cooling.each;
      if (cooling.days === 0 && chance(random, 0.35)) traits.usual += random.between(0.5, 1.5);
    } else if (chance(random, 0.35 / 365)) {
      const days = random.whole(120, 300);
      cooling = { days, each: -random.between(1, 2.8) / days };
    }
    mood += (traits.usual - mood) / 60 + normal(random, 0, 0.09) - 0.004 * overdue(life, day);
    seen += (mood - seen) / 25;
    if (leavesOn === Number.POSITIVE_INFINITY && chance(random, 0.0004 * Math.exp(-1.2 * mood))) {
      leavesOn = day + random.whole(20, 80);
    }
    if (day < nextAsked) continue;
    nextAsked = day + Math.max(3, Math.round(normal(random, idealGap, idealGap / 8)));
    const isReached = chance(random, 1 - 0.6 * logistic(-1.2 * (mood + 0.6)));
    if (!chance(random, isReached ? traits.diligence : 0.5)) {
      if (chance(random, 0.5)) life.skips.push(day);
      nextAsked = day + Math.min(nextAsked - day, random.whole(5, 12));
      continue;
    }
    const isGoing = leavesOn !== Number.POSITIVE_INFINITY;
    const isOurs = !isReached || chance(random, 0.1);
    life.checkIns.push(checkIn(random, traits, { day, mood, seen, isGoing, isOurs }));
    if (chance(random, 0.3)) promise(random, life, traits, day);
  }
}

function overdue({ promises }: Life, day: EpochDay): number {
  return promises.filter(({ dueOn, closedOn }) => dueOn < day && (closedOn === null || closedOn > day))
    .length;
}

function checkIn(random: Random, traits: Traits, { day, mood, seen, isGoing, isOurs }: Moment): NotedCheckIn {
  const felt = mood + traits.flattery + normal(random, 0, 1.2);
  const says = !isOurs && chance(random, 0.9);
  const signs: readonly (readonly [Ticked, number])[] = [
    ['praised-us', logistic(-2.6 + 0.8 * mood)],
    ['did-favour', logistic(-3.8 + 0.7 * mood)],
    ['late-payment', traits.paysLate + 0.15 * logistic(-1.5 - 1.2 * mood)],
    ['asked-discount', logistic(-4 - 0.6 * mood)],
    ['disrespectful', logistic(-4.6 - 0.8 * mood)],
    ['may-leave', isGoing ? 0.22 : logistic(-6.2 - 1.1 * (isOurs ? seen : mood))],
    ['someone-else-decides', 0.015],
    ['staying', isGoing ? 0 : logistic(-5 + mood)],
  ];
  return {
    day,
    source: isOurs ? 'own-impression' : random.pick(['call', 'meeting', 'email']),
    said: says ? sentimentOf(felt) : null,
    impression: sentimentOf(0.75 * seen + (says ? 0.2 * felt : 0) + traits.hope + normal(random, 0, 1)),
    effort: chance(random, 0.5) ? (chance(random, 0.2) ? 'more' : 'as-agreed') : null,
    ticked: onlyOne(signs.filter(([, probability]) => chance(random, probability)).map(([sign]) => sign)),
  };
}

/** Nobody ticks that they may leave and that they stay. */
function onlyOne(signs: Ticked[]): Ticked[] {
  return signs.includes('may-leave') ? signs.filter((sign) => sign !== 'staying') : signs;
}

function promise(random: Random, life: Life, { reliability }: Traits, day: EpochDay): void {
  const dueOn = day + random.whole(5, 25);
  const late = chance(random, reliability) ? -random.whole(0, 3) : random.whole(2, 70);
  life.promises.push({ madeOn: day, dueOn, closedOn: chance(random, 0.97) ? dueOn + late : null });
}
