export type PersonKind = 'member' | 'guest' | 'external' | 'bot' | 'deactivated';

/** A Slack user of a workspace. */
export interface Person {
  workspaceId: string;
  id: string;
  name: string;
  kind: PersonKind;
  /** IANA zone: Slack's, or the workspace's default where Slack has none. */
  timeZone: string;
}

export interface Workspace {
  id: string;
  name: string;
  botUserId: string;
  defaultTimeZone: string;
  defaultCurrency: string;
}

/** Whether a person may use Rapport, read about clients, and own them. */
export function isInsider(kind: PersonKind): boolean {
  return kind === 'member';
}
