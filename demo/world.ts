import { buildChannel, buildPerson } from '../sandbox/build-world.ts';
import type { ChannelInfo, PersonInfo, World } from '../sandbox/protocol.ts';

const TEAM = 'T0NORTHLT';
const HARBOR = 'T0HARBORF';

/** Everyone and every channel in the story, by name. */
export const ID = {
  team: TEAM,
  ana: 'U0ANA',
  ben: 'U0BEN',
  chloe: 'U0CHLOE',
  dana: 'U0DANA',
  leads: 'C0LEADS',
  general: 'C0GENERAL',
  harborInternal: 'C0HARBORINT',
  harborShared: 'C0HARBORSHR',
  brightwaterInternal: 'C0BRIGHTINT',
  kestrelInternal: 'C0KESTREL',
} as const;

/** A small agency, Northlight Studio. It shares one channel with its client Harbor Foods. */
export const northlight: World = {
  team: { id: TEAM, name: 'Northlight Studio', domain: 'northlight' },
  otherTeams: [{ id: HARBOR, name: 'Harbor Foods' }],
  people: [
    { ...person(ID.ana, 'Ana Moreira', '#8a5a9e'), kind: 'admin' },
    { ...person(ID.ben, 'Ben Okafor', '#2f7f79'), timeZone: 'America/New_York' },
    person(ID.chloe, 'Chloé Lambert', '#b3552f'),
    { ...person(ID.dana, 'Dana Reyes', '#5b6b8c'), kind: 'external', teamId: HARBOR },
  ],
  channels: [
    channel('leads', 'account-leads', [ID.ana, ID.ben, ID.chloe], 'Where we look after our clients'),
    channel('general', 'general', [ID.ana, ID.ben, ID.chloe], 'Company-wide'),
    internal('harborInternal', 'int-harbor', [ID.ana, ID.chloe], 'Harbor Foods'),
    {
      ...channel('harborShared', 'harbor-and-northlight', [ID.ana, ID.chloe, ID.dana], 'With Harbor Foods'),
      sharedWithTeamIds: [HARBOR],
    },
    internal('brightwaterInternal', 'int-brightwater', [ID.ana, ID.ben], 'Brightwater Clinics'),
    internal('kestrelInternal', 'int-kestrel', [ID.ben, ID.chloe], 'Kestrel Robotics'),
  ],
};

function person(id: string, realName: string, color: string): PersonInfo {
  const name = realName.split(' ')[0] ?? realName;
  return buildPerson({ id, name, realName, teamId: TEAM, timeZone: 'Europe/Lisbon', color });
}

function channel(key: keyof typeof ID, name: string, memberIds: string[], topic: string): ChannelInfo {
  return buildChannel({ id: ID[key], name, memberIds, topic });
}

/** A private channel about one client, without the client. */
function internal(key: keyof typeof ID, name: string, memberIds: string[], client: string): ChannelInfo {
  return { ...channel(key, name, memberIds, `${client}, internal`), isPrivate: true };
}
