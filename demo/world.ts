import type { PersonInfo, World } from '../sandbox/protocol.ts';

const TEAM = 'T0NORTHLT';
const HARBOR = 'T0HARBORF';

/** Everybody and every channel that the story speaks of, by name. */
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

const people: PersonInfo[] = [
  person(ID.ana, 'Ana', 'Ana Moreira', 'Europe/Lisbon', 'admin', '#8a5a9e'),
  person(ID.ben, 'Ben', 'Ben Okafor', 'America/New_York', 'member', '#2f7f79'),
  person(ID.chloe, 'Chloé', 'Chloé Lambert', 'Europe/Lisbon', 'member', '#b3552f'),
  { ...person(ID.dana, 'Dana', 'Dana Reyes', 'Europe/Lisbon', 'external', '#5b6b8c'), teamId: HARBOR },
];

/** A small agency, Northlight Studio, one of whose channels is shared with its client Harbor Foods. */
export const northlight: World = {
  team: { id: TEAM, name: 'Northlight Studio', domain: 'northlight' },
  otherTeams: [{ id: HARBOR, name: 'Harbor Foods' }],
  people,
  channels: [
    channel(
      ID.leads,
      'account-leads',
      [ID.ana, ID.ben, ID.chloe],
      'Where we look after the people we work for',
    ),
    channel(ID.general, 'general', [ID.ana, ID.ben, ID.chloe], 'Company-wide'),
    channel(ID.harborInternal, 'int-harbor', [ID.ana, ID.chloe], 'Harbor Foods, among ourselves', true),
    {
      ...channel(
        ID.harborShared,
        'harbor-and-northlight',
        [ID.ana, ID.chloe, ID.dana],
        'Shared with Harbor Foods',
      ),
      sharedWithTeamIds: [HARBOR],
    },
    channel(
      ID.brightwaterInternal,
      'int-brightwater',
      [ID.ana, ID.ben],
      'Brightwater Clinics, among ourselves',
      true,
    ),
    channel(ID.kestrelInternal, 'int-kestrel', [ID.ben, ID.chloe], 'Kestrel Robotics, among ourselves', true),
  ],
};

function person(
  id: string,
  name: string,
  realName: string,
  timeZone: string,
  kind: PersonInfo['kind'],
  color: string,
): PersonInfo {
  return { id, name, realName, timeZone, kind, teamId: TEAM, color };
}

function channel(id: string, name: string, memberIds: string[], topic: string, isPrivate = false) {
  return { id, name, isPrivate, memberIds, sharedWithTeamIds: [], pendingTeamIds: [], topic };
}
