import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../../protocol.ts';
import { type Raw, textOrEmpty } from '../../raw.ts';
import type { CallLog } from '../calls.ts';
import type { Faults } from '../faults.ts';
import { readBody, sendJson } from '../http/io.ts';
import { refused, SlackError } from '../slack-error.ts';
import { dmBetween } from '../state/state.ts';
import { checkArguments, decodeJson, readArguments } from './arguments.ts';
import type { ApiContext, Method } from './method.ts';
import { findMethod } from './methods.ts';
import type { RateLimits } from './rate-limits.ts';
import { type ConversationKind, scopesFor } from './scopes.ts';

export interface ApiParts extends Omit<ApiContext, 'requireScope'> {
  tokens: { bot: string; app: string };
  faults: Faults;
  limits: RateLimits;
  calls: CallLog;
}

interface Answer {
  body: Raw;
  status?: number;
  headers?: Record<string, string>;
}

/** Answers `/api/<name>` as Slack's Web API does. */
export async function serveApi(
  parts: ApiParts,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const query = new URL(request.url ?? '/', 'http://sandbox').searchParams;
  const fault = parts.faults.take(name);
  let args: Raw = {};
  let answer: Answer;
  try {
    args = await readArguments(request, body, query);
    authenticate(parts, name, request, args);
    args = decodeJson(args);
    answer = await answerTo(parts, name, args, fault);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    answer = { body: { ok: false, error: error.code, ...error.details } };
  }
  const outcome = answer.body.ok === true ? 'ok' : textOrEmpty(answer.body.error);
  parts.calls.record(name, args, fault ? faultName(fault) : outcome);
  if (fault?.kind === 'time_out') return void response.destroy();
  sendJson(response, answer.status ?? 200, answer.body, {
    'X-OAuth-Scopes': [...parts.state.manifest.scopes].join(','),
    ...answer.headers,
  });
}

function authenticate(parts: ApiParts, name: string, request: IncomingMessage, args: Raw): void {
  const wanted = findMethod(name)?.token ?? 'bot';
  if (wanted === 'none') return;
  const header = request.headers.authorization ?? '';
  const token = header.startsWith('Bearer ') ? header.slice(7) : textOrEmpty(args.token);
  if (token === '') throw new SlackError('not_authed');
  if (token !== parts.tokens.bot && token !== parts.tokens.app) throw new SlackError('invalid_auth');
  if (token !== parts.tokens[wanted]) throw new SlackError('not_allowed_token_type');
}

/** Does what the call asks, unless a fault or a limit stands in the way. @throws SlackError */
async function answerTo(
  parts: ApiParts,
  name: string,
  args: Raw,
  fault: Fault['fault'] | null,
): Promise<Answer> {
  if (fault?.kind === 'slow') await delay(fault.ms, undefined, { ref: false });
  if (fault?.kind === 'time_out' && fault.when === 'before') return { body: {} };
  if (fault?.kind === 'status') return { body: { ok: false, error: 'internal_error' }, status: fault.status };
  if (fault?.kind === 'error') throw new SlackError(fault.error);
  if (fault?.kind === 'rate_limited') return tooMany(fault.retryAfterSeconds);
  const method = findMethod(name);
  if (!method) throw new SlackError('unknown_method', { req_method: name });
  const waitSeconds = parts.limits.take(method, conversationOf(parts, textOrEmpty(args.channel)));
  if (waitSeconds !== null) return tooMany(waitSeconds);
  const unsupported = parts.faults.refusedBlocks(name, args);
  if (unsupported.length > 0) throw refused('invalid_blocks', unsupported);
  return { body: { ok: true, ...(await run(parts, method, args)) } };
}

function run(parts: ApiParts, method: Method, args: Raw): Raw | Promise<Raw> {
  const requireScope = (kind?: ConversationKind) => checkScope(parts, method, kind);
  if (method.token !== 'app') requireScope();
  return method.run({ ...parts, requireScope }, checkArguments(method.args, args));
}

function checkScope(parts: ApiParts, method: Method, kind?: ConversationKind): void {
  const { scopes } = parts.state.manifest;
  const needed = scopesFor(method.scopes, kind);
  if (needed.length === 0 || needed.some((scope) => scopes.has(scope))) return;
  throw new SlackError('missing_scope', { needed: needed.join(','), provided: [...scopes].join(',') });
}

function tooMany(waitSeconds: number): Answer {
  const headers = { 'Retry-After': String(waitSeconds) };
  return { body: { ok: false, error: 'ratelimited' }, status: 429, headers };
}

/** A message to a person's id counts for the DM with them. */
function conversationOf({ state }: ApiParts, channel: string): string {
  return state.people.has(channel) ? dmBetween(state, channel, state.app.botUserId).id : channel;
}

function faultName(fault: Fault['fault']): string {
  if (fault.kind === 'status') return `http_${fault.status}`;
  if (fault.kind === 'time_out') return `time_out_${fault.when}`;
  return fault.kind === 'error' ? fault.error : fault.kind;
}
