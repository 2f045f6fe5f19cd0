import { FIELDS } from '../check-ins/form.ts';
import type { Clock } from '../runtime/clock.ts';
import { InvalidFields, UserError } from '../runtime/errors.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { Database } from '../storage/database.ts';
import { loadPerson } from './people.ts';
import { isInsider } from './rules.ts';

/**
 * Whoever is to keep a promise has to be one of us; `by` is already known to be.
 *
 * @throws InvalidFields at their field.
 */
export async function assertMember(
  db: Database,
  web: WebQueries,
  clock: Clock,
  by: Requester,
  promisedById: string,
): Promise<void> {
  if (promisedById === by.userId) return;
  const who = await loadPerson(db, web, clock, by.workspaceId, promisedById).catch((error: unknown) => {
    throw error instanceof UserError ? atWho(error.message) : error;
  });
  if (isInsider(who.kind)) return;
  throw atWho('A follow-up needs a member of your workspace: no guest, bot or former member.');
}

function atWho(message: string): InvalidFields {
  return new InvalidFields({ [FIELDS.followUpWho.block]: message });
}
