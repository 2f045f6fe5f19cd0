import { slackCode, UserError } from '../../runtime/errors.ts';
import type { WebQueries } from '../web-queries.ts';

/** Tells whether each of these people may read what is written about clients. */
export type AreInsiders = (userIds: string[]) => Promise<boolean>;

/** Slack did not say for now who reads along: a later attempt may be told. */
export class AudienceUnknown extends UserError {}

/** Whether an id is that of a channel, public or private: neither a DM's nor a person's. */
export function isChannel(id: string): boolean {
  return id.startsWith('C') || id.startsWith('G');
}

/** A channel of more people than this is not asked about one by one, and is refused. */
const MEMBERS_ASKED = 1_000;

/**
 * Makes sure that only our own people read a channel: asks Slack whether another company shares it, or is invited to,
 * and whether a guest is in it.
 *
 * @throws UserError when an outsider reads along, or Slack does not say.
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
      'This channel is shared with another company, so Rapport says nothing about clients here. Use a channel that is only yours.',
    );
  }
  const members = await ask(async () =>
    web.conversations.members({ channel: channelId, limit: MEMBERS_ASKED }),
  );
  if (!members.members || members.response_metadata?.next_cursor) throw cannotTell();
  const { members: userIds } = members;
  if (!(await ask(() => areInsiders(userIds)))) {
    throw new UserError(
      'Somebody from outside, such as a guest, reads this channel, so Rapport says nothing about clients here. Use a channel that is only yours.',
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
      throw new UserError('Rapport is not in that channel. Type “/invite @Rapport” there, then try again.');
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
  'Rapport cannot tell who reads this channel, so it says nothing about clients here. Try again later, or use a smaller channel that is only yours.';
