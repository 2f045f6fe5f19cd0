import { UserError } from '../runtime/errors.ts';
import { isShared } from '../slack/outbound/audience.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import { FIELDS } from './fields.ts';

/**
 * Turns away a channel that another company shares, or is invited to, as our own channel about a client. A channel that
 * Slack does not show us passes: whatever is posted there later is checked again.
 *
 * @throws UserError at the channel's field.
 */
export async function assertInternal(web: WebQueries, channelId: string | null): Promise<void> {
  if (channelId === null) return;
  const channel = await web.conversations
    .info({ channel: channelId })
    .then((answer) => answer.channel)
    .catch(() => undefined);
  if (channel && isShared(channel)) {
    throw new UserError(
      'That channel is shared with another company. Choose one that is only yours, or none.',
      FIELDS.channel,
    );
  }
}
