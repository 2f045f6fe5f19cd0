import type { InputValue, SlackOption } from '../../protocol.ts';
import { withNested } from './across-blocks.ts';
import { isDate, isDateTime, isTime } from './dates.ts';
import { optionsOf, sameOption } from './options.ts';

type Fields = Record<string, unknown>;

const HIGHEST_LENGTH = 3000;
const MOST_SELECTED = 100;

/**
 * Whether a person could have typed or chosen this in Slack's own client.
 *
 * An empty value is always possible: `requiredMissing` says where one is needed. Whether a person or conversation exists is
 * not checked here.
 *
 * @param element one that `checkBlocks` has passed.
 * @param suggested what the app offered for what was typed; needed for menus with an external source only.
 * @returns null if they could, else what the client would say.
 */
export function checkValue(element: Fields, value: InputValue, suggested: SlackOption[] = []): string | null {
  if (value.type !== element.type) return `This is a ${element.type}, not a ${value.type}`;
  const chosen = chosenKey(String(element.type));
  const stray = Object.entries(value).find(
    ([key, held]) => key !== 'type' && key !== chosen && !isEmpty(held),
  );
  if (stray) return `A ${element.type} holds no ${stray[0]}`;
  const held = (value as unknown as Fields)[chosen];
  return isEmpty(held) ? null : checkHeld(element, held, suggested);
}

/**
 * The input blocks of a view that still need a value.
 *
 * @param stateValues the whole state, initial values among it.
 * @returns block_id to Slack's words; empty when the view can be submitted.
 */
export function requiredMissing(
  view: { blocks: unknown },
  stateValues: Record<string, Record<string, InputValue>>,
): Record<string, string> {
  const blocks = Array.isArray(view.blocks) ? withNested(view.blocks, '') : [];
  const missing = blocks.flatMap(({ block }) => {
    if (block.type !== 'input' || block.optional === true) return [];
    const element = Object(block.element) as Fields;
    const value = stateValues[String(block.block_id)]?.[String(element.action_id)];
    const held = (value as unknown as Fields | undefined)?.[chosenKey(String(element.type))];
    return isEmpty(held) ? [[String(block.block_id), 'Please complete this required field.']] : [];
  });
  return Object.fromEntries(missing);
}

/** The one field of Slack's state in which an element keeps its value. */
const CHOSEN_KEYS: Record<string, string> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  overflow: 'selected_option',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  rich_text_input: 'rich_text_value',
  file_input: 'files',
};

function chosenKey(elementType: string): string {
  return CHOSEN_KEYS[elementType] ?? 'value';
}

function isEmpty(held: unknown): boolean {
  return held === undefined || held === null || held === '' || (Array.isArray(held) && held.length === 0);
}

function checkHeld(element: Fields, held: unknown, suggested: SlackOption[]): string | null {
  switch (element.type) {
    case 'plain_text_input':
      return checkText(element, held);
    case 'number_input':
      return checkNumber(element, held);
    case 'email_text_input':
      return isEmail(held) ? null : 'Please enter a valid email address.';
    case 'url_text_input':
      return isWebAddress(held) ? null : 'Please enter a valid URL.';
    case 'datepicker':
      return typeof held === 'string' && isDate(held) ? null : 'Please choose a date, as YYYY-MM-DD.';
    case 'timepicker':
      return typeof held === 'string' && isTime(held) ? null : 'Please choose a time, as HH:mm.';
    case 'datetimepicker':
      return isDateTime(held) ? null : 'Please choose a date and time, in seconds of Unix time.';
    case 'rich_text_input':
      return typeof held === 'object' ? null : 'Please enter text.';
    case 'button':
    case 'workflow_button':
      return held === element.value ? null : 'This button has a different value.';
    default:
      return checkChoice(element, held, suggested);
  }
}

function checkText(element: Fields, held: unknown): string | null {
  if (typeof held !== 'string') return 'Please enter text.';
  if (element.multiline !== true && held.includes('\n')) return 'This field has only one line.';
  const least = Number(element.min_length ?? 0);
  const most = Number(element.max_length ?? HIGHEST_LENGTH);
  if (held.length < least) return `Please enter at least ${least} characters.`;
  return held.length > most ? `Please enter no more than ${most} characters.` : null;
}

function checkNumber(element: Fields, held: unknown): string | null {
  if (typeof held !== 'string' || !/^-?\d+(\.\d+)?$/.test(held)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && held.includes('.')) return 'Please enter a whole number.';
  const number = Number(held);
  if (element.min_value !== undefined && number < Number(element.min_value)) {
    return `Please enter ${element.min_value} or more.`;
  }
  if (element.max_value !== undefined && number > Number(element.max_value)) {
    return `Please enter ${element.max_value} or less.`;
  }
  return null;
}

function isEmail(held: unknown): boolean {
  return typeof held === 'string' && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(held);
}

function isWebAddress(held: unknown): boolean {
  return typeof held === 'string' && /^https?:\/\/\S+$/.test(held) && URL.canParse(held);
}

function checkChoice(element: Fields, held: unknown, suggested: SlackOption[]): string | null {
  const several = Array.isArray(held) ? held : [held];
  const most = Number(element.max_selected_items ?? element.max_files ?? MOST_SELECTED);
  if (several.length > most) return `Please choose no more than ${most}.`;
  const keys = several.map((one) => (typeof one === 'object' ? String(Object(one).value) : one));
  if (new Set(keys).size < keys.length) return 'Each can only be chosen once.';
  if (!chosenKey(String(element.type)).startsWith('selected_option')) {
    const areIds = several.every(
      (one) => (typeof one === 'string' && one !== '') || element.type === 'file_input',
    );
    return areIds ? null : 'Please choose by id.';
  }
  const isExternal = String(element.type).includes('external');
  const offered = isExternal ? [...suggested, ...initialOf(element)] : optionsOf(element as never);
  return several.every((one) => isOption(one) && offered.some((option) => sameOption(option, one)))
    ? null
    : 'Please choose one of the options.';
}

function initialOf(element: Fields): SlackOption[] {
  return [element.initial_option, ...((element.initial_options as unknown[]) ?? [])].filter(isOption);
}

function isOption(value: unknown): value is SlackOption {
  const { text } = Object(value);
  return typeof text === 'object' && text !== null;
}
