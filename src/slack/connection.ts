import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { withTimeout } from '../runtime/with-timeout.ts';
import { slackLogger } from './logger.ts';

/** How Rapport reaches Slack, and is reached. */
export interface SlackAddress {
  botToken: string;
  /** Where the Web API is, ending in `/api/`; undefined for Slack's own. Socket Mode asks there for its address too. */
  apiUrl: string | undefined;
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
  /** For what Rapport sends of its own accord: no retries, so that nothing is sent twice unnoticed. */
  web: WebClient;
  installation: Installation;
  /** Starts to listen. Everything must have been registered before. */
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
 * @throws the Web API's error when the token is not good, or Slack cannot be reached.
 */
export async function connectSlack(address: SlackAddress, log: Logger): Promise<SlackConnection> {
  const clientOptions: WebClientOptions = {
    ...(address.apiUrl ? { slackApiUrl: address.apiUrl } : {}),
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  };
  const web = new WebClient(address.botToken, clientOptions);
  const auth = await web.auth.test();
  const workspaceId = auth.team_id ?? auth.enterprise_id;
  if (!workspaceId || !auth.user_id)
    throw new Error('Slack does not say which workspace the token belongs to');

  const listeners = new RunningListeners();
  let socketUp = false;
  const receiver: Receiver & { client?: SocketModeReceiver['client'] } =
    address.receive.mode === 'socket'
      ? new SocketModeReceiver({
          appToken: address.receive.appToken,
          installerOptions: { clientOptions },
          logger: slackLogger(log),
        })
      : new HTTPReceiver({
          signingSecret: address.receive.signingSecret,
          port: address.receive.port,
          endpoints: '/slack/events',
          logger: slackLogger(log),
          customPropertiesExtractor: ({ headers }) => ({
            signedAt: Number(headers['x-slack-request-timestamp']),
          }),
        });
  receiver.client?.on('connected', () => {
    socketUp = true;
  });
  receiver.client?.on('disconnected', () => {
    socketUp = false;
  });
  receiver.client?.on('reconnecting', () => {
    socketUp = false;
  });

  const bolt = new App({
    token: address.botToken,
    receiver,
    clientOptions,
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: slackLogger(log),
    logLevel: LogLevel.INFO,
  });
  bolt.use(async ({ context, next }) => {
    const signedAt = context.signedAt;
    if (typeof signedAt === 'number' && signedAt > Date.now() / 1000 + FUTURE_SECONDS) {
      log.warn({ signedAt }, 'refused a request signed in the future');
      return;
    }
    await listeners.count(next);
  });
  bolt.error(async ({ error, context }: { error: { code: string }; context: { retryNum?: number } }) => {
    log.error({ code: error.code, retry: context.retryNum }, 'a listener failed');
  });
  await bolt.init();

  return {
    bolt,
    web,
    installation: { workspaceId, workspaceName: auth.team ?? workspaceId, botUserId: auth.user_id },
    async start() {
      await bolt.start();
      if (address.receive.mode === 'http') socketUp = true;
    },
    async stop(deadlineMs) {
      await bolt.stop();
      socketUp = false;
      await listeners.ended(deadlineMs);
    },
    connected: () => socketUp,
  };
}

/** Knows when the last running listener has ended. */
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
