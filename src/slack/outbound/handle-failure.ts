import { UserError } from '../../runtime/errors.ts';
import { endDelivery, markShown, postpone, scheduleRetry } from './attempt-store.ts';
import { AudienceUnknown } from './audience.ts';
import type { Attempt, DeliverDeps, Outcome } from './deliver.ts';
import { RateLimited } from './rate-limiter.ts';
import { failureCode, isInstallationProblem, isPermanent, retryAfterSeconds } from './slack-errors.ts';

/** A quarter of an hour apart at most: a reminder outlasts two days in which Slack is away. */
const MOST_ATTEMPTS = 200;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Decides what becomes of a delivery whose attempt failed. A message that may be sent keeps its row `sending`, so that the
 * next attempt looks for it before it sends.
 *
 * @throws the error where Slack had no part in it.
 */
export async function handleFailure(deps: DeliverDeps, attempt: Attempt, error: unknown): Promise<Outcome> {
  const { delivery } = attempt;
  if (error instanceof RateLimited) {
    await postpone(deps.db, delivery, error.retryAt);
    return 'later';
  }
  const code = failureCode(error);
  if (code === undefined) throw error;
  const isRefused = error instanceof UserError && !(error instanceof AudienceUnknown);
  if (isRefused || isPermanent(code) || delivery.attempts >= MOST_ATTEMPTS) {
    return giveUp(deps, attempt, code);
  }
  await retry(deps, attempt, code, retryAfterSeconds(error));
  return 'later';
}

async function giveUp(
  { db, clock, log, onUndeliverable }: DeliverDeps,
  { delivery, mayBeSent }: Attempt,
  code: string,
): Promise<Outcome> {
  const ids = idsOf(delivery, code);
  if (delivery.status === 'sent') {
    log.warn(ids, 'a sent message could not be brought up to date');
    await markShown(db, delivery, clock.now());
    return 'failed';
  }
  if (mayBeSent && delivery.attempts >= MOST_ATTEMPTS) {
    log.error(ids, 'nobody can tell whether a message was delivered');
    await endDelivery(db, delivery, 'unknown', code);
    return 'unknown';
  }
  log.error(ids, 'a message will not be delivered');
  await db.transaction().execute(async (trx) => {
    if (await endDelivery(trx, delivery, 'failed', code)) await onUndeliverable(trx, delivery, clock.now());
  });
  return 'failed';
}

async function retry(
  { db, clock, log, rateLimiter }: DeliverDeps,
  { delivery, mayBeSent, bucket }: Attempt,
  code: string,
  afterSeconds: number | undefined,
): Promise<void> {
  const waitMs = afterSeconds === undefined ? backoffMs(delivery.attempts) : afterSeconds * 1_000;
  const at = clock.now().add({ milliseconds: waitMs });
  if (code === 'ratelimited' && bucket) await rateLimiter.block(delivery.workspaceId, bucket, at);
  const level = isInstallationProblem(code) ? 'error' : 'warn';
  log[level]({ ...idsOf(delivery, code), mayBeSent }, 'a message will be tried again');
  await scheduleRetry(db, delivery, { code, at, mayBeSent });
}

function idsOf({ workspaceId, id, attempts }: Attempt['delivery'], code: string) {
  return { workspaceId, deliveryId: id, code, attempt: attempts };
}

/** Doubles with each attempt; the jitter keeps what failed together from coming back together. */
function backoffMs(attempts: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, 2_000 * 2 ** attempts);
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
