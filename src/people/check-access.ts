/** Who may use Rapport, and who may read what it says about clients. */
import { UserError } from '../runtime/errors.ts';
import type { Identify } from '../slack/inbound/requester.ts';
import type { AreInsiders } from '../slack/outbound/audience.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { cacheCutoff, loadPerson, type PeopleDeps, refreshPerson } from './load-person.ts';
import { isInsider, isOutsider } from './rules.ts';
import { findPeople } from './store.ts';

/** How many people Slack is asked about at once; `users.info` allows some hundred a minute. */
const ASKED_AT_ONCE = 5;

/** Identifies who sent a request, and turns away everybody who is not a member. */
export function createIdentify(deps: PeopleDeps, workspaceId: string): Identify {
  return async (userId, teamId) => {
    if (teamId !== undefined && isOtherCompany(workspaceId, teamId))
      throw await noAccess(deps.db, workspaceId);
    const person = await loadPerson(deps, workspaceId, userId);
    if (!isInsider(person.kind)) throw await noAccess(deps.db, workspaceId);
    return { workspaceId, userId, name: person.name, timeZone: person.timeZone };
  };
}

/**
 * Tells whether all of these people may read about clients. Our workspace's own apps may; somebody whom Slack does not
 * show may not. Nobody's answer is trusted for longer than a day.
 */
export function createAreInsiders(
  deps: PeopleDeps,
  { workspaceId, botUserId }: { workspaceId: string; botUserId: string },
): AreInsiders {
  return async (userIds) => {
    const others = userIds.filter((id) => id !== botUserId);
    const known = await findPeople(deps.db, workspaceId, others, cacheCutoff(deps));
    if ([...known.values()].some(({ kind }) => isOutsider(kind))) return false;
    const unknown = [...new Set(others)].filter((id) => !known.has(id));
    while (unknown.length > 0) {
      const asked = await Promise.all(
        unknown
          .splice(0, ASKED_AT_ONCE)
          .map((id) => refreshPerson(deps, workspaceId, id).catch(nullWhereNotShown)),
      );
      if (asked.some((person) => person === null || isOutsider(person.kind))) return false;
    }
    return true;
  };
}

function nullWhereNotShown(error: unknown): null {
  if (error instanceof UserError) return null;
  throw error;
}

/** The ids of an Enterprise organisation's teams do not show that they belong to it: there Slack is asked. */
function isOtherCompany(workspaceId: string, teamId: string): boolean {
  return workspaceId.startsWith('T') && teamId.startsWith('T') && teamId !== workspaceId;
}

async function noAccess(db: Database, workspaceId: string): Promise<UserError> {
  const { name } = await loadWorkspace(db, workspaceId);
  return new UserError(
    `Rapport is only for members of ${name}. If you are one, ask a Slack admin to check your account.`,
  );
}
