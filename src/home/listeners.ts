import type { BlockAction } from '@slack/bolt';
import { openEdit } from '../clients/open-edit.ts';
import { openFollowUp } from '../follow-ups/open-follow-up.ts';
import type { Clock } from '../runtime/clock.ts';
import { onAction, type Slack } from '../slack/inbound/listen.ts';
import { chosenValue } from '../slack/inbound/surface.ts';
import type { Database } from '../storage/database.ts';
import { HOME_CARD_MENU, HOME_TURN, parseCardChoice } from './clients-view.ts';
import type { HomePlaces } from './page.ts';
import { openHome } from './publish-home.ts';
import { HOME_AGAIN } from './view.ts';

/** Listens to the App Home being opened, and to what leads on in it. */
export function registerHomeListeners(slack: Slack, db: Database, clock: Clock, places: HomePlaces): void {
  // Whatever is pressed in a Home tells on which page it is, whichever process has shown it.
  slack.bolt.use(async ({ body, next }) => {
    const { view, user } = body as Partial<BlockAction>;
    if (view?.type === 'home' && user) places.note(user.id, view.private_metadata);
    await next();
  });

  slack.bolt.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const place = event.view?.private_metadata ?? '';
    const opening = { userId: event.user, teamId: undefined, listener: 'app_home_opened', place };
    await openHome(slack, db, clock, places, opening);
  });

  onHomeButton(HOME_AGAIN, (place) => ({ place, isAwaited: true }));
  onHomeButton(new RegExp(`^${HOME_TURN}-`), (_, value) => ({ place: value }));

  onAction(slack, HOME_CARD_MENU, async (args) => {
    const { choice, clientId } = parseCardChoice(args.value);
    if (choice === 'edit') await openEdit(db, args, clientId);
    else await args.open(() => openFollowUp(db, clock, args.by, clientId, null));
  });

  /** It finds out who is asking as it looks up the Home, and says in the Home what has failed. */
  function onHomeButton(
    actionId: string | RegExp,
    opens: (place: string, value: string) => { place: string; isAwaited?: boolean },
  ): void {
    slack.bolt.action<BlockAction>(
      { type: 'block_actions', action_id: actionId },
      async ({ ack, action, body }) => {
        await ack();
        await openHome(slack, db, clock, places, {
          userId: body.user.id,
          teamId: body.user.team_id,
          listener: action.action_id,
          ...opens(body.view?.private_metadata ?? '', chosenValue(action)),
        });
      },
    );
  }
}
