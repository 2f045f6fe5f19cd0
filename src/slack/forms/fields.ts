/** The kinds of fields in which something is typed or picked. Each may be left empty; see `required`. */

import { timeText } from '../../runtime/formats/dates.ts';
import { numberText } from '../../runtime/formats/numbers.ts';
import { clip, tidy, tidyLine } from '../../runtime/formats/text.ts';
import { plain } from '../blocks/blocks.ts';
import { LIMITS } from '../blocks/limits.ts';
import type { Field, FieldOptions, Parsed } from './field.ts';

interface TextOptions extends FieldOptions {
  /** In UTF-16 units. */
  max: number;
  /** Takes several lines. */
  multiline?: boolean;
  placeholder?: string;
}

/** Text without stray white space and control characters, in NFC. */
export function textField({
  max,
  multiline,
  placeholder,
  ...options
}: TextOptions): Field<string | null, string | null> {
  return {
    options,
    isOptional: true,
    element: {
      type: 'plain_text_input',
      max_length: max,
      ...(multiline ? { multiline } : {}),
      ...(placeholder ? { placeholder: plain(placeholder, LIMITS.placeholder) } : {}),
    },
    hold: (draft) => ({ value: clip(draft ?? '', max) }),
    draft: ({ value }) => value || null,
    parse({ value }) {
      const typed = multiline ? tidy(value ?? '') : tidyLine(value ?? '');
      if (typed.length <= max) return { value: typed || null };
      return { error: `Shorten this to ${numberText(max)} characters. It has ${numberText(typed.length)}.` };
    },
  };
}

interface NumberOptions extends FieldOptions {
  min: number;
  max: number;
  /** Takes two decimals. */
  decimals?: boolean;
  /** What is counted, in the plural: said where something else was typed. */
  unit?: string;
}

export function numberField({
  min,
  max,
  decimals = false,
  unit,
  ...options
}: NumberOptions): Field<number | null, number | null> {
  const what = `${decimals ? 'number' : 'whole number'}${unit ? ` of ${unit}` : ''}`;
  const parse = (value: string | null | undefined): Parsed<number | null> => {
    const typed = tidyLine(value ?? '');
    if (typed === '') return { value: null };
    const number = decimals ? amountOf(typed) : /^\d{1,15}$/.test(typed) ? Number(typed) : Number.NaN;
    if (number >= min && number <= max) return { value: number };
    return { error: `Type a ${what} from ${numberText(min)} to ${numberText(max)}.` };
  };
  const inBounds = (draft: number | null) => draft !== null && draft >= min && draft <= max;
  return {
    options,
    isOptional: true,
    element: {
      type: 'number_input',
      is_decimal_allowed: decimals,
      min_value: String(min),
      max_value: String(max),
    },
    hold: (draft) => (inBounds(draft) ? { value: String(draft) } : {}),
    draft({ value }) {
      const parsed = parse(value);
      return 'value' in parsed ? parsed.value : null;
    },
    parse: ({ value }) => parse(value),
  };
}

/** To the second decimal. A comma is taken for a decimal point where it cannot group thousands. */
function amountOf(typed: string): number {
  const plainly = typed.replace(/,(\d{1,2})$/, '.$1');
  return /^\d{1,15}(\.\d{1,15})?$/.test(plainly) ? Math.round(Number(plainly) * 100) / 100 : Number.NaN;
}

export function dateField(
  options: FieldOptions,
): Field<Temporal.PlainDate | null, Temporal.PlainDate | null> {
  return {
    options,
    isOptional: true,
    element: { type: 'datepicker' },
    hold: (draft) => ({ selected_date: draft?.toString() }),
    draft: ({ selected_date }) => dateIn(selected_date),
    parse({ selected_date }) {
      const date = dateIn(selected_date);
      return selected_date && !date ? { error: 'Choose a day.' } : { value: date };
    },
  };
}

export function timeField(
  options: FieldOptions,
): Field<Temporal.PlainTime | null, Temporal.PlainTime | null> {
  return {
    options,
    isOptional: true,
    element: { type: 'timepicker' },
    hold: (draft) => ({ selected_time: draft && timeText(draft) }),
    draft: ({ selected_time }) => timeIn(selected_time),
    parse({ selected_time }) {
      const time = timeIn(selected_time);
      return selected_time && !time ? { error: 'Choose a time of day, such as 09:00.' } : { value: time };
    },
  };
}

/** A person by their id. Whether they are known, and a member, is for others to ask. */
export function personField(options: FieldOptions): Field<string | null, string | null> {
  const idIn = (id: string | null | undefined) => (id && /^[UW][A-Z0-9]+$/.test(id) ? id : null);
  return {
    options,
    isOptional: true,
    element: { type: 'users_select' },
    hold: (draft) => ({ selected_user: draft }),
    draft: ({ selected_user }) => idIn(selected_user),
    parse: ({ selected_user }) => ({ value: idIn(selected_user) }),
  };
}

/** A channel of our own people by its id: no direct messages, and none that is shared with another company. */
export function channelField(options: FieldOptions): Field<string | null, string | null> {
  const idIn = (id: string | null | undefined) => (id && /^[CG][A-Z0-9]+$/.test(id) ? id : null);
  return {
    options,
    isOptional: true,
    element: {
      type: 'conversations_select',
      filter: {
        include: ['public', 'private'],
        exclude_external_shared_channels: true,
        exclude_bot_users: true,
      },
    },
    hold: (draft) => ({ selected_conversation: draft }),
    draft: ({ selected_conversation }) => idIn(selected_conversation),
    parse({ selected_conversation }) {
      const id = idIn(selected_conversation);
      return selected_conversation && !id ? { error: 'Choose a channel.' } : { value: id };
    },
  };
}

function dateIn(text: string | null | undefined): Temporal.PlainDate | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function timeIn(text: string | null | undefined): Temporal.PlainTime | null {
  return text && /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? Temporal.PlainTime.from(text) : null;
}
