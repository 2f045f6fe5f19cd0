import type { Button, HomeView } from '@slack/types';
import { addClientButton } from '../clients/view.ts';
import type { Viewer } from '../people/rules.ts';
import { PORTFOLIO_SHOW } from '../portfolio/list/view.ts';
import { awayButton } from '../preferences/absence-modal.ts';
import { preferencesButton } from '../preferences/preferences-modal.ts';
import { workspaceSettingsButton } from '../preferences/workspace-settings-modal.ts';
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
import { encodePage, type HomeData } from './rules.ts';
import { todayBlocks } from './today-view.ts';

const NO_LEAD = '⚠️ Pick a lead, so someone is told when a client is at risk or a reminder goes unanswered.';

/** Tries again after the Home could not be built. */
export const HOME_RETRY = 'home-again';

/**
 * What is due for somebody, their clients, their schedule, and what else they can do.
 *
 * @param wanted the page of clients, from 0; the last one where there are fewer.
 */
export function homeView(data: HomeData, viewer: Viewer, now: Temporal.Instant, wanted = 0): HomeView {
  const { mine, prompts, followUps, schedule } = data;
  const page = homePage(mine, wanted);
  const isIdle = mine.length === 0 && prompts.length === 0 && followUps.length === 0;
  const blocks = [
    ...(isIdle ? [] : todayBlocks(data, viewer, now)),
    ...(mine.length === 0 ? welcome() : clientsBlocks(data, page, viewer, now)),
    ...(schedule || mine.length > 0 ? ownScheduleBlocks(schedule, viewer) : []),
    ...footer(data),
  ];
  const today = now.toZonedDateTimeISO(viewer.timeZone).toPlainDate();
  return { type: 'home', private_metadata: encodePage(page.page, today), blocks };
}

/** The Home of somebody who may not use Rapport. */
export function emptyHome(why: string): HomeView {
  return { type: 'home', blocks: [section(plain(why))] };
}

/** @param page the page to show next, as `encodePage` made it. */
export function loadingHome(page: string): HomeView {
  return { type: 'home', private_metadata: page, blocks: [section(plain('Loading your clients …'))] };
}

/** @param page the page to try again, as `encodePage` made it. */
export function failedHome(page: string): HomeView {
  const why = 'I can’t load your clients right now. Nothing is lost. Try again in a minute.';
  return {
    type: 'home',
    private_metadata: page,
    blocks: [
      section(plain(why)),
      actions('home-again', [button('Try again', HOME_RETRY, 'again', { style: 'primary' })]),
    ],
  };
}

/** What Rapport does, and the one button to begin. */
function welcome(): Block[] {
  return [
    header('You have no clients yet'),
    richText(
      paragraph('Add one, and from then on:'),
      bullets(
        ['🔔 I’ll remind you to check in with them, at a time that suits you.'],
        ['💬 You tell me what they said. It takes half a minute.'],
        ['🚦 I’ll tell you early, and why, when one of them goes quiet, cools off or might leave.'],
      ),
    ),
    actions('home-welcome', [addClientButton('primary')]),
  ];
}

/** Nothing while the workspace has no clients: there is nothing to list or to be reminded of. */
function footer({ mine, hasClients, hasLead }: HomeData): Block[] {
  if (!hasClients) return [];
  const buttons: Button[] = [
    button('All clients', PORTFOLIO_SHOW, 'list'),
    preferencesButton(),
    awayButton(),
  ];
  return [
    ...(hasLead ? [] : [section(plain(NO_LEAD), workspaceSettingsButton())]),
    divider(),
    actions('home-add', mine.length > 0 ? [addClientButton('primary'), ...buttons] : buttons),
  ];
}
