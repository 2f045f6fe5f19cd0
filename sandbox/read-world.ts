import { z } from 'zod';
import type { World } from './protocol.ts';

const name = z.string().min(1);
const ids = z.array(name);

const worldSchema: z.ZodType<World> = z.strictObject({
  team: z.strictObject({ id: name, name, domain: name }),
  otherTeams: z.array(z.strictObject({ id: name, name })).exactOptional(),
  people: z.array(
    z.strictObject({
      id: name,
      name,
      realName: name,
      timeZone: name.refine(isTimeZone, 'must be an IANA time zone, such as Europe/Lisbon'),
      kind: z.enum(['member', 'admin', 'guest', 'external', 'bot', 'deactivated']),
      teamId: name,
      color: z.string().default('#666666'),
      doNotDisturbUntil: z.iso.datetime({ offset: true }).exactOptional(),
    }),
  ),
  channels: z.array(
    z.strictObject({
      id: name,
      name,
      isPrivate: z.boolean().default(false),
      memberIds: ids,
      sharedWithTeamIds: ids.default([]),
      pendingTeamIds: ids.default([]),
      hasApp: z.boolean().exactOptional(),
      topic: z.string().exactOptional(),
    }),
  ),
});

/** Reads the people and channels of a parsed JSON file. @throws Error that lists everything wrong with it. */
export function readWorld(value: unknown): World {
  const read = worldSchema.safeParse(value);
  if (!read.success) throw new Error(`This world cannot be used:\n${z.prettifyError(read.error)}`);
  return read.data;
}

function isTimeZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
