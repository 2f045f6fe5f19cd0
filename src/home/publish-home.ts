import type { HomeView } from '@slack/types';
import type { Clock } from '../runtime/clock.ts';
import { toUserError, UserError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/log.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import type { RefreshHomes } from '../slack/deps.ts';
import type { HomeOpened } from '../slack/inbound/homes.ts';
import { LOADING_VIEW_AFTER_MS } from '../slack/inbound/modals.ts';
import type { Identify, Requester } from '../slack/inbound/requester.ts';
import { withErrorReply } from '../slack/inbound/with-error-reply.ts';
import type { PublishHome } from '../slack/outbound/publish-home.ts';
import type { Database } from '../storage/database.ts';
import { loadHome } from './load-home.ts';
import { parsePage } from './rules.ts';
import { emptyHome, failedHome, homeView, loadingHome } from './view.ts';

/** What it takes to show people their Homes. */
export interface HomeDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  identify: Identify;
  publish: PublishHome;
  pages: HomePages;
}

/**
 * Which page each person saw last, as far as this process knows, so that a refresh stays on it. For anybody else a refresh
 * shows the first page.
 */
export class HomePages {
  readonly #pages = new Map<string, string>();

  /** @param page as `encodePage` made it. */
  note(userId: string, page: string): void {
    this.#pages.set(userId, page);
  }

  /** Empty for somebody unknown. */
  of(userId: string): string {
    return this.#pages.get(userId) ?? '';
  }
}

/**
 * @param page as `encodePage` made it; empty for the first.
 *
 * @internal
 */
export async function buildHome(
  { db, clock }: Pick<HomeDeps, 'db' | 'clock'>,
  by: Pick<Requester, 'workspaceId' | 'userId' | 'timeZone'>,
  page: string,
): Promise<HomeView> {
  const now = clock.now();
  const today = now.toZonedDateTimeISO(by.timeZone).toPlainDate();
  return homeView(await loadHome(db, by, now), by, now, parsePage(page, today));
}

/**
 * Refreshes people's Homes, and empties the Home of somebody who may not read about clients any more. A Home that cannot be
 * built, such as that of somebody who left Slack, stays as it was.
 */
export function createRefreshHomes(deps: HomeDeps): RefreshHomes {
  const { log, publish, pages } = deps;
  return async (...userIds) => {
    for (const userId of new Set(userIds)) {
      await buildHomeOrReason(deps, { userId, teamId: undefined, page: pages.of(userId) })
        .then((view) => publish(userId, view))
        .catch((error: unknown) => {
          log.warn({ userId, code: toUserError(error).code }, 'home not refreshed');
        });
    }
  };
}

/** Somebody wants to see a page of their Home. */
export interface HomeRequest extends Pick<HomeOpened, 'userId' | 'teamId' | 'listener'> {
  page: string;
  /** Whether the page shown is an error: then a loading view comes first, so that the press is seen to work. */
  isRetry?: boolean;
}

/**
 * Shows somebody their Home, behind a loading view where the database is slow. Where it cannot be built, it says so and
 * offers to try again.
 */
export async function openHome(deps: HomeDeps, request: HomeRequest): Promise<void> {
  const { log, publish, pages } = deps;
  const { userId, listener, page, isRetry = false } = request;
  let loadingHash: string | undefined;
  const show = (view: HomeView) => publish(userId, view, loadingHash);
  const showLoading = async () => {
    loadingHash = await show(loadingHome(page));
  };
  const showFailure = async () => {
    await show(failedHome(page));
  };
  await withErrorReply(log, { userId, listener }, showFailure, async () => {
    if (isRetry) await showLoading();
    const building = buildHomeOrReason(deps, request);
    const quick = await withTimeout(building, LOADING_VIEW_AFTER_MS, () => null);
    if (!quick && !isRetry) await showLoading();
    const view = quick ?? (await building);
    pages.note(userId, view.private_metadata ?? '');
    await show(view);
  });
}

/** For somebody who may not use Rapport, the reason why. */
async function buildHomeOrReason(
  deps: HomeDeps,
  { userId, teamId, page }: Pick<HomeRequest, 'userId' | 'teamId' | 'page'>,
): Promise<HomeView> {
  try {
    return await buildHome(deps, await deps.identify(userId, teamId), page);
  } catch (error) {
    if (error instanceof UserError) return emptyHome(error.message);
    throw error;
  }
}
