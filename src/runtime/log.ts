import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The process's log: JSON lines, the object first (`log.info({ clientId }, 'Asked')`), ids rather than names.
 *
 * As a safety net it redacts what must never be logged, however deeply nested: secrets by key and by shape, and words about
 * or by a client by key. Errors are reduced to type, code, message and stack, because pg's and Slack's carry whole rows and
 * requests. Bindings of a child log are not redacted: bind only ids.
 *
 * @param destination where lines go; standard output by default.
 */
export function createLog(level: LogLevel = 'info', destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => redact(object, 0) as Record<string, unknown>,
      },
      // pino's own would run after ours, on what ours has made of the error.
      serializers: { err: (described: unknown) => described },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg) => (typeof arg === 'string' ? redactSecrets(arg) : arg)) as typeof args,
          );
        },
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/**
 * A log that writes nothing.
 *
 * @internal
 */
export const silentLog: Logger = createLog('silent');

/**
 * Slack's tokens of every kind, and the password inside a connection address.
 *
 * @internal
 */
export function redactSecrets(text: string): string {
  return text
    .replace(/\b(xox[a-z]|xapp|xwfp)-[\w-]+/gi, '$1-[secret]')
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@?#]*):[^\s/?#]*@/gi, '$1:[secret]@')
    .replace(/([?&](?:password|token|secret|sig)=)[^\s&#]+/gi, '$1[secret]');
}

const SECRET_KEYS = new Set([
  'token',
  'bottoken',
  'apptoken',
  'accesstoken',
  'refreshtoken',
  'authorization',
  'signingsecret',
  'clientsecret',
  'secret',
  'password',
  'cookie',
  'triggerid',
  'responseurl',
  'databaseurl',
  'redisurl',
  'connectionstring',
]);

/** Keys that can hold what a person typed: our own fields, Slack's payloads, and pg's error details. */
const WORD_KEYS = new Set([
  'name',
  'namekey',
  'realname',
  'displayname',
  'clientname',
  'contactname',
  'contactaddress',
  'contactreach',
  'email',
  'words',
  'clientwords',
  'question',
  'wentwell',
  'betterours',
  'bettertheirs',
  'reason',
  'skipreason',
  'what',
  'note',
  'notes',
  'text',
  'blocks',
  'view',
  'state',
  'values',
  'privatemetadata',
  'body',
  'payload',
  'detail',
  'parameters',
]);

const MOST_DEPTH = 8;

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (depth >= MOST_DEPTH) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redactField(key, inner, depth)]),
  );
}

function redactField(key: string, value: unknown, depth: number): unknown {
  const plain = key.replaceAll(/[_-]/g, '').toLowerCase();
  if (value === null || value === undefined) return value;
  if (SECRET_KEYS.has(plain)) return '[secret]';
  if (WORD_KEYS.has(plain)) return '[words]';
  return redact(value, depth + 1);
}

interface LoggedError {
  type: string;
  code?: string | number;
  constraint?: string;
  message: string;
  stack?: string;
  cause?: unknown;
}

function describeError(error: Error, depth: number): LoggedError {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const described: LoggedError = { type: error.name, message: errorText(error.message, code) };
  if (typeof code === 'string' || typeof code === 'number') described.code = code;
  if (typeof constraint === 'string') described.constraint = constraint;
  if (error.stack) {
    const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line));
    described.stack = redactSecrets(frames.join('\n'));
  }
  if (error.cause !== undefined && depth < MOST_DEPTH) described.cause = redact(error.cause, depth + 1);
  return described;
}

/** Postgres quotes the offending value in its data errors (class 22), such as text that is no date. */
function errorText(message: string, code: unknown): string {
  const text = redactSecrets(message);
  return typeof code === 'string' && /^22\w{3}$/.test(code) ? text.replaceAll(/"[^"]*"/g, '"[words]"') : text;
}
