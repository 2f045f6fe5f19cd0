import type { Button, HomeView } from '@slack/types';
import { addClientButton } from '../clients/view.ts';
import type { Viewer } from '../people/rules.ts';
import { PORTFOLIO_SHOW } from '../portfolio/list/list-view.ts';
import { awayButton, preferencesButton } from '../preferences/preferences-modal.ts';
import { workspaceSettingsButton } from '../preferences/settings-modal.ts';
import {
  actions,
  type Block,
  bullets,
  button,
  divider,
  header,
  paragraph,
  plain,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import { ownScheduleBlocks } from '../upcoming/view.ts';
import { clientsBlocks, homePage } from './clients-view.ts';
import type { HomeData } from './load-home.ts';
import { placeOf } from './page.ts';
import { todayBlocks } from './today-view.ts';

const NO_LEAD =
  '⚠️ Nobody hears when something goes wrong, as when a client comes to be at risk, or nobody replies. Choose a lead.';

/** Looks the Home up again, once it could not be shown. */
export const HOME_AGAIN = 'home-again';

/**
 * What waits for the reader, their clients, what is coming, and what else they can do.
 *
 * @param wanted the page of clients, from 0; the last one where there are fewer.
 */
export function homeView(data: HomeData, reader: Viewer, now: Temporal.Instant, wanted = 0): HomeView {
  const { mine, asked, promised, schedule } = data;
  const page = homePage(mine, wanted);
  const isIdle = mine.length === 0 && asked.length === 0 && promised.length === 0;
  const blocks = [
    ...(isIdle ? [] : todayBlocks(data, reader, now)),
    ...(mine.length === 0 ? welcome() : clientsBlocks(data, page, reader, now)),
    ...(schedule || mine.length > 0 ? ownScheduleBlocks(schedule, reader) : []),
    ...closing(data),
  ];
  const today = now.toZonedDateTimeISO(reader.timeZone).toPlainDate();
  return { type: 'home', private_metadata: placeOf(page.page, today), blocks };
}

/** The App Home of somebody who may not use Rapport. */
export function emptyHome(why: string): HomeView {
  return { type: 'home', blocks: [section(plain(why))] };
}

/** What stands in for a Home that takes its time. */
export function loadingHome(place: string): HomeView {
  return { type: 'home', private_metadata: place, blocks: [section(plain('Looking up your clients …'))] };
}

/** What stands in for a Home that cannot be shown just now. */
export function failedHome(place: string): HomeView {
  const why = 'Rapport cannot look up your clients right now. Nothing is lost. Please try again in a minute.';
  return {
    type: 'home',
    private_metadata: place,
    blocks: [
      section(plain(why)),
      actions('home-again', [button('Try again', HOME_AGAIN, 'again', { style: 'primary' })]),
    ],
  };
}

/** What Rapport does, and the one button to begin. */
function welcome(): Block[] {
  return [
    header('You look after no client yet'),
    richText(
      paragraph('Add one, and from then on:'),
      bullets(
        ['🔔 I ask you how they are doing, at a time that suits you.'],
        ['💬 You tell me what they said. It takes half a minute.'],
        ['🚦 I tell you early, and why, when one of them goes quiet, cools or may leave.'],
      ),
    ),
    actions('home-welcome', [addClientButton('primary')]),
  ];
}

/** Nothing, while there is nothing in the workspace to list or to be asked about. */
function closing({ mine, hasClients, hasLead }: HomeData): Block[] {
  if (!hasClients) return [];
  const buttons: Button[] = [listButton(), preferencesButton(), awayButton()];
  return [
    ...(hasLead ? [] : [section(plain(NO_LEAD), workspaceSettingsButton())]),
    divider(),
    actions('home-add', mine.length > 0 ? [addClientButton('primary'), ...buttons] : buttons),
  ];
}

function listButton(): Button {
  return button('All clients', PORTFOLIO_SHOW, 'list');
}
