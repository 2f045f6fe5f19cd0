import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerHomeListeners } from './listeners.ts';
import type { HomePlaces } from './page.ts';

export function homeFeature({ db, clock }: Deps, places: HomePlaces): Feature {
  return { register: (slack) => registerHomeListeners(slack, db, clock, places) };
}
