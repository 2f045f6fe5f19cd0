import type { SlackProfile } from '../../src/people/rules.ts';
import { savePerson } from '../../src/people/store.ts';
import type { Database } from '../../src/storage/database.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';

const INSTALLED_AT = Temporal.Instant.from('2026-01-05T09:00:00Z');
let workspaces = 0;

/**
 * A workspace of its own, with these people in it: members in London unless they are said to be otherwise.
 *
 * @returns the workspace's id.
 */
export async function aWorkspace(
  db: Database,
  people: Record<string, Partial<SlackProfile>> = {},
): Promise<string> {
  workspaces += 1;
  const workspaceId = `T${workspaces}`;
  await saveWorkspace(db, { workspaceId, workspaceName: 'Studio', botUserId: 'U0BOT' }, INSTALLED_AT);
  for (const [id, changes] of Object.entries(people)) {
    const profile: SlackProfile = { id, name: id, kind: 'member', timeZone: 'Europe/London', ...changes };
    await savePerson(db, workspaceId, profile, INSTALLED_AT);
  }
  return workspaceId;
}
