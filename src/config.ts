import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from './runtime/log.ts';
import { StartError } from './runtime/start-error.ts';
import type { SlackAddress } from './slack/connection.ts';
import type { DatabaseLocation } from './storage/prepare.ts';

/** Rapport's settings, checked and deeply frozen. */
export interface Config extends StorageConfig {
  slack: SlackAddress;
  /** Redis for the queue; undefined to keep it in Postgres. */
  redisUrl: string | undefined;
  /** Where `/health/live` and `/health/ready` are served; undefined for nowhere. */
  health: { host: string; port: number } | undefined;
}

/** The settings that `npm run migrate` needs too. */
export interface StorageConfig {
  database: DatabaseLocation;
  logLevel: LogLevel;
}

/** What the default data directory depends on, besides the environment. */
export interface Machine {
  platform: NodeJS.Platform;
  /** Numeric user id; undefined on Windows. */
  uid: number | undefined;
  home: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port number, up to 65535');

const environmentSchema = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'must begin with xoxb- (without quotes)').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must begin with xapp- (without quotes)').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  PORT: port.default(3000),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, 'must be an address that begins with postgres://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/./, 'must be an address that begins with redis:// or rediss://')
    .optional(),
  RAPPORT_DATA_DIR: z
    .string()
    .refine((path) => !path.startsWith('~'), 'must be the full path: only a shell knows what ~ means')
    .optional(),
  HEALTH_PORT: port.optional(),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

type Settings = z.infer<typeof environmentSchema>;

/**
 * Every variable that Rapport reads.
 *
 * @internal
 */
export const CONFIG_KEYS: readonly string[] = Object.keys(environmentSchema.shape);

/**
 * Reads the settings of the bot.
 *
 * @throws StartError that names every problem at once and repeats no value, since most of them are secrets.
 */
export function readConfig(environment: Environment, machine: Machine): Config {
  const { settings, problems } = readSettings(environment);
  const slackProblem = missingTokens(environment);
  if (slackProblem) problems.push(slackProblem);
  if (!settings || problems.length > 0) throw new StartError(problems.join('\n'));
  return freeze({
    slack: {
      botToken: settings.SLACK_BOT_TOKEN ?? '',
      apiUrl: settings.SLACK_API_URL,
      receive: settings.SLACK_APP_TOKEN
        ? { mode: 'socket', appToken: settings.SLACK_APP_TOKEN }
        : { mode: 'http', signingSecret: settings.SLACK_SIGNING_SECRET ?? '', port: settings.PORT },
    },
    ...storageOf(settings, environment, machine),
    redisUrl: settings.REDIS_URL,
    health:
      settings.HEALTH_PORT === undefined
        ? undefined
        : { host: settings.HEALTH_HOST, port: settings.HEALTH_PORT },
  });
}

/** Reads what the database needs, and nothing about Slack. @throws StartError as `readConfig` does. */
export function readStorageConfig(environment: Environment, machine: Machine): StorageConfig {
  const { settings, problems } = readSettings(environment);
  if (!settings) throw new StartError(problems.join('\n'));
  return freeze(storageOf(settings, environment, machine));
}

/**
 * Where programs keep their data on this platform; for root, where services keep theirs.
 *
 * @internal
 */
export function defaultDataDir(environment: Environment, machine: Machine): string {
  if (machine.platform === 'win32') {
    return join(setting(environment, 'LOCALAPPDATA') ?? join(machine.home, 'AppData', 'Local'), 'rapport');
  }
  if (machine.uid === 0) return '/var/lib/rapport';
  if (machine.platform === 'darwin') return join(machine.home, 'Library', 'Application Support', 'rapport');
  const shared = setting(environment, 'XDG_DATA_HOME');
  return join(shared?.startsWith('/') ? shared : join(machine.home, '.local', 'share'), 'rapport');
}

function readSettings(environment: Environment): { settings: Settings | undefined; problems: string[] } {
  const given = Object.fromEntries(CONFIG_KEYS.map((key) => [key, setting(environment, key)]));
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`) ?? [];
  return { settings: parsed.data, problems };
}

/** An empty variable, as `docker compose` and `.env` files leave behind, counts as unset. */
function setting(environment: Environment, key: string): string | undefined {
  return environment[key]?.trim() || undefined;
}

function missingTokens(environment: Environment): string | undefined {
  const has = (key: string) => setting(environment, key) !== undefined;
  const missing: string[] = [];
  if (!has('SLACK_BOT_TOKEN')) missing.push('SLACK_BOT_TOKEN');
  if (!has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET')) {
    missing.push('SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET)');
  }
  if (missing.length === 0) return undefined;
  return (
    `Missing: ${missing.join(' and ')}. Get them at https://api.slack.com/apps, as the README's ` +
    '"Use it in your Slack" shows, or try Rapport without Slack: npm run demo'
  );
}

function storageOf(settings: Settings, environment: Environment, machine: Machine): StorageConfig {
  const dataDir = resolve(settings.RAPPORT_DATA_DIR ?? defaultDataDir(environment, machine));
  return {
    database: settings.DATABASE_URL === undefined ? { dataDir } : { url: settings.DATABASE_URL },
    logLevel: settings.LOG_LEVEL,
  };
}

function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner);
  return Object.freeze(value);
}
