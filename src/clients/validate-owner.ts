import { loadPerson } from '../people/people.ts';
import { isInsider, type Person } from '../people/rules.ts';
import type { Clock } from '../runtime/clock.ts';
import { InvalidFields, UserError } from '../runtime/errors.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { Database } from '../storage/database.ts';
import { FIELDS } from './fields.ts';
import type { ClientDetails } from './rules.ts';

/**
 * The owner of a client, once it is clear that owner and cover may look after one.
 *
 * @throws InvalidFields at the owner or the cover for apps, guests, people of other companies and those who have left.
 */
export async function loadOwner(
  db: Database,
  web: WebQueries,
  clock: Clock,
  workspaceId: string,
  details: Pick<ClientDetails, 'ownerId' | 'coverId'>,
): Promise<Person> {
  const load = (id: string) =>
    loadPerson(db, web, clock, workspaceId, id).catch((error: unknown) => {
      if (error instanceof UserError) return error;
      throw error;
    });
  const [owner, cover] = await Promise.all([
    load(details.ownerId),
    details.coverId === null ? null : load(details.coverId),
  ]);
  const wrong: Record<string, string> = {};
  const ownerProblem = problemWith(owner);
  if (ownerProblem) wrong[FIELDS.owner] = ownerProblem;
  const coverProblem = cover && problemWith(cover);
  if (coverProblem) wrong[FIELDS.cover] = coverProblem;
  if (Object.keys(wrong).length > 0 || owner instanceof UserError) throw new InvalidFields(wrong);
  return owner;
}

/** Why a person cannot look after a client; null when they can. */
function problemWith(person: Person | UserError): string | null {
  if (person instanceof UserError) return person.message;
  if (isInsider(person.kind)) return null;
  const why = {
    bot: 'is an app',
    deactivated: 'has no account here any more',
    guest: 'is a guest',
    external: 'belongs to another company',
    member: '',
  }[person.kind];
  return `${person.name} ${why} and cannot look after a client. Choose a member of your workspace.`;
}
