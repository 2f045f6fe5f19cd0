import type { PersonInfo } from '../../protocol.ts';
import type { Raw } from '../../raw.ts';
import type { SandboxState } from './state.ts';

/** A person as Slack writes them. `tz_offset` is in seconds and true at the clock's present only. */
export function userJson(state: SandboxState, person: PersonInfo): Raw {
  const deleted = person.kind === 'deactivated';
  const isApp = person.id === state.app.botUserId;
  const names = {
    real_name: person.realName,
    real_name_normalized: person.realName,
    display_name: person.name,
    display_name_normalized: person.name,
  };
  const common = {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted,
    profile: { ...names, avatar_hash: 'sandbox', team: person.teamId, ...(isApp ? appProfile(state) : {}) },
    is_bot: person.kind === 'bot',
    is_app_user: false,
    updated: 0,
    ...(person.teamId === state.team.id ? {} : { is_stranger: !sharesChannel(state, person) }),
  };
  if (deleted) return common;
  const zoned = state.clock.now().toZonedDateTimeISO(person.timeZone);
  return {
    ...common,
    color: person.color.replace('#', ''),
    real_name: person.realName,
    tz: person.timeZone,
    tz_label: zoneLabel(person.timeZone, zoned.epochMilliseconds),
    tz_offset: zoned.offsetNanoseconds / 1e9,
    is_admin: person.kind === 'admin',
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.kind === 'guest',
    is_ultra_restricted: false,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
  };
}

function appProfile(state: SandboxState): Raw {
  return { api_app_id: state.app.id, bot_id: state.app.botId, always_active: true };
}

function zoneLabel(timeZone: string, epochMs: number): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'long' });
  return format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function sharesChannel(state: SandboxState, person: PersonInfo): boolean {
  return [...state.conversations.values()].some(({ memberIds }) => memberIds.has(person.id));
}
