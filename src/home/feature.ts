import type { Feature } from '../slack/feature.ts';
import { registerHomeListeners } from './listeners.ts';
import type { HomeDeps } from './publish-home.ts';

export function homeFeature(deps: HomeDeps): Feature {
  return { register: (slack) => registerHomeListeners(slack, deps) };
}
