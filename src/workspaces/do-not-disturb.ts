import type { WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import { explain } from '../errors.ts';
import type { Logger } from '../log.ts';

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
  return async (_, personId) => {
    const now = clock.now().epochMilliseconds / 1_000;
    try {
      const {
        dnd_enabled,
        next_dnd_start_ts = 0,
        next_dnd_end_ts = 0,
      } = await web.dnd.info({
        user: personId,
      });
      const isOn = dnd_enabled === true && next_dnd_start_ts <= now && now < next_dnd_end_ts;
      return isOn ? Temporal.Instant.fromEpochMilliseconds(next_dnd_end_ts * 1_000) : null;
    } catch (error) {
      log.warn({ personId, code: explain(error).code }, 'do-not-disturb is not known');
      return null;
    }
  };
}
