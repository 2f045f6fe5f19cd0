import { UserError } from '../runtime/errors.ts';
import { loadPerson, type PeopleDeps } from './load-person.ts';
import { isInsider, type Person, type PersonKind } from './rules.ts';

const WHY_NOT: Record<Exclude<PersonKind, 'member'>, string> = {
  bot: 'is an app',
  deactivated: 'no longer has an account here',
  guest: 'is a guest here',
  external: 'belongs to another company',
};

/** @throws UserError at `field` for somebody who is not a member of the workspace. */
export async function requireMember(
  deps: PeopleDeps,
  workspaceId: string,
  personId: string,
  field: string,
): Promise<Person> {
  const person = await loadPerson(deps, workspaceId, personId).catch((error: unknown) => {
    throw error instanceof UserError ? new UserError(error.message, field) : error;
  });
  const { name, kind } = person;
  if (isInsider(kind)) return person;
  throw new UserError(`${name} ${WHY_NOT[kind]}. Choose a member of your workspace.`, field);
}
