import type { PlacedElement } from '../elements.ts';
import type { InputValue, Screen, SlackOption } from '../protocol.ts';
import { rawList } from '../raw.ts';
import { conversationNamed } from './find-element.ts';

const optionTypes = new Set(['static_select', 'external_select', 'radio_buttons', 'overflow']);
const optionsTypes = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);

/** The value of a field after typing `text`. An empty text clears it. */
export function typedValue({ type }: PlacedElement, text: string): InputValue {
  return { type, value: text === '' ? null : text };
}

/** The options with these texts, among those that an element lists or the app `suggested`. @throws Error for any other */
export function chosenValue(
  placed: PlacedElement,
  texts: string[],
  suggested: SlackOption[] | null,
): InputValue {
  const { type, element, label } = placed;
  const offered = suggested ?? [
    ...rawOptions(element.options),
    ...rawList(element.option_groups).flatMap((group) => rawOptions(group.options)),
  ];
  const options = texts.map((text) => optionWith(offered, text, label));
  if (optionTypes.has(type)) return { type, selected_option: options[0] ?? null };
  if (optionsTypes.has(type)) return { type, selected_options: options };
  throw new Error(`"${label}" is a ${type}, which has no options`);
}

function rawOptions(options: unknown): SlackOption[] {
  return Array.isArray(options) ? (options as SlackOption[]) : [];
}

function optionWith(offered: SlackOption[], text: string, label: string): SlackOption {
  const exact = offered.filter((option) => option.text.text === text || option.value === text);
  const near = exact.length ? exact : offered.filter((option) => option.text.text.includes(text));
  const [option] = near;
  if (option && near.length === 1) return option;
  const all = offered.map((one) => `"${one.text.text}"`).join(', ');
  throw new Error(
    `"${label}" has ${option ? 'several options' : 'no option'} "${text}". It has: ${all || 'none'}`,
  );
}

/** Dates (`YYYY-MM-DD`), times (`HH:mm`), instants (Unix seconds), people and channels (by id or name). */
export function pickedValue(
  screen: Screen,
  { type, label }: PlacedElement,
  picked: string | number,
): InputValue {
  const text = String(picked);
  switch (type) {
    case 'datepicker':
      return { type, selected_date: text };
    case 'timepicker':
      return { type, selected_time: text };
    case 'datetimepicker':
      return { type, selected_date_time: Number(picked) };
    case 'users_select':
      return { type, selected_user: personId(screen, text) };
    case 'multi_users_select':
      return { type, selected_users: text.split(',').map((one) => personId(screen, one.trim())) };
    case 'conversations_select':
      return { type, selected_conversation: conversationNamed(screen, text)?.id ?? text };
    case 'multi_conversations_select':
      return {
        type,
        selected_conversations: text.split(',').map((one) => conversationNamed(screen, one)?.id ?? one),
      };
    case 'channels_select':
      return { type, selected_channel: conversationNamed(screen, text)?.id ?? text };
    case 'multi_channels_select':
      return {
        type,
        selected_channels: text.split(',').map((one) => conversationNamed(screen, one)?.id ?? one),
      };
    default:
      throw new Error(`"${label}" is a ${type}, which cannot be picked from`);
  }
}

function personId(screen: Screen, name: string): string {
  return screen.people.find((person) => [person.id, person.name, person.realName].includes(name))?.id ?? name;
}
