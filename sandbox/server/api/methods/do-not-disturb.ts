import type { Raw } from '../../../raw.ts';
import { SlackError } from '../../slack-error.ts';
import { nowSeconds, type SandboxState } from '../../state/state.ts';
import { list, text } from '../arguments.ts';
import { method } from '../method.ts';

export const doNotDisturbMethods = [
  method({
    name: 'dnd.info',
    scopes: ['dnd:read'],
    tier: 3,
    args: { user: text.optional() },
    run: ({ state }, { user }) => {
      if (user !== undefined && !state.people.has(user)) throw new SlackError('user_not_found');
      return dndNow(state, user);
    },
  }),

  method({
    name: 'dnd.teamInfo',
    scopes: ['dnd:read'],
    tier: 2,
    args: { users: list },
    run: ({ state }, { users }) => {
      const known = users.filter((id) => state.people.has(id));
      return { users: Object.fromEntries(known.map((id) => [id, dndNow(state, id)])) };
    },
  }),
];

/** In seconds; both 1 where there is no quiet time to come. */
function dndNow(state: SandboxState, user: string | undefined): Raw {
  const until = state.people.get(user ?? '')?.doNotDisturbUntil;
  const now = nowSeconds(state);
  const end = until ? Math.floor(Temporal.Instant.from(until).epochMilliseconds / 1000) : 0;
  if (end <= now) return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
  return { dnd_enabled: true, next_dnd_start_ts: now, next_dnd_end_ts: end };
}
