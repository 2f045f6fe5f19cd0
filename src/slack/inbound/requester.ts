/** Who is asking: a member of the workspace, checked. */
export interface Requester {
  workspaceId: string;
  userId: string;
  name: string;
  /** IANA zone. */
  timeZone: string;
}

/** Finds out who `userId` is. @throws UserError for guests, bots and people of other companies. */
export type Identify = (userId: string, teamId: string | undefined) => Promise<Requester>;
