import type { PersonInfo, World } from '../../sandbox/protocol.ts';

/** Who and what there is in the tests' workspace. */
export const ID = {
  team: 'T0STUDIO',
  otherTeam: 'T0ACMECO',
  /** In London. */
  ana: 'U0ANA',
  /** In New York. */
  ben: 'U0BEN',
  /** A guest of ours. */
  gus: 'U0GUS',
  /** Of the other company. */
  olga: 'W0OLGA',
  robot: 'U0ROBOT',
  /** Deactivated. */
  gone: 'U0GONE',
  general: 'C0GENERAL',
  /** Ours alone. */
  internal: 'C0INTERNAL',
  leads: 'C0LEADS',
  /** With Olga's company. */
  shared: 'C0SHARED',
  /** Ours, but Gus the guest is in it. */
  withGuest: 'C0WITHGUEST',
  /** Ours still, with an invitation to another company open. */
  pending: 'C0PENDING',
} as const;

function person(id: string, name: string, kind: PersonInfo['kind'], timeZone: string): PersonInfo {
  return {
    id,
    name: name.split(' ')[0]?.toLowerCase() ?? name,
    realName: name,
    timeZone,
    kind,
    teamId: kind === 'external' ? ID.otherTeam : ID.team,
    color: '#446688',
  };
}

function channel(id: string, name: string, memberIds: string[]) {
  return {
    id,
    name,
    isPrivate: false,
    memberIds,
    sharedWithTeamIds: [] as string[],
    pendingTeamIds: [] as string[],
  };
}

/** A small studio: two members in two zones, a guest, somebody of another company, a bot, somebody who left. */
export const studio: World = {
  team: { id: ID.team, name: 'Studio', domain: 'studio' },
  people: [
    person(ID.ana, 'Ana Silva', 'member', 'Europe/London'),
    person(ID.ben, 'Ben Carter', 'member', 'America/New_York'),
    person(ID.gus, 'Gus Guest', 'guest', 'Europe/London'),
    person(ID.olga, 'Olga Outside', 'external', 'Europe/London'),
    person(ID.robot, 'Robot', 'bot', 'Etc/UTC'),
    person(ID.gone, 'Gone Person', 'deactivated', 'Europe/London'),
  ],
  channels: [
    channel(ID.general, 'general', [ID.ana, ID.ben]),
    channel(ID.internal, 'int-acme', [ID.ana, ID.ben]),
    channel(ID.leads, 'leads', [ID.ana, ID.ben]),
    { ...channel(ID.shared, 'acme-and-us', [ID.ana, ID.olga]), sharedWithTeamIds: [ID.otherTeam] },
    channel(ID.withGuest, 'with-guest', [ID.ana, ID.gus]),
    { ...channel(ID.pending, 'soon-shared', [ID.ana]), pendingTeamIds: [ID.otherTeam] },
  ],
};
