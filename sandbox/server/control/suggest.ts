import type { SlackOption, Where } from '../../protocol.ts';
import { type Raw, rawList, rawOrEmpty } from '../../raw.ts';
import { blockSuggestion } from '../delivery/interactions.ts';
import { screenOf } from '../state/state.ts';
import { ActFailed, type Actor, deliver, elementAt, notOnScreen, spotAt } from './actor.ts';
import { suggestionKey } from './interact.ts';

export interface Suggestions {
  options: SlackOption[];
  optionGroups?: { label: Raw; options: SlackOption[] }[];
}

const complaint = 'The app couldn’t be asked for options. Try again.';

/** Asks the app for an external select's options, at most 100, as Slack does. */
export async function suggest(
  actor: Actor,
  where: Where,
  element: { blockId: string; actionId: string },
  query: string,
): Promise<Suggestions> {
  const spot = spotAt(actor, where);
  const placed = elementAt(spot, element.blockId, element.actionId);
  if (!placed.type.endsWith('external_select'))
    throw notOnScreen(`an external select; it is a ${placed.type}`);
  const needed = Number(placed.element.min_query_length ?? 3);
  if (query.length < needed) return { options: [] };
  const payload = blockSuggestion(actor, spot, placed, query);
  const complaints = { timeout: complaint, failed: complaint };
  const [answer] = await deliver(actor, 'interactive', structuredClone(payload), complaints);
  const body = rawOrEmpty(answer);
  const groups = rawList(body.option_groups).map((group) => ({
    label: rawOrEmpty(group.label),
    options: rawList(group.options) as unknown as SlackOption[],
  }));
  const options = groups.length
    ? groups.flatMap((group) => group.options)
    : (rawList(body.options) as unknown as SlackOption[]);
  const bad = options.find(
    (option) => typeof option.value !== 'string' || typeof option.text?.text !== 'string',
  );
  if (bad || options.length > 100) {
    throw new ActFailed('app_error', bad ? 'An option without text or value' : 'More than 100 options');
  }
  const { suggested } = screenOf(actor.state, actor.person.id);
  const key = suggestionKey(spot, placed);
  suggested.set(key, [...(suggested.get(key) ?? []), ...options]);
  return groups.length ? { options: [], optionGroups: groups } : { options };
}
