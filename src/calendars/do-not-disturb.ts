import type { Clock } from '../runtime/clock.ts';
import { slackCode, toUserError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/log.ts';
import type { WebQueries } from '../slack/web-queries.ts';

/** How long an answer is believed, in minutes: people begin and end it when they like. */
const BELIEVED_MINUTES = 5;

/** How long Slack is not asked about anybody once it did not answer, in minutes: nobody's reminder waits for that. */
const PAUSE_MINUTES = 1;

/**
 * Tells until when Slack keeps notifications from a person; null where it does not now. Where Slack does not say (it is
 * away, or Rapport was installed without `dnd:read`) it is null too: a reminder does not wait for that.
 *
 * Source: docs.slack.dev, `dnd.info`: the start and end, of now or else the next, in seconds.
 */
export function createDoNotDisturb(
  web: WebQueries,
  clock: Clock,
  log: Logger,
): (workspaceId: string, personId: string) => Promise<Temporal.Instant | null> {
  const known = new Map<string, { span: Span | null; believedUntil: Temporal.Instant }>();
  let askedAgainAt = clock.now();
  return async (_, personId) => {
    const now = clock.now();
    const before = known.get(personId);
    if (before && isBefore(now, before.believedUntil)) return endOf(before.span, now);
    known.delete(personId);
    if (isBefore(now, askedAgainAt)) return null;
    try {
      const span = await askSlack(web, personId);
      known.set(personId, { span, believedUntil: now.add({ minutes: BELIEVED_MINUTES }) });
      return endOf(span, now);
    } catch (error) {
      log.warn({ personId, code: toUserError(error).code }, 'do-not-disturb is not known');
      if (!isAboutThem(error)) askedAgainAt = now.add({ minutes: PAUSE_MINUTES });
      return null;
    }
  };
}

/** When Slack keeps notifications from somebody: now, or else the next time. */
interface Span {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

async function askSlack(web: WebQueries, personId: string): Promise<Span | null> {
  const { dnd_enabled, next_dnd_start_ts = 0, next_dnd_end_ts = 0 } = await web.dnd.info({ user: personId });
  if (dnd_enabled !== true) return null;
  const instant = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1_000);
  return { from: instant(next_dnd_start_ts), to: instant(next_dnd_end_ts) };
}

function endOf(span: Span | null, now: Temporal.Instant): Temporal.Instant | null {
  return span && !isBefore(now, span.from) && isBefore(now, span.to) ? span.to : null;
}

/** An answer about that one person, where others may have another. */
function isAboutThem(error: unknown): boolean {
  return slackCode(error) === 'user_not_found';
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
