import { toUserError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';

/** Who asked for what, in ids. */
export interface RequestIds {
  userId: string;
  /** The id of the action, the modal or the command. */
  listener: string;
}

/**
 * Runs what answers a person, and tells them in plain words when it fails. `reply` may itself fail (the database and
 * Slack can both be away); then the log is all there is.
 */
export async function withErrorReply(
  log: Logger,
  ids: RequestIds,
  reply: (message: string) => Promise<void>,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
    log.info(ids, 'answered');
  } catch (error) {
    logFailure(log, error, ids);
    await reply(toUserError(error).text).catch((failed: unknown) => logFailure(log, failed, ids));
  }
}

/** @param ids and, for a submission, the ids of the fields that are wrong. */
export function logFailure(log: Logger, error: unknown, ids: RequestIds & { fields?: string[] }): void {
  const { code, expected } = toUserError(error);
  if (expected) log.info({ ...ids, code }, 'refused');
  else log.error({ ...ids, code, stack: error instanceof Error ? stackOnly(error) : undefined }, 'failed');
}

/** Where it happened, without the message: a database's error can quote what a person typed. */
function stackOnly(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
