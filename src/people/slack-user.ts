import { clip, tidyLine } from '../runtime/formats/text.ts';
import { isTimeZone, type PersonKind, type SlackProfile } from './rules.ts';

/** What Rapport reads in a user object of `users.info` and `user_change`. Source: docs.slack.dev, "User object". */
export interface SlackUser {
  id?: string;
  team_id?: string;
  name?: string;
  real_name?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  tz?: string | null;
  profile?: { display_name?: string; real_name?: string };
  enterprise_user?: { enterprise_id?: string; teams?: string[] };
}

/** In UTF-16 units. */
const NAME_MAX = 80;

/** Slack's own helper. Its flags do not call it a bot. */
const SLACKBOT = 'USLACKBOT';

export function readSlackUser(user: SlackUser, workspaceId: string, userId: string): SlackProfile {
  const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name];
  const name = names.map((each) => tidyLine(each ?? '')).find((each) => each !== '') ?? userId;
  return {
    id: userId,
    name: clip(name, NAME_MAX),
    kind: kindOf(user, workspaceId, userId),
    timeZone: user.tz && isTimeZone(user.tz) ? user.tz : null,
  };
}

/** Another company's people count as external, whatever else they are. */
function kindOf(user: SlackUser, workspaceId: string, userId: string): PersonKind {
  if (userId === SLACKBOT) return 'bot';
  if (user.is_stranger || !belongs(user, workspaceId)) return 'external';
  if (user.deleted) return 'deactivated';
  if (user.is_bot) return 'bot';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return 'member';
}

/** In an Enterprise organisation, `team_id` may be another of its teams, or the organisation itself. */
function belongs(user: SlackUser, workspaceId: string): boolean {
  if (user.team_id === undefined || user.team_id === workspaceId) return true;
  const organisation = user.enterprise_user;
  return organisation?.enterprise_id === workspaceId || (organisation?.teams?.includes(workspaceId) ?? false);
}
