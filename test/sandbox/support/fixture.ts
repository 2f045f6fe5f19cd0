import { App, type AppOptions, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { buildChannel, buildPerson } from '../../../sandbox/build-world.ts';
import { AdjustableClock } from '../../../sandbox/clock.ts';
import { connectSandbox } from '../../../sandbox/driver/sandbox-driver.ts';
import type { ChannelInfo, PersonInfo, World } from '../../../sandbox/protocol.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/server/start.ts';

const OURS = 'T0STUDIO01';
const THEIRS = 'T0ACMECO01';

/** A small workspace: two members, a guest, someone from another company in a shared channel, someone who left. */
const smallWorld: World = {
  team: { id: OURS, name: 'Studio', domain: 'studio' },
  people: [
    { ...person('U0ANNA0001', 'Anna Berg'), kind: 'admin' },
    person('U0BEN00001', 'Ben Cole'),
    { ...person('U0GUEST001', 'Gus Guest'), kind: 'guest' },
    { ...person('U0OUTSIDE1', 'Olga Outside'), kind: 'external', teamId: THEIRS },
    { ...person('U0GONE0001', 'Gil Gone'), kind: 'deactivated' },
  ],
  channels: [
    channel('C0GENERAL1', 'general', ['U0ANNA0001', 'U0BEN00001']),
    { ...channel('C0EMPTY001', 'elsewhere', ['U0ANNA0001']), hasApp: false },
    channel('C0GUESTS01', 'project', ['U0ANNA0001', 'U0GUEST001']),
    { ...channel('C0SHARED01', 'acme-shared', ['U0ANNA0001', 'U0OUTSIDE1']), sharedWithTeamIds: [THEIRS] },
    { ...channel('C0SECRET01', 'secret', ['U0BEN00001']), isPrivate: true, hasApp: false },
  ],
};

function person(id: string, realName: string): PersonInfo {
  return buildPerson({ id, realName, teamId: OURS, timeZone: 'Europe/Berlin' });
}

function channel(id: string, name: string, memberIds: string[]): ChannelInfo {
  return buildChannel({ id, name, memberIds });
}

export const anna = 'U0ANNA0001';
export const ben = 'U0BEN00001';
export const guest = 'U0GUEST001';
export const outsider = 'U0OUTSIDE1';
export const general = 'C0GENERAL1';
export const shared = 'C0SHARED01';

/** A manifest with everything on, in Slack's own form. */
export function foreignManifest(
  changes: { scopes?: string[]; events?: string[]; messagesTab?: boolean } = {},
) {
  return {
    display_information: { name: 'Poll' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: changes.messagesTab ?? true },
      bot_user: { display_name: 'Poll', always_online: true },
      slash_commands: [
        { command: '/poll', description: 'Starts a poll', usage_hint: '[question]', should_escape: false },
        { command: '/escaped', description: 'Shows escaping', should_escape: true },
      ],
      shortcuts: [
        { name: 'New poll', type: 'global', callback_id: 'new_poll', description: 'Starts a poll' },
        { name: 'Poll this', type: 'message', callback_id: 'poll_this', description: 'Asks about a message' },
      ],
    },
    oauth_config: { scopes: { bot: changes.scopes ?? allScopes } },
    settings: {
      event_subscriptions: {
        bot_events: changes.events ?? allEvents,
      },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  };
}

const allEvents = [
  'app_home_opened',
  'app_mention',
  'message.im',
  'message.channels',
  'user_change',
  'channel_shared',
];

const allScopes = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'dnd:read',
  'files:write',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'team:read',
  'users:read',
];

/** Undoes what a test started, last first. */
const releases: (() => Promise<unknown>)[] = [];

/** Has `undo` done after the test, before what was started earlier is undone. */
export function release(undo: () => Promise<unknown>): void {
  releases.push(undo);
}

export async function releaseAll(): Promise<void> {
  for (const release of releases.splice(0).reverse()) await release();
}

export async function startSmall(options: Partial<SandboxOptions> = {}) {
  const clock = new AdjustableClock();
  const sandbox = await startSandbox({
    world: structuredClone(smallWorld),
    manifest: foreignManifest(),
    clock,
    ...options,
  });
  releases.push(() => sandbox.stop());
  return { sandbox, clock, driver: connectSandbox(sandbox.url) };
}

/** Bolt and its clients report what these tests provoke; only a test's own failure is news. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A Bolt app on Socket Mode, started when `listen` has hung its listeners on it. It reconnects within a moment. */
export async function startApp(sandbox: Sandbox, listen: (app: App) => void): Promise<App> {
  const clientOptions = clientFor(sandbox);
  const app = new App({
    token: sandbox.botToken,
    socketMode: true,
    clientOptions,
    logger: quiet,
    receiver: new SocketModeReceiver({
      appToken: sandbox.appToken,
      clientPingTimeout: 300,
      logger: quiet,
      installerOptions: { clientOptions },
    }),
  });
  listen(app);
  await app.start();
  releases.push(() => app.stop());
  return app;
}

/** A Bolt app on signed HTTP, on a free port. Answers its request URL too. */
export async function startHttpApp(
  parts: Pick<Sandbox, 'slackApiUrl' | 'botToken'>,
  signingSecret: string,
  port: number,
  listen: (app: App) => void,
): Promise<App> {
  const app = new App({
    token: parts.botToken,
    signingSecret,
    clientOptions: clientFor(parts),
    logger: quiet,
  });
  listen(app);
  await app.start(port);
  releases.push(() => app.stop());
  return app;
}

function clientFor({ slackApiUrl }: Pick<Sandbox, 'slackApiUrl'>): NonNullable<AppOptions['clientOptions']> {
  return { slackApiUrl, logger: quiet, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
}
