import type { Plan } from '../jobs/tick.ts';
import type { SubCommand } from './inbound/commands.ts';
import type { Slack } from './inbound/slack.ts';
import type { Render, Renders } from './outbound/deliver.ts';
import { DELIVERY_KINDS, type DeliveryKind } from './outbound/rules.ts';

/** What a feature gives to `app.ts`, which joins the features in one list. */
export interface Feature {
  /** What can be typed after the slash command. */
  commands?: readonly SubCommand[];
  /** Listens to what Slack sends. */
  register?: (slack: Slack) => void;
  /** What the tick does, in the order of the features. */
  plans?: readonly Plan[];
  /** Makes the messages of the deliveries of these kinds. */
  renders?: Partial<Record<DeliveryKind, Render>>;
}

/** Who makes which message. @throws Error where no feature makes those of a kind. */
export function joinRenders(features: readonly Feature[]): Renders {
  const renders: Partial<Renders> = Object.assign({}, ...features.map((feature) => feature.renders ?? {}));
  const missing = DELIVERY_KINDS.filter((kind) => !renders[kind]);
  if (missing.length > 0) throw new Error(`No feature makes the messages of ${missing.join(', ')}`);
  return renders as Renders;
}
