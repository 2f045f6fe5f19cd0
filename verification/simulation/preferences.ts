import type { Preferences } from '../../src/preferences/rules.ts';
import { loadPreferences, savePreferences } from '../../src/preferences/store.ts';
import type { Random } from '../random.ts';
import { WORKSPACE } from './population.ts';
import { atTimes, type Scene } from './scene.ts';

/** People change when and how they want to be reminded, and pause Slack's notifications. */
export function addPreferenceChanges(scene: Scene): void {
  const people = scene.slack.accounts.present;
  atTimes(scene, 4 * people.length, () => changePreferences(scene, scene.random.pick(people)));
  atTimes(scene, 12 * people.length, () => pause(scene, scene.random.pick(people)));
}

async function changePreferences({ db, random }: Scene, personId: string): Promise<void> {
  const { own } = await loadPreferences(db, WORKSPACE, personId);
  await savePreferences(db, WORKSPACE, personId, { ...own, ...randomPreferences(random) });
}

function randomPreferences(random: Random): Partial<Preferences> {
  const time = (text: string) => Temporal.PlainTime.from(text);
  switch (random.int(5)) {
    case 0:
    case 1:
      return { remindAt: random.pick([null, time('07:00'), time('09:30'), time('11:00'), time('15:45')]) };
    case 2:
      return { roundWeekday: random.pick([null, 1, 3, 5, 6]) };
    case 3:
      return { nudges: random.pick(['standard', 'light', 'off']) };
    default:
      return { quiet: random.pick([null, { from: time('16:00'), to: time('10:15') }]) };
  }
}

/** For an hour, for the rest of the day, or over the weekend and more. */
async function pause({ clock, random, slack }: Scene, personId: string): Promise<void> {
  const from = clock.at;
  const until = from.add({ minutes: random.pick([60, 60 * 8, 60 * 80]) + random.int(90) });
  slack.accounts.of(personId).pause = { from, until };
}
