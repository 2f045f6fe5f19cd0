import { buildChannel, buildPerson } from '../../sandbox/build-world.ts';
import type { ChannelInfo, PersonInfo, World } from '../../sandbox/protocol.ts';

/** The people and channels of the tests' workspace, by name. */
export const ID = {
  team: 'T0STUDIO',
  otherTeam: 'T0ACMECO',
  /** In London. */
  ana: 'U0ANA',
  /** In New York. */
  ben: 'U0BEN',
  /** A guest. */
  gus: 'U0GUS',
  /** From the other company. */
  olga: 'W0OLGA',
  robot: 'U0ROBOT',
  /** Deactivated. */
  gone: 'U0GONE',
  general: 'C0GENERAL',
  /** Ours only. */
  internal: 'C0INTERNAL',
  leads: 'C0LEADS',
  /** With Olga's company. */
  shared: 'C0SHARED',
  /** Ours, with Gus the guest in it. */
  withGuest: 'C0WITHGUEST',
  /** Ours so far, but another company is invited. */
  pending: 'C0PENDING',
} as const;

/** A small studio: two members in two zones, a guest, someone from another company, a bot, and someone who left. */
export const studio: World = {
  team: { id: ID.team, name: 'Studio', domain: 'studio' },
  people: [
    person(ID.ana, 'Ana Silva'),
    { ...person(ID.ben, 'Ben Carter'), timeZone: 'America/New_York' },
    { ...person(ID.gus, 'Gus Guest'), kind: 'guest' },
    { ...person(ID.olga, 'Olga Outside'), kind: 'external', teamId: ID.otherTeam },
    { ...person(ID.robot, 'Robot'), kind: 'bot', timeZone: 'Etc/UTC' },
    { ...person(ID.gone, 'Gone Person'), kind: 'deactivated' },
  ],
  channels: [
    channel('general', 'general', [ID.ana, ID.ben]),
    channel('internal', 'int-acme', [ID.ana, ID.ben]),
    channel('leads', 'leads', [ID.ana, ID.ben]),
    { ...channel('shared', 'acme-and-us', [ID.ana, ID.olga]), sharedWithTeamIds: [ID.otherTeam] },
    channel('withGuest', 'with-guest', [ID.ana, ID.gus]),
    { ...channel('pending', 'soon-shared', [ID.ana]), pendingTeamIds: [ID.otherTeam] },
  ],
};

function person(id: string, realName: string): PersonInfo {
  return buildPerson({ id, realName, teamId: ID.team });
}

function channel(key: keyof typeof ID, name: string, memberIds: string[]): ChannelInfo {
  return buildChannel({ id: ID[key], name, memberIds });
}
