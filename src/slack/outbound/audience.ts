import { slackCode, UserError } from '../../runtime/errors.ts';
import type { WebQueries } from '../web-queries.ts';

/** Tells whether each of these people may read what is written about clients. */
export type AreInsiders = (userIds: string[]) => Promise<boolean>;

/** Slack did not say who reads a channel: it may at a later attempt. */
export class AudienceUnknown extends UserError {}

/** Whether an id is a channel's, public or private, and not a DM's or a person's. */
export function isChannel(id: string): boolean {
  return id.startsWith('C') || id.startsWith('G');
}

/** A channel with more members than this is refused: its members are not checked one by one. */
const MEMBERS_ASKED = 1_000;

/**
 * Makes sure that only our own people read a channel: asks Slack whether another company shares it, or is invited to, and
 * whether a guest is in it.
 *
 * @throws UserError when an outsider can read it, or Slack does not say.
 */
export async function assertOnlyInsiders(
  web: WebQueries,
  channelId: string,
  areInsiders: AreInsiders,
): Promise<void> {
  const channel = await ask(async () => (await web.conversations.info({ channel: channelId })).channel);
  if (!channel) throw cannotTell();
  if (isSharedChannel(channel)) {
    throw new UserError(
      'People outside your company can read this channel, so I don’t post about clients here. Use an internal channel.',
    );
  }
  const members = await ask(async () =>
    web.conversations.members({ channel: channelId, limit: MEMBERS_ASKED }),
  );
  if (!members.members || members.response_metadata?.next_cursor) throw cannotTell();
  const { members: userIds } = members;
  if (!(await ask(() => areInsiders(userIds)))) {
    throw new UserError(
      'Someone from outside your team, such as a guest, is in this channel, so I don’t post about clients here. Use an internal channel.',
    );
  }
}

/** Whether another company reads a channel, or has been invited to. Source: docs.slack.dev, "Conversation object". */
export function isSharedChannel(channel: {
  is_ext_shared?: boolean;
  is_pending_ext_shared?: boolean;
  pending_connected_team_ids?: string[];
}): boolean {
  const invited = channel.pending_connected_team_ids ?? [];
  return channel.is_ext_shared === true || channel.is_pending_ext_shared === true || invited.length > 0;
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = slackCode(error);
    if (code === 'channel_not_found' || code === 'not_in_channel') {
      throw new UserError('I’m not in that channel yet. Type “/invite @Rapport” there, then try again.');
    }
    if (!isSlackFailure(error)) throw error;
    throw new AudienceUnknown(CANNOT_TELL);
  }
}

/** Whether Slack refused a call, or could not be asked. */
export function isSlackFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('slack_webapi_');
}

function cannotTell(): UserError {
  return new UserError(CANNOT_TELL);
}

const CANNOT_TELL =
  'I can’t tell who reads this channel, so I don’t post about clients here. Try again later, or use a smaller internal channel.';
