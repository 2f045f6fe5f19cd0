import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import type { World } from '../protocol.ts';
import { postScheduled } from './api/methods/scheduled.ts';
import { type RateLimitOptions, RateLimits } from './api/rate-limits.ts';
import { type ApiParts, serveApi } from './api/serve.ts';
import { CallLog } from './calls.ts';
import { checkManifest } from './checks/manifest.ts';
import { type ClockControl, SandboxClock } from './control/clock.ts';
import { type ControlParts, serveControl } from './control/serve.ts';
import { Events } from './delivery/events.ts';
import { HttpDelivery } from './delivery/http.ts';
import { ResponseUrls } from './delivery/response-urls.ts';
import { SocketMode } from './delivery/socket-mode.ts';
import { Triggers } from './delivery/triggers.ts';
import { Faults } from './faults.ts';
import { isLocal } from './http/guard.ts';
import { sendJson } from './http/io.ts';
import { serveResponseUrl, serveUpload } from './http/serve-addresses.ts';
import { serveStatic } from './http/static.ts';
import { readManifest } from './manifest.ts';
import { createState } from './state/create-state.ts';
import { secret } from './state/ids.ts';
import { keep, restore } from './state/kept-state.ts';
import { changed } from './state/state.ts';

export interface SandboxOptions {
  world: World;
  /** The app's manifest, parsed. */
  manifest: unknown;
  clock: Clock;
  /** 0, the default, takes a free one. */
  port?: number;
  /** The page's buttons that move the clock. Without it the page has none. */
  clockControl?: ClockControl;
  /** Where the built page is; without it there is none. */
  pageDir?: string;
  /** Deliver by signed HTTP to this address instead of over Socket Mode. */
  requestUrl?: string;
  /** Made up where it is not given. */
  credentials?: { [Name in 'botToken' | 'appToken' | 'signingSecret']?: string | undefined };
  /** What `keep()` of an earlier sandbox returned: its conversations continue. */
  kept?: Buffer;
  /** Default `slack`. */
  rateLimits?: RateLimitOptions;
  /** How long the app may take to acknowledge. Default 3000, as Slack's. */
  ackTimeoutMs?: number;
}

export interface Sandbox {
  url: string;
  /** For `SLACK_API_URL`: ends with `/api/`. */
  slackApiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** The app's own user, as `auth.test` names it. */
  botUserId: string;
  /** Resolves once an app has opened a socket; right away with `requestUrl`. */
  whenConnected(): Promise<void>;
  /** The conversations as they are now, for the `kept` of the next sandbox. */
  keep(): Buffer;
  stop(): Promise<void>;
}

/** Everything that one sandbox is made of. */
type Parts = ApiParts & ControlParts & { signingSecret: string };

/** Starts a local Slack on a loopback port. @throws Error when Slack would refuse the manifest, with every reason. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const problems = checkManifest(options.manifest);
  if (problems.length > 0) throw new Error(`Slack would refuse this manifest:\n${problems.join('\n')}`);
  const parts = createParts(options);
  const { state, events, socket, delivery, responseUrls } = parts;
  socket.onConnected(() => changed(state));
  socket.onDisconnected(() => changed(state));
  const scheduler = setInterval(() => postScheduled(parts), 500);
  scheduler.unref();

  const server = createServer((request, response) => {
    serve(parts, options.pageDir ?? null, request, response).catch((error: unknown) => {
      console.error('sandbox:', error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: 'fatal_error', reason: String(error) });
    });
  });
  server.on('upgrade', (request, stream, head) => socket.upgrade(request, stream, head));
  const url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  parts.baseUrl = url;
  responseUrls.baseUrl = url;

  return {
    url,
    slackApiUrl: `${url}/api/`,
    botToken: parts.tokens.bot,
    appToken: parts.tokens.app,
    signingSecret: parts.signingSecret,
    botUserId: state.app.botUserId,
    whenConnected: () =>
      delivery.connected() ? Promise.resolve() : new Promise((resolve) => delivery.onConnected(resolve)),
    keep: () => keep(state),
    stop: async () => {
      clearInterval(scheduler);
      events.stop();
      await socket.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createParts(options: SandboxOptions): Parts {
  const { clock, credentials = {} } = options;
  const ackMs = options.ackTimeoutMs ?? 3000;
  const signingSecret = credentials.signingSecret || secret(16);
  const state = createState(options.world, readManifest(options.manifest), clock);
  if (options.kept) restore(state, options.kept);
  const socket = new SocketMode(state.app.id, ackMs);
  const delivery = options.requestUrl ? new HttpDelivery(options.requestUrl, signingSecret, ackMs) : socket;
  return {
    state,
    socket,
    delivery,
    signingSecret,
    tokens: {
      bot: credentials.botToken || `xoxb-sandbox-${secret(12)}`,
      app: credentials.appToken || `xapp-1-${state.app.id}-${secret(12)}`,
    },
    events: new Events(state, delivery),
    triggers: new Triggers(clock),
    responseUrls: new ResponseUrls(clock),
    faults: new Faults(),
    calls: new CallLog(clock),
    limits: new RateLimits(options.rateLimits ?? 'slack', clock),
    clock: new SandboxClock(clock, options.clockControl),
    baseUrl: '',
  };
}

/** Only the app's own addresses are open to others than this machine: Slack's are too. */
async function serve(
  parts: Parts,
  pageDir: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const [, first = '', second = ''] = url.pathname.split('/');
  if (first === 'api') return serveApi(parts, second, request, response);
  if (first === 'response') return serveResponseUrl(parts, second, request, response);
  if (first === 'upload') return serveUpload(parts.state, second, request, response);
  if (!isLocal(request)) return sendJson(response, 403, { error: 'Only this machine may look.' });
  if (first === 'sandbox') return serveControl(parts, url, request, response);
  return serveStatic(pageDir, url.pathname, response);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
