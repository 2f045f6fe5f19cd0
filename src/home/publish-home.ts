import type { HomeView } from '@slack/types';
import type { Viewer } from '../people/rules.ts';
import type { Clock } from '../runtime/clock.ts';
import { toUserError, UserError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/log.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import type { RefreshHomes } from '../slack/deps.ts';
import { LOADING_VIEW_AFTER_MS } from '../slack/inbound/modals.ts';
import type { Identify } from '../slack/inbound/requester.ts';
import { withErrorReply } from '../slack/inbound/with-error-reply.ts';
import type { PublishHome } from '../slack/outbound/publish-home.ts';
import type { Database } from '../storage/database.ts';
import { loadHome } from './load-home.ts';
import { type HomePlaces, pageIn } from './page.ts';
import { emptyHome, failedHome, homeView, loadingHome } from './view.ts';

/** @param place what the Home carried along when it was shown last; empty for the first page. */
export async function buildHome(
  db: Database,
  clock: Clock,
  reader: Viewer & { workspaceId: string },
  place: string,
): Promise<HomeView> {
  const now = clock.now();
  const today = now.toZonedDateTimeISO(reader.timeZone).toPlainDate();
  return homeView(await loadHome(db, reader, now), reader, now, pageIn(place, today));
}

/** What it takes to show people their Homes. */
export interface HomeDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  identify: Identify;
  publish: PublishHome;
  places: HomePlaces;
}

/**
 * Brings these people's Homes up to date, and empties that of somebody who may not read about clients any more. A Home
 * that cannot be shown, such as that of one who has left Slack, stays as it was and keeps nobody else from theirs.
 */
export function createRefreshHomes(deps: HomeDeps): RefreshHomes {
  const { log, publish, places } = deps;
  return async (...userIds) => {
    for (const userId of new Set(userIds)) {
      await homeOf(deps, { userId, teamId: undefined, place: places.of(userId) })
        .then((view) => publish(userId, view))
        .catch((error: unknown) => {
          log.warn({ userId, code: toUserError(error).code }, 'a Home stays as it was');
        });
    }
  };
}

/** Who looks at their Home, how they came there, and on which page it is to open. */
export interface Opening {
  userId: string;
  teamId: string | undefined;
  listener: string;
  place: string;
  /** That somebody has pressed a button to see it: then it says at once that it is being looked up. */
  isAwaited?: boolean;
}

/**
 * Shows somebody their Home: at once where the database answers soon, else behind a loading view. Where it cannot be shown,
 * it says so, with a button to try again.
 */
export async function openHome(deps: HomeDeps, opening: Opening): Promise<void> {
  const { log, publish, places } = deps;
  const { userId, listener, place, isAwaited = false } = opening;
  let loadingHash: string | undefined;
  const show = (view: HomeView) => publish(userId, view, loadingHash);
  const wait = async () => {
    loadingHash = await show(loadingHome(place));
  };
  const fail = async () => {
    await show(failedHome(place));
  };
  await withErrorReply(log, { userId, listener }, fail, async () => {
    if (isAwaited) await wait();
    const building = homeOf(deps, opening);
    const first = await withTimeout(building, LOADING_VIEW_AFTER_MS, () => null);
    if (!first && !isAwaited) await wait();
    const view = first ?? (await building);
    places.note(userId, view.private_metadata ?? '');
    await show(view);
  });
}

async function homeOf(
  { db, clock, identify }: HomeDeps,
  { userId, teamId, place }: Pick<Opening, 'userId' | 'teamId' | 'place'>,
): Promise<HomeView> {
  try {
    return await buildHome(db, clock, await identify(userId, teamId), place);
  } catch (error) {
    if (error instanceof UserError) return emptyHome(error.message);
    throw error;
  }
}
