/** @internal */
export const PERSON_KINDS = ['member', 'guest', 'external', 'bot', 'deactivated'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

/** A Slack user of a workspace. */
export interface Person {
  workspaceId: string;
  id: string;
  name: string;
  kind: PersonKind;
  /** IANA zone: the person's own choice, else Slack's, else the workspace's default. */
  timeZone: string;
  /** The time of day at which they want their reminders; null for each client's own. */
  remindAt: Temporal.PlainTime | null;
}

/** What Slack says about a person. The zone is null where Slack has none. */
export interface SlackProfile {
  id: string;
  name: string;
  kind: PersonKind;
  timeZone: string | null;
}

/** People by id. */
export type People = ReadonlyMap<string, Person>;

/** Who is looking at a screen or message: times are theirs, and "you" is them. */
export interface Viewer {
  userId: string;
  /** IANA zone. */
  timeZone: string;
}

/** What a person is called; "somebody" for one who is not in the database. */
export function personName(people: People, id: string): string {
  return people.get(id)?.name ?? 'somebody';
}

/** Whether a person may use Rapport, read about clients, and own them. */
export function isInsider(kind: PersonKind): kind is 'member' {
  return kind === 'member';
}

/** Whether somebody who reads a channel is a guest or belongs to another company. Our own apps do not count. */
export function isOutsider(kind: PersonKind): boolean {
  return kind === 'guest' || kind === 'external';
}

/** Whether `zone` names an IANA zone, not an offset. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
