import type { ChannelInfo, PersonInfo } from './protocol.ts';

/** A member of the workspace in London, except for what is given. */
export function buildPerson(
  given: Pick<PersonInfo, 'id' | 'realName' | 'teamId'> & Partial<PersonInfo>,
): PersonInfo {
  const name = given.realName.split(' ')[0]?.toLowerCase() ?? given.realName;
  return { name, timeZone: 'Europe/London', kind: 'member', color: '#446688', ...given };
}

/** A public channel that nobody shares, except for what is given. */
export function buildChannel(
  given: Pick<ChannelInfo, 'id' | 'name' | 'memberIds'> & Partial<ChannelInfo>,
): ChannelInfo {
  return { isPrivate: false, sharedWithTeamIds: [], pendingTeamIds: [], ...given };
}
