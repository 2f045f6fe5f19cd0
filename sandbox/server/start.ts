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
  /** The page's buttons that move the clock. Without it there are none. */
  clockControl?: ClockControl;
  /** Where the built page is; without it there is none. */
  pageDir?: string;
  /** Deliver by signed HTTP to this address instead of over Socket Mode. */
  requestUrl?: string;
  /** Made up where it is not given. */
  credentials?: { [Name in 'botToken' | 'appToken' | 'signingSecret']?: string | undefined };
  /** What `keep()` of an earlier sandbox gave: its conversations go on. */
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
  /** Settles when an app has opened a socket; at once with `requestUrl`. */
  whenConnected(): Promise<void>;
  /** The conversations as they are now, for the next sandbox's `kept`. */
  keep(): Buffer;
  stop(): Promise<void>;
}

/** Starts a local Slack on a loopback port. @throws Error when Slack would refuse the manifest, with every reason. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const problems = checkManifest(options.manifest);
  if (problems.length > 0) throw new Error(`Slack would refuse this manifest:\n${problems.join('\n')}`);
  const ackMs = options.ackTimeoutMs ?? 3000;
  const { clock, credentials = {} } = options;
  const signingSecret = credentials.signingSecret || secret(16);
  const tokens = {
    bot: credentials.botToken || `xoxb-sandbox-${secret(12)}`,
    app: credentials.appToken || `xapp-1-A0SANDBOX1-${secret(12)}`,
  };
  const state = createState(options.world, readManifest(options.manifest), clock);
  if (options.kept) restore(state, options.kept);
  const socket = new SocketMode(state.app.id, ackMs);
  const delivery = options.requestUrl ? new HttpDelivery(options.requestUrl, signingSecret, ackMs) : socket;
  const events = new Events(state, delivery);
  const triggers = new Triggers(clock);
  const responseUrls = new ResponseUrls(clock);
  const faults = new Faults();
  const calls = new CallLog(clock);
  const limits = new RateLimits(options.rateLimits ?? 'slack', clock);
  const sandboxClock = new SandboxClock(clock, options.clockControl);
  const scheduler = setInterval(() => postScheduled(state, events), 500);
  scheduler.unref();
  socket.onConnected(() => changed(state));
  socket.onDisconnected(() => changed(state));

  const api: ApiParts = {
    context: { state, triggers, events, socket, baseUrl: '' },
    tokens,
    faults,
    limits,
    calls,
  };
  const control: ControlParts = {
    state,
    delivery,
    events,
    triggers,
    responseUrls,
    clock: sandboxClock,
    faults,
    calls,
    socket,
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const [, first = '', second = ''] = url.pathname.split('/');
    if (first === 'api') return serveApi(api, second, request, response);
    if (first === 'response')
      return serveResponseUrl({ state, events, responseUrls, calls, faults }, second, request, response);
    if (first === 'upload') return serveUpload(state, second, request, response);
    if (!isLocal(request)) return sendJson(response, 403, { error: 'Only this machine may look' });
    if (first === 'sandbox') return serveControl(control, url, request, response);
    return serveStatic(options.pageDir ?? null, url.pathname, response);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      console.error('sandbox:', error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: 'fatal_error', reason: String(error) });
    });
  });
  server.on('upgrade', (request, stream, head) => socket.upgrade(request, stream, head));
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  api.context.baseUrl = url;
  responseUrls.baseUrl = url;

  return {
    url,
    slackApiUrl: `${url}/api/`,
    botToken: tokens.bot,
    appToken: tokens.app,
    signingSecret,
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

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
