import type { Database } from '../storage/database.ts';

/** An owner who is no longer a member. */
export interface Leaver {
  workspaceId: string;
  ownerId: string;
}

/** Those who still own clients that are not ended, in every workspace. */
export async function listLeavers(db: Database): Promise<Leaver[]> {
  return db
    .selectFrom('clients')
    .innerJoin('people', (join) =>
      join
        .onRef('people.workspace_id', '=', 'clients.workspace_id')
        .onRef('people.id', '=', 'clients.owner_id'),
    )
    .select(['clients.workspace_id as workspaceId', 'clients.owner_id as ownerId'])
    .distinct()
    .where('people.kind', '<>', 'member')
    .where('clients.status', '<>', 'ended')
    .execute();
}
