import type { PlainTextOption } from '@slack/types';
import { findHolidayPlaces } from '../calendars/holiday-places.ts';
import { option } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { Found } from '../slack/forms/choice-fields.ts';

/** @param first what is offered before anything is typed. */
export async function searchHolidays(typed: string, first: readonly Found[]): Promise<PlainTextOption[]> {
  const found = await findHolidayPlaces(typed, LIMITS.options - first.length);
  const places = found.map(({ code, name }) => option(name, code));
  return typed.trim() === '' ? [...first.map(({ text, value }) => option(text, value)), ...places] : places;
}
