import type { PlainTextOption } from '@slack/types';
import type { Requester } from './requester.ts';
import type { ListenerContext } from './slack.ts';
import { logFailure } from './with-error-reply.ts';

/** What is offered for what somebody has typed. */
export type FindOptions = (by: Requester, typed: string) => Promise<PlainTextOption[]>;

/** Answers an `external_select` as the person types. On failure there are no options, and the log says why. */
export function listenToOptions(
  { bolt, identify, log }: ListenerContext,
  actionId: string,
  find: FindOptions,
): void {
  bolt.options({ type: 'block_suggestion', action_id: actionId }, async ({ ack, body }) => {
    // Bolt types the options as those of the old dialogs; Slack takes Block Kit's here.
    const answer = ack as unknown as (options: { options: PlainTextOption[] }) => Promise<void>;
    try {
      const by = await identify(body.user.id, body.user.team_id);
      await answer({ options: await find(by, body.value) });
    } catch (error) {
      logFailure(log, error, { userId: body.user.id, listener: actionId });
      await answer({ options: [] });
    }
  });
}
