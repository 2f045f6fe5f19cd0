import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Fault, PersonInfo, Where } from '../../protocol.ts';
import type { CallLog } from '../calls.ts';
import type { SocketMode } from '../delivery/socket-mode.ts';
import type { Faults } from '../faults.ts';
import { readBody, sendJson } from '../http/io.ts';
import { performAct } from './act.ts';
import { actRequest } from './act-request.ts';
import { ActFailed, type ActParts } from './actor.ts';
import type { SandboxClock } from './clock.ts';
import { buildScreen } from './screen.ts';
import { suggest } from './suggest.ts';
import { streamRevisions, untilChanged } from './watch.ts';
import { changeWorld, worldChange } from './world.ts';

export interface ControlParts extends ActParts {
  clock: SandboxClock;
  faults: Faults;
  calls: CallLog;
  socket: SocketMode;
}

const longestWaitMs = 60_000;

const faultRequest: z.ZodType<Fault> = z.object({
  method: z.string().min(1),
  times: z.int().min(1).exactOptional(),
  fault: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('status'), status: z.int().min(400).max(599) }),
    z.object({ kind: z.literal('error'), error: z.string().min(1) }),
    z.object({ kind: z.literal('rate_limited'), retryAfterSeconds: z.int().min(1) }),
    z.object({ kind: z.literal('time_out'), when: z.enum(['before', 'after']) }),
    z.object({ kind: z.literal('slow'), ms: z.int().min(0).max(600_000) }),
    z.object({ kind: z.literal('no_data_blocks') }),
    z.object({ kind: z.literal('drop_socket'), how: z.enum(['refresh', 'abrupt']) }),
    z.object({ kind: z.literal('lose_ack') }),
  ]),
});

const clockRequest = z.object({ move: z.string().min(1) });

/** A request that cannot be answered: its status, and a sentence. */
class BadRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Answers `/sandbox/...`. */
export async function serveControl(
  parts: ControlParts,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = routes[`${request.method} ${url.pathname.slice('/sandbox'.length)}`];
  if (!route) {
    sendJson(response, 404, { error: `There is no ${request.method} ${url.pathname}` });
    return;
  }
  try {
    await route(parts, url.searchParams, request, response);
  } catch (error) {
    if (error instanceof BadRequest) sendJson(response, error.status, { error: error.message });
    else if (error instanceof ActFailed)
      sendJson(response, 422, { error: error.message, failed: error.failed });
    else if (error instanceof z.ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else throw error;
  }
}

type Route = (
  parts: ControlParts,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

const routes: Record<string, Route> = {
  'GET /people': async ({ state }, _query, _request, response) => {
    sendJson(response, 200, { people: [...state.people.values()] });
  },

  'GET /screen': async ({ state, delivery }, query, _request, response) => {
    const person = personOf(state.people, query.get('as'));
    const after = query.get('after');
    if (after !== null) {
      const waitMs = Math.min(Number(query.get('wait') ?? 0) || 0, longestWaitMs);
      await untilChanged(state, Number(after), waitMs);
    }
    sendJson(response, 200, buildScreen(state, person, delivery.connected()));
  },

  'GET /events': async ({ state }, query, _request, response) => {
    personOf(state.people, query.get('as'));
    streamRevisions(state, response);
  },

  'POST /act': async (parts, _query, request, response) => {
    const wanted = actRequest.parse(await json(request));
    personOf(parts.state.people, wanted.as);
    sendJson(response, 200, await performAct(parts, wanted));
  },

  'GET /suggest': async (parts, query, _request, response) => {
    const person = personOf(parts.state.people, query.get('as'));
    const element = { blockId: query.get('block') ?? '', actionId: query.get('action') ?? '' };
    const where = whereOf(parts, person, query);
    const actor = { ...parts, person, times: 1 };
    sendJson(response, 200, await suggest(actor, where, element, query.get('query') ?? ''));
  },

  'GET /clock': async ({ clock }, _query, _request, response) => {
    sendJson(response, 200, await clock.state());
  },

  'POST /clock': async ({ clock }, _query, request, response) => {
    const { move } = clockRequest.parse(await json(request));
    await clock.move(move).catch((error: unknown) => {
      throw error instanceof RangeError ? new BadRequest(409, error.message) : error;
    });
    sendJson(response, 200, await clock.state());
  },

  'POST /faults': async ({ faults, socket }, _query, request, response) => {
    const fault = faultRequest.parse(await json(request));
    if (fault.fault.kind === 'drop_socket') socket.drop(fault.fault.how);
    else if (fault.fault.kind === 'lose_ack') socket.loseAcks(fault.times ?? 1);
    else faults.add(fault);
    sendJson(response, 200, { ok: true });
  },

  'DELETE /faults': async ({ faults }, _query, _request, response) => {
    faults.clear();
    sendJson(response, 200, { ok: true });
  },

  'GET /calls': async ({ calls }, query, _request, response) => {
    sendJson(response, 200, { calls: calls.of(query.get('method')) });
  },

  'POST /world': async ({ state, events }, _query, request, response) => {
    const change = worldChange.parse(await json(request));
    const { person, channel } = change;
    if (person && !state.people.has(person.id)) throw new BadRequest(404, `There is no person ${person.id}`);
    if (channel && !state.conversations.has(channel.id))
      throw new BadRequest(404, `There is no channel ${channel.id}`);
    await changeWorld(state, events, change);
    sendJson(response, 200, { ok: true });
  },
};

function personOf(people: Map<string, PersonInfo>, id: string | null): PersonInfo {
  const person = people.get(id ?? '');
  if (!person || person.kind === 'bot') throw new BadRequest(404, `There is no person ${id}`);
  return person;
}

function whereOf({ state }: ControlParts, person: PersonInfo, query: URLSearchParams): Where {
  const ts = query.get('message');
  if (ts !== null) return { in: 'message', channel: query.get('channel') ?? '', ts };
  const viewId = query.get('view') ?? '';
  const isHome = viewId === 'home' || state.screens.get(person.id)?.home?.id === viewId;
  return isHome ? { in: 'home' } : { in: 'modal', viewId };
}

async function json(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new BadRequest(415, 'Send JSON, with Content-Type application/json');
  }
  try {
    return JSON.parse((await readBody(request)).toString());
  } catch {
    throw new BadRequest(400, 'The body is not JSON');
  }
}
