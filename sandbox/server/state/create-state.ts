import type { Clock } from '../../clock.ts';
import type { World } from '../../protocol.ts';
import type { AppManifest } from '../manifest.ts';
import { addChannel, type SandboxState } from './state.ts';

/** The world as it is set up, with the app's bot user in it. */
export function createState(world: World, manifest: AppManifest, clock: Clock): SandboxState {
  const botUserId = 'U0SANDBOT1';
  const state: SandboxState = {
    clock,
    team: world.team,
    otherTeams: world.otherTeams ?? [],
    app: { id: 'A0SANDBOX1', botUserId, botId: 'B0SANDBOX1', name: manifest.name },
    manifest,
    people: new Map(world.people.map((person) => [person.id, person])),
    conversations: new Map(),
    screens: new Map(),
    files: new Map(),
    scheduled: [],
    revision: 1,
    watchers: new Set(),
    lastTs: 0n,
  };
  state.people.set(botUserId, {
    id: botUserId,
    name: manifest.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    realName: manifest.name,
    timeZone: 'UTC',
    kind: 'bot',
    teamId: world.team.id,
    color: '#3c5a78',
  });
  for (const channel of world.channels) addChannel(state, channel);
  return state;
}
