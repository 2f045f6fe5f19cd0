import type { ConfirmationDialog, Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { type ReactNode, useState } from 'react';
import { useConfirm } from '../controls/confirm.tsx';
import { useSandbox } from '../state/sandbox.ts';
import { plainText } from '../text/text.tsx';
import { fromLocalDateTime, isZone, toLocalDateTime, zoneCity } from '../text/time.ts';
import type { ElementProps } from './element.tsx';
import { type FieldHandle, useField } from './surface.ts';

type DateElement = Datepicker | Timepicker | DateTimepicker;

const SEND_AFTER_MS = 500;
const TYPES = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** The browser's own date and time pickers, which suit the person's locale and a phone's screen. */
export function DateInput({ element, place, naming }: ElementProps<DateElement>): ReactNode {
  const { screen } = useSandbox();
  const field = useField(place.blockId, place.actionId, element.type);
  const [ask, asking] = useConfirm(element.confirm as ConfirmationDialog | undefined);
  const [unfinished, setUnfinished] = useState<string | null>(null);
  const zone = element.type === 'timepicker' && element.timezone ? element.timezone : screen.me.timeZone;
  const label =
    naming.label ??
    ('placeholder' in element && element.placeholder ? plainText(element.placeholder) : undefined);
  return (
    <span className="date-input">
      <input
        id={naming.id}
        type={TYPES[element.type]}
        aria-label={label}
        aria-describedby={naming.describedBy}
        aria-invalid={naming.invalid || undefined}
        aria-required={!naming.optional || undefined}
        value={unfinished ?? shown(element, field, zone)}
        onChange={(event) => {
          const value = event.target.value;
          const next = valueFrom(element, value, zone);
          if (element.confirm && next) ask(() => field.put(next, 0));
          else if (next) field.put(next, SEND_AFTER_MS, true);
          setUnfinished(next ? null : value);
        }}
        onBlur={() => {
          setUnfinished(null);
          field.blur();
        }}
      />
      {element.type === 'timepicker' && element.timezone && isZone(zone) && (
        <small className="zone">{zoneCity(zone)} time</small>
      )}
      {field.problem && (
        <span className="field-error" role="alert">
          {field.problem}
        </span>
      )}
      {asking}
    </span>
  );
}

function shown(element: DateElement, { value }: FieldHandle, zone: string): string {
  if (element.type === 'datepicker') return value?.selected_date ?? '';
  if (element.type === 'timepicker') return value?.selected_time ?? '';
  return value?.selected_date_time ? toLocalDateTime(value.selected_date_time, zone) : '';
}

function valueFrom(
  element: DateElement,
  text: string,
  zone: string,
): Parameters<FieldHandle['put']>[0] | null {
  if (element.type === 'datepicker') return { selected_date: text || null };
  if (element.type === 'timepicker') return { selected_time: text.slice(0, 5) || null };
  if (text === '') return { selected_date_time: null };
  const seconds = fromLocalDateTime(text.slice(0, 16), zone);
  return seconds === null ? null : { selected_date_time: seconds };
}
