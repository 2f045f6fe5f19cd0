import type { BlockAction } from '@slack/bolt';
import type { ListenerContext } from './slack.ts';
import { chosenValue } from './surface.ts';
import type { RequestIds } from './with-error-reply.ts';

/** Somebody looks at their Home. */
export interface HomeOpened extends RequestIds {
  /** Undefined where Slack does not say. */
  teamId: string | undefined;
  /** What the Home carries along that they see now; empty for none. */
  metadata: string;
}

export interface HomeAction extends HomeOpened {
  /** The button's value; empty when there is none. */
  value: string;
}

export function listenToHomeOpened(
  { bolt }: ListenerContext,
  run: (opened: HomeOpened) => Promise<void>,
): void {
  bolt.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    await run({
      userId: event.user,
      teamId: undefined,
      listener: 'app_home_opened',
      metadata: event.view?.private_metadata ?? '',
    });
  });
}

export function listenToHomeAction(
  { bolt }: ListenerContext,
  actionId: string | RegExp,
  run: (pressed: HomeAction) => Promise<void>,
): void {
  bolt.action<BlockAction>({ type: 'block_actions', action_id: actionId }, async ({ ack, action, body }) => {
    await ack();
    await run({
      userId: body.user.id,
      teamId: body.user.team_id,
      listener: action.action_id,
      metadata: body.view?.private_metadata ?? '',
      value: chosenValue(action),
    });
  });
}

export function listenToHomePress(
  { bolt }: ListenerContext,
  note: (userId: string, metadata: string) => void,
): void {
  bolt.use(async ({ body, next }) => {
    const { view, user } = body as Partial<BlockAction>;
    if (view?.type === 'home' && user) note(user.id, view.private_metadata);
    await next();
  });
}
