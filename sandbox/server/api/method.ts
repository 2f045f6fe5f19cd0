import type { z } from 'zod';
import type { Raw } from '../../raw.ts';
import type { Events } from '../delivery/events.ts';
import type { SocketMode } from '../delivery/socket-mode.ts';
import type { Triggers } from '../delivery/triggers.ts';
import type { SandboxState } from '../state/state.ts';
import type { ArgumentShape, Arguments } from './arguments.ts';
import type { ConversationKind, Scopes } from './scopes.ts';

/** What methods work with. */
export interface ApiContext {
  state: SandboxState;
  triggers: Triggers;
  events: Events;
  socket: SocketMode;
  baseUrl: string;
  /** @throws SlackError missing_scope, when the manifest does not ask for what the method needs on this kind. */
  requireScope: (kind: ConversationKind) => void;
}

/** One method of the Web API: what Slack's page about it says, and what it does. `methods.ts` lists them all. */
export interface Method<Shape extends ArgumentShape = ArgumentShape> {
  /** Such as `chat.postMessage`. */
  name: string;
  /** "Required scopes": any one of them will do; none for `[]`. */
  scopes: Scopes;
  /** "Rate limits": a tier, or `posting` for messages, which are limited by channel. */
  tier: 1 | 2 | 3 | 4 | 'posting' | 'none';
  /** Which token it takes. Default `bot`. */
  token?: 'bot' | 'app' | 'none';
  /** "Arguments", made of the pieces in `arguments.ts`. Arguments that are not named here are passed on as they came. */
  args: Shape;
  /** Answers what stands beside `ok: true`. @throws SlackError */
  run(context: ApiContext, args: Arguments<Shape>): Raw | Promise<Raw>;
}

/** Declares a method, so that `run` knows the types of its arguments. */
export function method<Shape extends Record<string, z.ZodType>>(definition: Method<Shape>): Method {
  return definition;
}
