import { type Plan, TICK_PHASES, type TickPhase } from '../jobs/tick.ts';
import type { CommandRoutes, SubCommand } from './inbound/commands.ts';
import type { Slack } from './inbound/slack.ts';
import type { Render } from './outbound/deliver.ts';
import { DELIVERY_KINDS, type DeliveryKind } from './outbound/rules.ts';

/** What a feature gives to `app.ts`, which joins the features in one list. */
export interface Feature {
  /** What can be typed after the slash command. */
  commands?: readonly SubCommand[];
  /** What the command does without a sub-command; one feature has it. */
  defaultCommand?: Pick<CommandRoutes, 'whenEmpty' | 'whenUnknown'>;
  /** Listens to what Slack sends. */
  register?: (slack: Slack) => void;
  /** What the tick does, in the phases' order. */
  plans?: Partial<Record<TickPhase, readonly Plan[]>>;
  /** What is done after each request as well, so that what somebody changed shows at once and not with the next tick. */
  afterRequest?: readonly Plan[];
  /** Makes the messages of the deliveries of these kinds. */
  renders?: Partial<Record<DeliveryKind, Render>>;
}

/** @throws Error where two features have the same sub-command, or not exactly one the default. */
export function joinCommands(features: readonly Feature[]): CommandRoutes {
  const subCommands = features.flatMap((feature) => feature.commands ?? []);
  const names = subCommands.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) throw new Error(`Two features have the sub-command ${twice}`);
  return {
    subCommands,
    ...onlyOne(features, 'what the command does', ({ defaultCommand }) => defaultCommand),
  };
}

/** All plans of a tick: phase by phase, and in each the features' in their order. */
export function joinPlans(features: readonly Feature[]): Plan[] {
  return TICK_PHASES.flatMap((phase) => features.flatMap(({ plans }) => plans?.[phase] ?? []));
}

/** @throws Error where not exactly one feature makes the messages of a kind. */
export function joinRenders(features: readonly Feature[]): (kind: DeliveryKind) => Render {
  const renderOf = (kind: DeliveryKind) =>
    onlyOne(features, `messages of the kind ${kind}`, ({ renders }) => renders?.[kind]);
  for (const kind of DELIVERY_KINDS) renderOf(kind);
  return renderOf;
}

function onlyOne<T>(
  features: readonly Feature[],
  what: string,
  find: (feature: Feature) => T | undefined,
): T {
  const [found, another] = features.flatMap((feature) => find(feature) ?? []);
  if (found === undefined) throw new Error(`No feature makes ${what}`);
  if (another !== undefined) throw new Error(`Two features make ${what}`);
  return found;
}
