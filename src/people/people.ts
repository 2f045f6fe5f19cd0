import type { Clock } from '../runtime/clock.ts';
import { slackCode, UserError } from '../runtime/errors.ts';
import type { Identify } from '../slack/inbound/requester.ts';
import type { AreInsiders } from '../slack/outbound/audience.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { isInsider, isOutsider, type Person } from './rules.ts';
import { personSeen } from './slack-user.ts';
import { findPeople, findPerson, savePerson } from './store.ts';

/** How long what Slack said about a person is believed, in hours; `user_change` tells of changes earlier. */
const BELIEVED_HOURS = 24;

/** How many people Slack is asked about at once; `users.info` allows some hundred a minute. */
const ASKED_AT_ONCE = 5;

/**
 * The person, as Slack knows them; from the database when Slack was asked less than a day ago, and when Slack cannot be
 * asked now.
 *
 * @throws UserError when Slack does not show Rapport such a person; Slack's error when it is away and nothing is known.
 */
export async function loadPerson(
  db: Database,
  web: WebQueries,
  clock: Clock,
  workspaceId: string,
  userId: string,
): Promise<Person> {
  const known = await findPeople(db, workspaceId, [userId], cacheCutoff(clock));
  const fresh = known.get(userId);
  if (fresh) return fresh;
  try {
    return await askSlack(db, web, clock, workspaceId, userId);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const row = await findPerson(db, workspaceId, userId);
    if (row) return row;
    throw error;
  }
}

/** Tells who is asking, and turns away everybody who is not one of our own people. */
export function createIdentify(db: Database, web: WebQueries, clock: Clock, workspaceId: string): Identify {
  return async (userId, teamId) => {
    if (teamId !== undefined && isOtherCompany(workspaceId, teamId)) throw await outsider(db, workspaceId);
    const person = await loadPerson(db, web, clock, workspaceId, userId);
    if (!isInsider(person.kind)) throw await outsider(db, workspaceId);
    return { workspaceId, userId, name: person.name, timeZone: person.timeZone };
  };
}

/**
 * Tells whether all of these people may read what is written about clients. Our workspace's own apps may; somebody
 * unknown to Slack may not. Nobody is believed for longer than a day.
 */
export function createAreInsiders(
  db: Database,
  web: WebQueries,
  clock: Clock,
  installation: { workspaceId: string; botUserId: string },
): AreInsiders {
  const { workspaceId, botUserId } = installation;
  return async (userIds) => {
    const others = userIds.filter((id) => id !== botUserId);
    const known = await findPeople(db, workspaceId, others, cacheCutoff(clock));
    if ([...known.values()].some(({ kind }) => isOutsider(kind))) return false;
    const unknown = [...new Set(others)].filter((id) => !known.has(id));
    while (unknown.length > 0) {
      const asked = await Promise.all(
        unknown
          .splice(0, ASKED_AT_ONCE)
          .map((id) => askSlack(db, web, clock, workspaceId, id).catch(nobodyWeKnow)),
      );
      if (asked.some((person) => person === null || isOutsider(person.kind))) return false;
    }
    return true;
  };
}

/** Asks Slack who somebody is, and writes it down. @throws UserError when Slack does not show them; Slack's error. */
export async function askSlack(
  db: Database,
  web: WebQueries,
  clock: Clock,
  workspaceId: string,
  userId: string,
): Promise<Person> {
  const user = await web.users
    .info({ user: userId })
    .then((answer) => answer.user)
    .catch((error: unknown) => {
      if (['user_not_found', 'user_not_visible'].includes(slackCode(error) ?? '')) return undefined;
      throw error;
    });
  if (!user) {
    throw new UserError('Slack does not show Rapport that person. Choose somebody of your own workspace.');
  }
  await savePerson(db, workspaceId, personSeen(user, workspaceId, userId), clock.now());
  const person = await findPerson(db, workspaceId, userId);
  if (!person) throw new Error('The workspace of a person is not known');
  return person;
}

function nobodyWeKnow(error: unknown): null {
  if (error instanceof UserError) return null;
  throw error;
}

function cacheCutoff(clock: Clock): Temporal.Instant {
  return clock.now().subtract({ hours: BELIEVED_HOURS });
}

/** An Enterprise organisation has many teams, whose ids do not show that they belong to it: there Slack is asked. */
function isOtherCompany(workspaceId: string, teamId: string): boolean {
  return workspaceId.startsWith('T') && teamId.startsWith('T') && teamId !== workspaceId;
}

async function outsider(db: Database, workspaceId: string): Promise<UserError> {
  const workspace = await loadWorkspace(db, workspaceId);
  return new UserError(
    `Rapport is only for members of ${workspace.name}. If you are one, ask an admin of your Slack to look at your account.`,
  );
}
