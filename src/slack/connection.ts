import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../runtime/log.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import { slackLogger } from './logger.ts';

/** How Rapport reaches Slack, and Slack reaches Rapport. */
export interface SlackAddress {
  botToken: string;
  /** Where the Web API is, ending in `/api/`; undefined for Slack's own. Socket Mode gets its own address there. */
  apiUrl: string | undefined;
  /** Socket Mode when there is an app token, HTTP otherwise. */
  receive: { mode: 'socket'; appToken: string } | { mode: 'http'; signingSecret: string; port: number };
}

/** The workspace that the token belongs to. */
export interface Installation {
  workspaceId: string;
  workspaceName: string;
  botUserId: string;
}

export interface SlackConnection {
  bolt: App;
  /** It does not retry, so that nothing is sent twice unnoticed. */
  web: WebClient;
  installation: Installation;
  /** Starts to listen. Register everything before. */
  start(): Promise<void>;
  /** Stops listening, and waits until every running listener has ended, or `deadlineMs` have passed. */
  stop(deadlineMs: number): Promise<void>;
  /** Whether Slack can reach us now. */
  connected(): boolean;
}

/** Requests that claim to be signed later than this, in seconds, are refused; Bolt itself bounds only the past. */
const FUTURE_SECONDS = 300;

/**
 * Connects to Slack as the installed app.
 *
 * @throws the Web API's error when the token is not valid, or Slack cannot be reached.
 */
export async function connectSlack(address: SlackAddress, log: Logger): Promise<SlackConnection> {
  const clientOptions = clientOptionsFor(address, log);
  const web = new WebClient(address.botToken, clientOptions);
  const installation = await findInstallation(web);
  const listeners = new RunningListeners();
  const socket: SocketState = { isUp: false };
  const bolt = new App({
    token: address.botToken,
    receiver: createReceiver(address, clientOptions, log, socket),
    clientOptions,
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: slackLogger(log),
    logLevel: LogLevel.INFO,
  });
  guardRequests(bolt, log, listeners);
  await bolt.init();

  return {
    bolt,
    web,
    installation,
    async start() {
      await bolt.start();
      if (address.receive.mode === 'http') socket.isUp = true;
    },
    async stop(deadlineMs) {
      await bolt.stop();
      socket.isUp = false;
      await listeners.ended(deadlineMs);
    },
    connected: () => socket.isUp,
  };
}

/** Whether Slack can reach us: over the socket or, once we listen, over HTTP. */
interface SocketState {
  isUp: boolean;
}

function clientOptionsFor({ apiUrl }: SlackAddress, log: Logger): WebClientOptions {
  return {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  };
}

async function findInstallation(web: WebClient): Promise<Installation> {
  const auth = await web.auth.test();
  const workspaceId = auth.team_id ?? auth.enterprise_id;
  if (!workspaceId || !auth.user_id) {
    throw new Error('Slack does not say which workspace the token belongs to');
  }
  return { workspaceId, workspaceName: auth.team ?? workspaceId, botUserId: auth.user_id };
}

function createReceiver(
  { receive }: SlackAddress,
  clientOptions: WebClientOptions,
  log: Logger,
  socket: SocketState,
): Receiver {
  if (receive.mode === 'http') {
    return new HTTPReceiver({
      signingSecret: receive.signingSecret,
      port: receive.port,
      endpoints: '/slack/events',
      logger: slackLogger(log),
      customPropertiesExtractor: ({ headers }) => ({
        signedAt: Number(headers['x-slack-request-timestamp']),
      }),
    });
  }
  const receiver = new SocketModeReceiver({
    appToken: receive.appToken,
    installerOptions: { clientOptions },
    logger: slackLogger(log),
  });
  const set = (isUp: boolean) => () => {
    socket.isUp = isUp;
  };
  receiver.client.on('connected', set(true));
  receiver.client.on('disconnected', set(false));
  receiver.client.on('reconnecting', set(false));
  return receiver;
}

/** Refuses requests signed in the future, counts the others while they run, and logs what a listener throws. */
function guardRequests(bolt: App, log: Logger, listeners: RunningListeners): void {
  bolt.use(async ({ context, next }) => {
    const { signedAt } = context;
    if (typeof signedAt === 'number' && signedAt > Date.now() / 1000 + FUTURE_SECONDS) {
      log.warn({ signedAt }, 'refused a request signed in the future');
      return;
    }
    await listeners.count(next);
  });
  bolt.error(async ({ error, context }: { error: { code: string }; context: { retryNum?: number } }) => {
    log.error({ code: error.code, retry: context.retryNum }, 'a listener failed');
  });
}

/** Tells when the last running listener has ended. */
class RunningListeners {
  #running = 0;
  #waiting: (() => void)[] = [];

  async count(run: () => Promise<void>): Promise<void> {
    this.#running += 1;
    try {
      await run();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }

  async ended(deadlineMs: number): Promise<void> {
    if (this.#running === 0) return;
    const ended = Promise.withResolvers<void>();
    this.#waiting.push(ended.resolve);
    await withTimeout(ended.promise, deadlineMs, () => {});
  }
}
