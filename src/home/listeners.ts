import { openEdit } from '../clients/open-edit.ts';
import { openFollowUp } from '../follow-ups/open-follow-up.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { HOME_CARD_MENU, HOME_TURN, parseCardChoice } from './clients-view.ts';
import { type HomeDeps, openHome } from './publish-home.ts';
import { HOME_AGAIN } from './view.ts';

/** Listens to the App Home being opened, and to what leads on in it. */
export function registerHomeListeners(slack: Slack, deps: HomeDeps): void {
  const { db, clock, places } = deps;
  // Whatever is pressed in a Home tells on which page it is, whichever process has shown it.
  slack.onHomePress((userId, place) => places.note(userId, place));

  slack.onHomeOpened(({ metadata, ...opened }) => openHome(deps, { ...opened, place: metadata }));
  slack.onHomeAction(HOME_AGAIN, ({ metadata, ...pressed }) =>
    openHome(deps, { ...pressed, place: metadata, isAwaited: true }),
  );
  slack.onHomeAction(new RegExp(`^${HOME_TURN}-`), (pressed) =>
    openHome(deps, { ...pressed, place: pressed.value }),
  );

  slack.onAction(HOME_CARD_MENU, async (args) => {
    const { choice, clientId } = parseCardChoice(args.value);
    if (choice === 'edit') await openEdit(db, args, clientId);
    else await args.open(() => openFollowUp(db, clock, args.by, clientId, null));
  });
}
