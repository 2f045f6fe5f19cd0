import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from '../runtime/log.ts';

/**
 * Writes the log lines of Slack's libraries to our log. Their debug lines hold whole payloads, clients' words included, so
 * these are dropped whatever the level.
 */
export function slackLogger(log: Logger): BoltLogger {
  const child = log.child({ from: 'slack' });
  return {
    debug: () => {},
    info: (...parts) => child.debug({}, join(parts)),
    warn: (...parts) => child.warn({}, join(parts)),
    error: (...parts) => child.error({}, join(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function join(parts: unknown[]): string {
  return parts
    .map((part) => (part instanceof Error ? part.name : typeof part === 'string' ? part : ''))
    .join(' ')
    .trim();
}
