import type { PeopleDeps } from '../people/load-person.ts';
import { requireMember } from '../people/require-member.ts';
import type { Person } from '../people/rules.ts';
import { InvalidFields, UserError } from '../runtime/errors.ts';
import type { Deps } from '../slack/deps.ts';
import { isSharedChannel } from '../slack/outbound/audience.ts';
import { clientForm } from './form.ts';
import type { ClientDetails } from './rules.ts';
import { TakenError } from './store.ts';

/**
 * The owner of a client, once owner and cover are known to be members.
 *
 * @throws InvalidFields at the owner, the cover, or both.
 */
export async function validateOwner(
  deps: PeopleDeps,
  workspaceId: string,
  { ownerId, coverId }: Pick<ClientDetails, 'ownerId' | 'coverId'>,
): Promise<Person> {
  const [owner, cover] = await Promise.allSettled([
    requireMember(deps, workspaceId, ownerId, clientForm.blockId('owner')),
    coverId === null ? null : requireMember(deps, workspaceId, coverId, clientForm.blockId('cover')),
  ]);
  if (owner.status === 'fulfilled' && cover.status === 'fulfilled') return owner.value;
  const reasons = [owner, cover].flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  const unexpected = reasons.find((reason) => !(reason instanceof InvalidFields));
  if (unexpected) throw unexpected;
  throw new InvalidFields(Object.assign({}, ...reasons.map(({ fields }) => fields)));
}

/**
 * Refuses a channel that is shared with another company, or that one is invited to. A channel that Slack does not show us
 * passes: whatever is posted there later is checked again.
 *
 * @throws UserError at the channel's field.
 */
export async function validateChannel({ web }: Pick<Deps, 'web'>, channelId: string | null): Promise<void> {
  if (channelId === null) return;
  const channel = await web.conversations
    .info({ channel: channelId })
    .then((answer) => answer.channel)
    .catch(() => undefined);
  if (channel && isSharedChannel(channel)) {
    throw new UserError(
      'That channel is shared with another company. Choose one that is only yours, or none.',
      clientForm.blockId('channel'),
    );
  }
}

const TAKEN = {
  name: 'There’s already a client with that name. Choose another one.',
  channel: 'That channel already belongs to another client. Choose another one.',
};

/** @throws UserError at the field that another client has; any other error as it is. */
export function refuseTaken(error: unknown): never {
  if (error instanceof TakenError) throw new UserError(TAKEN[error.field], clientForm.blockId(error.field));
  throw error;
}
