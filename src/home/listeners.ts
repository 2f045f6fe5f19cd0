import { openEditClient } from '../clients/open-client.ts';
import { openFollowUp } from '../follow-ups/open-follow-up.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { cardChoices, HOME_CARD_MENU, HOME_TURN } from './clients-view.ts';
import { type HomeDeps, openHome } from './publish-home.ts';
import { HOME_RETRY } from './view.ts';

/** Listens to Home being opened, and to what is pressed in it. */
export function registerHomeListeners(slack: Slack, deps: HomeDeps): void {
  const { db, pages } = deps;
  // Another process may have shown this Home.
  slack.onHomePress((userId, page) => pages.note(userId, page));

  slack.onHomeOpened(({ metadata: page, ...opened }) => openHome(deps, { ...opened, page }));
  slack.onHomeAction(HOME_RETRY, ({ metadata: page, ...pressed }) =>
    openHome(deps, { ...pressed, page, isRetry: true }),
  );
  slack.onHomeAction(new RegExp(`^${HOME_TURN}-`), ({ value: page, ...pressed }) =>
    openHome(deps, { ...pressed, page }),
  );

  slack.onAction(HOME_CARD_MENU, async (args) => {
    const { choice, id } = cardChoices.parse(args.value);
    if (choice === 'edit') await openEditClient(db, args, id);
    else await args.open(() => openFollowUp(deps, args.by, { clientId: id, from: null }));
  });
}
