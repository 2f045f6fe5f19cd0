import { slackCode, toUserError } from '../runtime/errors.ts';
import type { Deps } from '../slack/deps.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { DoNotDisturbUntil } from './rules.ts';

/** How long an answer is trusted, in minutes: people begin and end it when they like. */
const TRUSTED_MINUTES = 5;

/** How long Slack is left alone after it failed to answer, in minutes. */
const PAUSE_MINUTES = 1;

/**
 * Tells until when Slack holds back a person's notifications; null when it does not. Also null when Slack does not say
 * (it is away, or Rapport was installed without `dnd:read`): a reminder does not wait for that.
 *
 * Source: docs.slack.dev, `dnd.info`: start and end of the current or the next time, in seconds.
 */
export function createDoNotDisturb({
  web,
  clock,
  log,
}: Pick<Deps, 'web' | 'clock' | 'log'>): DoNotDisturbUntil {
  const known = new Map<string, { span: Span | null; trustedUntil: Temporal.Instant }>();
  let pausedUntil = clock.now();
  return async (_, personId) => {
    const now = clock.now();
    const before = known.get(personId);
    if (before && isBefore(now, before.trustedUntil)) return endOf(before.span, now);
    known.delete(personId);
    if (isBefore(now, pausedUntil)) return null;
    try {
      const span = await loadSpan(web, personId);
      known.set(personId, { span, trustedUntil: now.add({ minutes: TRUSTED_MINUTES }) });
      return endOf(span, now);
    } catch (error) {
      log.warn({ personId, code: toUserError(error).code }, 'do-not-disturb is not known');
      if (!isAboutThem(error)) pausedUntil = now.add({ minutes: PAUSE_MINUTES });
      return null;
    }
  };
}

/** When Slack holds back somebody's notifications: now, or else the next time. */
interface Span {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

async function loadSpan(web: WebQueries, personId: string): Promise<Span | null> {
  const { dnd_enabled, next_dnd_start_ts = 0, next_dnd_end_ts = 0 } = await web.dnd.info({ user: personId });
  if (dnd_enabled !== true) return null;
  const instant = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1_000);
  return { from: instant(next_dnd_start_ts), to: instant(next_dnd_end_ts) };
}

function endOf(span: Span | null, now: Temporal.Instant): Temporal.Instant | null {
  return span && !isBefore(now, span.from) && isBefore(now, span.to) ? span.to : null;
}

/** The error says nothing about other people. */
function isAboutThem(error: unknown): boolean {
  return slackCode(error) === 'user_not_found';
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
