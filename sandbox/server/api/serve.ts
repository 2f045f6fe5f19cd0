import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../../protocol.ts';
import { type Raw, textOrEmpty } from '../../raw.ts';
import type { CallLog } from '../calls.ts';
import { type ConversationKind, scopeFor } from '../checks/scopes.ts';
import type { Faults } from '../faults.ts';
import { readBody, sendJson } from '../http/io.ts';
import type { RateLimits } from '../rate-limits.ts';
import { refused, SlackError } from '../slack-error.ts';
import { dmBetween } from '../state/state.ts';
import { appMethods } from './apps.ts';
import { decodeJson, readArguments } from './arguments.ts';
import { channelMethods } from './channel-changes.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { ApiContext } from './method.ts';
import { reactionMethods } from './reactions.ts';
import { scheduleMethods } from './scheduled.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const methods = {
  ...appMethods,
  ...channelMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...reactionMethods,
  ...scheduleMethods,
  ...userMethods,
  ...viewMethods,
};

/** The one method that takes the app-level token, which has its own scope. */
const appTokenMethod = 'apps.connections.open';

export interface ApiParts {
  context: Omit<ApiContext, 'requireScope'>;
  tokens: { bot: string; app: string };
  faults: Faults;
  limits: RateLimits;
  calls: CallLog;
}

/** Answers `/api/<method>` as Slack's Web API does. */
export async function serveApi(
  parts: ApiParts,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const query = new URL(request.url ?? '/', 'http://sandbox').searchParams;
  let args: Raw = {};
  const fault = parts.faults.take(method);
  const finish = (answer: Raw, status = 200, headers: Record<string, string> = {}) => {
    const outcome = fault ? faultName(fault) : answer.ok === true ? 'ok' : textOrEmpty(answer.error);
    parts.calls.record(method, args, outcome);
    if (fault?.kind === 'time_out') response.destroy();
    else
      sendJson(response, status, answer, {
        'X-OAuth-Scopes': [...parts.context.state.manifest.scopes].join(','),
        ...headers,
      });
  };
  try {
    args = await readArguments(request, body, query);
    authenticate(parts, method, request, args);
    args = decodeJson(args);
    if (fault?.kind === 'slow') await delay(fault.ms, undefined, { ref: false });
    if (fault?.kind === 'time_out' && fault.when === 'before') return finish({});
    if (fault?.kind === 'status') return finish({ ok: false, error: 'internal_error' }, fault.status);
    if (fault?.kind === 'error') throw new SlackError(fault.error);
    const waitSeconds =
      fault?.kind === 'rate_limited'
        ? fault.retryAfterSeconds
        : parts.limits.take(method, conversationOf(parts, textOrEmpty(args.channel)));
    if (waitSeconds !== null) {
      return finish({ ok: false, error: 'ratelimited' }, 429, { 'Retry-After': String(waitSeconds) });
    }
    const unknown = parts.faults.refusedBlocks(method, args);
    if (unknown.length > 0) throw refused('invalid_blocks', unknown);
    finish({ ok: true, ...(await call(parts, method, args)) });
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    finish({ ok: false, error: error.code, ...error.details });
  }
}

function call(parts: ApiParts, method: string, args: Raw): Raw | Promise<Raw> {
  const run = methods[method as keyof typeof methods];
  if (!run) throw new SlackError('unknown_method', { req_method: method });
  requireScope(parts, method);
  return run({ ...parts.context, requireScope: (kind) => requireScope(parts, method, kind) }, args);
}

function requireScope(parts: ApiParts, method: string, kind?: ConversationKind): void {
  if (method === appTokenMethod) return;
  const { scopes } = parts.context.state.manifest;
  const needed = scopeFor(method, kind);
  if (needed === null) throw new SlackError('unknown_method', { req_method: method });
  if (needed.length === 0 || needed.some((scope) => scopes.has(scope))) return;
  throw new SlackError('missing_scope', { needed: needed.join(','), provided: [...scopes].join(',') });
}

/** A message to a person's id counts for the DM with them. */
function conversationOf({ context: { state } }: ApiParts, channel: string): string {
  return state.people.has(channel) ? dmBetween(state, channel, state.app.botUserId).id : channel;
}

function authenticate(parts: ApiParts, method: string, request: IncomingMessage, args: Raw): void {
  if (method === 'api.test') return;
  const header = request.headers.authorization ?? '';
  const token = header.startsWith('Bearer ') ? header.slice(7) : textOrEmpty(args.token);
  if (token === '') throw new SlackError('not_authed');
  if (token !== parts.tokens.bot && token !== parts.tokens.app) throw new SlackError('invalid_auth');
  const wanted = method === appTokenMethod ? parts.tokens.app : parts.tokens.bot;
  if (token !== wanted) throw new SlackError('not_allowed_token_type');
}

function faultName(fault: Fault['fault']): string {
  if (fault.kind === 'status') return `http_${fault.status}`;
  if (fault.kind === 'time_out') return `time_out_${fault.when}`;
  return fault.kind === 'error' ? fault.error : fault.kind;
}
