import type { UserChangeEvent } from '@slack/types';
import type { ListenerContext } from './slack.ts';

/** A `user_change` event. */
export interface UserChange {
  /** Slack delivers an event again under the same id. */
  eventId: string;
  /** The user as Slack's `users.info` describes one. */
  user: UserChangeEvent['user'];
}

export function listenToUserChange(
  { bolt }: ListenerContext,
  run: (change: UserChange) => Promise<void>,
): void {
  bolt.event('user_change', async ({ event, body }) => {
    await run({ eventId: body.event_id, user: event.user });
  });
}
