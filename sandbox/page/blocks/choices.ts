import type { Screen, SlackOption } from '../../protocol.ts';
import type { Choice, ChoiceGroup, Found } from '../controls/use-found.ts';
import { withEmoji } from '../text/emoji.ts';

interface OptionLike {
  text: { text: string };
  value?: string;
  description?: { text: string };
}

export interface ConversationFilter {
  include?: readonly string[];
  exclude_external_shared_channels?: boolean;
  exclude_bot_users?: boolean;
}

export function choiceOf(option: OptionLike): Choice {
  return {
    value: option.value ?? '',
    label: withEmoji(option.text.text),
    description: option.description ? withEmoji(option.description.text) : undefined,
  };
}

export function groupsOf(
  options: readonly OptionLike[] | undefined,
  optionGroups: readonly { label: { text: string }; options: readonly OptionLike[] }[] | undefined,
): ChoiceGroup[] {
  if (optionGroups?.length) {
    return optionGroups.map((group) => ({ label: group.label.text, choices: group.options.map(choiceOf) }));
  }
  return [{ label: null, choices: (options ?? []).map(choiceOf) }];
}

/** The option as the app wrote it: a choice must be sent back unchanged. */
export function optionFor(options: readonly SlackOption[], choice: Choice): SlackOption | undefined {
  return options.find(({ value }) => value === choice.value);
}

/** Keeps what contains every word of the query, ignoring case and accents. */
export function filterGroups(groups: readonly ChoiceGroup[], query: string): Found {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const kept = groups
    .map((group) => ({
      ...group,
      choices: group.choices.filter(({ label, description }) => {
        const text = fold(`${label} ${description ?? ''}`);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ choices }) => choices.length > 0);
  return { groups: kept, note: kept.length === 0 ? 'Nothing matches.' : null };
}

export function userChoices(screen: Screen): Choice[] {
  return screen.people
    .filter(({ kind }) => kind !== 'deactivated')
    .map((person) => ({
      value: person.id,
      label: person.realName || person.name,
      description: person.kind === 'bot' ? 'App' : undefined,
    }));
}

export function channelChoices(screen: Screen): Choice[] {
  return conversationChoices(screen, { include: ['public', 'private'] });
}

export function conversationChoices(screen: Screen, filter: ConversationFilter | undefined): Choice[] {
  return screen.conversations
    .filter(({ kind, isPrivate, isShared, withUserId }) => {
      const type = kind === 'dm' ? 'im' : isPrivate ? 'private' : 'public';
      if (filter?.include && !filter.include.includes(type)) return false;
      if (filter?.exclude_external_shared_channels && isShared) return false;
      return !(filter?.exclude_bot_users && withUserId === screen.app.botUserId);
    })
    .map(({ id, kind, name, isShared, sharedWith }) => ({
      value: id,
      label: kind === 'dm' ? name : `#${name}`,
      description: isShared ? `Shared with ${sharedWith.join(', ')}` : undefined,
    }));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
