import { slackCode, UserError } from '../runtime/errors.ts';
import type { Deps } from '../slack/deps.ts';
import type { Person } from './rules.ts';
import { readSlackUser } from './slack-user.ts';
import { findPeople, findPerson, savePerson } from './store.ts';

/** What is needed to ask Slack about people. */
export type PeopleDeps = Pick<Deps, 'db' | 'web' | 'clock'>;

/** How long Slack's answer about a person is trusted, in hours. `user_change` brings changes earlier. */
const TRUSTED_HOURS = 24;

/**
 * The person, as Slack knows them. Comes from the database when Slack was asked less than a day ago, or cannot be asked now.
 *
 * @throws UserError for somebody whom Slack does not show to Rapport; Slack's error when it is away and they are new.
 */
export async function loadPerson(deps: PeopleDeps, workspaceId: string, personId: string): Promise<Person> {
  const known = await findPeople(deps.db, workspaceId, [personId], cacheCutoff(deps));
  const fresh = known.get(personId);
  if (fresh) return fresh;
  try {
    return await refreshPerson(deps, workspaceId, personId);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const stale = await findPerson(deps.db, workspaceId, personId);
    if (stale) return stale;
    throw error;
  }
}

/** Asks Slack who somebody is, and saves it. @throws UserError where Slack does not show them; Slack's error. */
export async function refreshPerson(
  { db, web, clock }: PeopleDeps,
  workspaceId: string,
  personId: string,
): Promise<Person> {
  const user = await web.users
    .info({ user: personId })
    .then((answer) => answer.user)
    .catch((error: unknown) => {
      if (['user_not_found', 'user_not_visible'].includes(slackCode(error) ?? '')) return undefined;
      throw error;
    });
  if (!user) {
    throw new UserError('I can’t see that person in Slack. Choose a member of your workspace.');
  }
  await savePerson(db, workspaceId, readSlackUser(user, workspaceId, personId), clock.now());
  const person = await findPerson(db, workspaceId, personId);
  if (!person) throw new Error('The workspace of a person is not in the database');
  return person;
}

/** Answers from Slack that are older are not trusted. */
export function cacheCutoff({ clock }: Pick<Deps, 'clock'>): Temporal.Instant {
  return clock.now().subtract({ hours: TRUSTED_HOURS });
}
