import { HOURS_MAX } from '../../check-ins/rules.ts';
import { numberText } from '../../runtime/formats/numbers.ts';
import { tidyLine } from '../../runtime/formats/text.ts';

/** Null when empty, undefined when it is not a number of hours. */
export function hoursOf(typed: string | undefined): number | null | undefined {
  const text = tidyLine(typed ?? '').replace(',', '.');
  if (text === '') return null;
  if (!/^\d{1,6}(\.\d{1,9})?$/.test(text)) return undefined;
  const hours = Math.round(Number(text) * 100) / 100;
  return hours <= HOURS_MAX ? hours : undefined;
}

/** The day that a date picker sends; undefined for anything else. */
export function dateOf(text: string | undefined): Temporal.PlainDate | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

export function tooLong(text: string, max: number): string {
  const [most, has] = [max, text.length].map(numberText);
  return `Please keep this to ${most} characters; it has ${has}.`;
}
