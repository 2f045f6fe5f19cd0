import type { ConfirmationDialog, MultiSelect, Select } from '@slack/types';
import { type ReactNode, useRef } from 'react';
import type { InputValue, SlackOption } from '../../protocol.ts';
import { Combobox } from '../controls/combobox.tsx';
import { useConfirm } from '../controls/confirm.tsx';
import type { Choice, Search } from '../controls/use-found.ts';
import { suggest } from '../state/api.ts';
import { useSandbox } from '../state/sandbox.ts';
import { plainText } from '../text/text.tsx';
import {
  channelChoices,
  choiceOf,
  conversationChoices,
  filterGroups,
  groupsOf,
  optionFor,
  userChoices,
} from './choices.ts';
import type { ElementProps } from './element.tsx';
import { useField, useSurface } from './surface.ts';

type AnySelect = Select | MultiSelect;

const FEW = 8;

/** Every select of Slack's: of listed options, of the app's own, of people, channels and conversations; one or many. */
export function SelectElement({ element, place, naming }: ElementProps<AnySelect>): ReactNode {
  const { screen } = useSandbox();
  const field = useField(place.blockId, place.actionId, element.type);
  const known = useRef<SlackOption[]>([]);
  const search = useSearch(element, place, known);
  const [ask, asking] = useConfirm(element.confirm as ConfirmationDialog | undefined);
  const multiple = element.type.startsWith('multi_');
  const chosen = chosenOf(element, field.value, screen);
  const listed =
    search.kind === 'now' ? search.find('').groups.flatMap(({ choices }) => choices).length : null;

  const change = (choices: Choice[]) => {
    const max = 'max_selected_items' in element ? element.max_selected_items : undefined;
    const kept = max === undefined ? choices : choices.slice(0, max);
    ask(() => field.put(valueFrom(element, kept, [...known.current, ...optionsIn(field.value)]), 0));
  };
  return (
    <>
      <Combobox
        id={naming.id}
        label={naming.label ?? (element.placeholder ? plainText(element.placeholder) : undefined)}
        describedBy={naming.describedBy}
        invalid={naming.invalid}
        placeholder={
          element.placeholder ? plainText(element.placeholder) : multiple ? 'Choose some' : 'Choose one'
        }
        chosen={chosen}
        multiple={multiple}
        clearable={naming.clearable}
        typing={listed === null || listed > FEW}
        search={search}
        onChange={change}
      />
      {asking}
    </>
  );
}

function useSearch(
  element: AnySelect,
  place: ElementProps<AnySelect>['place'],
  known: { current: SlackOption[] },
): Search {
  const { screen } = useSandbox();
  const { where } = useSurface();
  const among = (choices: Choice[]): Search => ({
    kind: 'now',
    find: (query) => filterGroups([{ label: null, choices }], query),
  });
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select': {
      const { options, option_groups } = element;
      known.current = [
        ...(options ?? []),
        ...(option_groups ?? []).flatMap((group) => group.options),
      ] as SlackOption[];
      return { kind: 'now', find: (query) => filterGroups(groupsOf(options, option_groups), query) };
    }
    case 'external_select':
    case 'multi_external_select': {
      const least = element.min_query_length ?? 3;
      return {
        kind: 'later',
        find: async (query) => {
          if (query.trim().length < least) {
            return {
              groups: [],
              note: `Type at least ${least} ${least === 1 ? 'character' : 'characters'}.`,
            };
          }
          try {
            const found = await suggest(screen.me.id, where, place.blockId, place.actionId, query);
            known.current = [...found.options, ...found.optionGroups.flatMap(({ options }) => options)];
            const groups = groupsOf(found.options, found.optionGroups).filter(
              ({ choices }) => choices.length > 0,
            );
            return { groups, note: groups.length === 0 ? 'Nothing matches.' : null };
          } catch {
            return { groups: [], note: `${screen.app.name} sent no choices. Try again in a moment.` };
          }
        },
      };
    }
    case 'users_select':
    case 'multi_users_select':
      return among(userChoices(screen));
    case 'channels_select':
    case 'multi_channels_select':
      return among(channelChoices(screen));
    case 'conversations_select':
    case 'multi_conversations_select':
      return among(conversationChoices(screen, element.filter));
  }
}

type AnyValue = InputValue & { selected_channels?: string[]; selected_conversations?: string[] };

function chosenOf(
  element: AnySelect,
  value: AnyValue | undefined,
  screen: ReturnType<typeof useSandbox>['screen'],
): Choice[] {
  if (!value) return [];
  const byId = (choices: Choice[], ids: (string | null | undefined)[]) =>
    ids
      .filter((id): id is string => Boolean(id))
      .map((id) => choices.find((choice) => choice.value === id) ?? { value: id, label: id });
  switch (element.type) {
    case 'users_select':
    case 'multi_users_select':
      return byId(userChoices(screen), value.selected_users ?? [value.selected_user]);
    case 'channels_select':
    case 'multi_channels_select':
      return byId(channelChoices(screen), value.selected_channels ?? [value.selected_channel]);
    case 'conversations_select':
    case 'multi_conversations_select':
      return byId(
        conversationChoices(screen, undefined),
        value.selected_conversations ?? [value.selected_conversation],
      );
    default:
      return optionsIn(value).map(choiceOf);
  }
}

function optionsIn(value: InputValue | undefined): SlackOption[] {
  return value?.selected_options ?? (value?.selected_option ? [value.selected_option] : []);
}

function valueFrom(element: AnySelect, choices: Choice[], options: SlackOption[]): Omit<AnyValue, 'type'> {
  const ids = choices.map(({ value }) => value);
  const first = ids[0] ?? null;
  const picked = choices.flatMap((choice) => optionFor(options, choice) ?? []);
  switch (element.type) {
    case 'static_select':
    case 'external_select':
      return { selected_option: picked[0] ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
      return { selected_options: picked };
    case 'users_select':
      return { selected_user: first };
    case 'multi_users_select':
      return { selected_users: ids };
    case 'channels_select':
      return { selected_channel: first };
    case 'multi_channels_select':
      return { selected_channels: ids };
    case 'conversations_select':
      return { selected_conversation: first };
    case 'multi_conversations_select':
      return { selected_conversations: ids };
  }
}
