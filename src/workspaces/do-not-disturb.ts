import type { WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import { explain, slackCode } from '../errors.ts';
import type { Logger } from '../log.ts';

/** How long an answer that somebody is not to be disturbed is believed, in minutes: they may end it sooner. */
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
  web: WebClient,
  clock: Clock,
  log: Logger,
): (workspaceId: string, personId: string) => Promise<Temporal.Instant | null> {
  const known = new Map<string, { until: Temporal.Instant; believedUntil: Temporal.Instant }>();
  let askedAgainAt = clock.now();
  return async (_, personId) => {
    const now = clock.now();
    const before = known.get(personId);
    if (before && isBefore(now, before.believedUntil))
      return isBefore(now, before.until) ? before.until : null;
    known.delete(personId);
    if (isBefore(now, askedAgainAt)) return null;
    try {
      const until = await askSlack(web, personId, now);
      if (until) known.set(personId, { until, believedUntil: now.add({ minutes: BELIEVED_MINUTES }) });
      return until;
    } catch (error) {
      log.warn({ personId, code: explain(error).code }, 'do-not-disturb is not known');
      if (!isAboutThem(error)) askedAgainAt = now.add({ minutes: PAUSE_MINUTES });
      return null;
    }
  };
}

async function askSlack(
  web: WebClient,
  personId: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const { dnd_enabled, next_dnd_start_ts = 0, next_dnd_end_ts = 0 } = await web.dnd.info({ user: personId });
  const seconds = now.epochMilliseconds / 1_000;
  const isOn = dnd_enabled === true && next_dnd_start_ts <= seconds && seconds < next_dnd_end_ts;
  return isOn ? Temporal.Instant.fromEpochMilliseconds(next_dnd_end_ts * 1_000) : null;
}

/** An answer about that one person, where others may have another. */
function isAboutThem(error: unknown): boolean {
  return slackCode(error) === 'user_not_found';
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
