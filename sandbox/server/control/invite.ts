import { type Conversation, changed, nextTs } from '../state/state.ts';
import { ActFailed, type Actor, notOnScreen } from './actor.ts';

/** Slack's own `/invite @name`: brings a person, or the app, into a channel. */
export async function invite(
  { state, events, person }: Actor,
  conversation: Conversation,
  names: string,
): Promise<void> {
  if (conversation.kind === 'dm' || person.teamId !== state.team.id || person.kind === 'guest') {
    throw notOnScreen('the command /invite');
  }
  const wanted = names.split(/\s+/).filter(Boolean);
  for (const name of wanted) {
    const bare = name.replace(/^@/, '').toLowerCase();
    const invited = [...state.people.values()].find(
      ({ id, name }) => name === bare || id.toLowerCase() === bare,
    );
    if (!invited) throw new ActFailed('invalid', `There is no one called ${name}`);
    if (conversation.memberIds.has(invited.id)) continue;
    conversation.memberIds.add(invited.id);
    changed(state);
    await events.dispatch('member_joined_channel', {
      type: 'member_joined_channel',
      user: invited.id,
      channel: conversation.id,
      channel_type: conversation.isPrivate ? 'G' : 'C',
      team: state.team.id,
      inviter: person.id,
      event_ts: nextTs(state),
    });
  }
}
