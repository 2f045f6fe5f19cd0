import { z } from 'zod';
import { InvalidFields } from '../../runtime/errors.ts';
import { tidyLine } from '../../runtime/formats/text.ts';

const choice = z.object({ value: z.string() });

/** One input as Slack sends it, of whatever type. Source: docs.slack.dev, "view_submission payloads". */
const inputState = z.object({
  value: z.string().nullish(),
  selected_option: choice.nullish(),
  selected_options: z.array(choice).nullish(),
  selected_time: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_user: z.string().nullish(),
});

const formState = z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) });

/** The answers of one modal, and what is wrong with them. */
export class FormAnswers {
  readonly #values: Record<string, Record<string, z.infer<typeof inputState>>>;
  readonly #wrong: Record<string, string> = {};

  /** @param state the view's; of any shape. */
  constructor(state: unknown) {
    const parsed = formState.safeParse(state);
    this.#values = parsed.success ? parsed.data.values : {};
  }

  /** The value of the chosen option, person, date or time; null where nothing is chosen. */
  one(blockId: string): string | null {
    const { selected_option, selected_time, selected_date, selected_user } = this.#input(blockId);
    return selected_option?.value ?? selected_time ?? selected_date ?? selected_user ?? null;
  }

  many(blockId: string): string[] {
    return (this.#input(blockId).selected_options ?? []).map(({ value }) => value);
  }

  /** What was typed, tidied, on one line; empty where nothing was. */
  text(blockId: string): string {
    return tidyLine(this.#input(blockId).value ?? '');
  }

  person(blockId: string): string | null {
    const id = this.one(blockId);
    return id !== null && /^[UW][A-Z0-9]+$/.test(id) ? id : null;
  }

  /** Midnight, and a word about it, for what is no time of day. */
  time(blockId: string): Temporal.PlainTime {
    const text = this.one(blockId) ?? '';
    const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
    if (!isTime) this.wrong(blockId, 'Choose a time of day, such as 19:00.');
    return Temporal.PlainTime.from(isTime ? text : '00:00');
  }

  date(blockId: string): Temporal.PlainDate | null {
    const text = this.one(blockId) ?? '';
    try {
      if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text);
    } catch {
      // Such as a thirtieth of February.
    }
    this.wrong(blockId, 'Choose a day.');
    return null;
  }

  /** ISO weekdays, in order. */
  weekdays(blockId: string): number[] {
    const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => this.many(blockId).includes(String(day)));
    if (days.length === 0) this.wrong(blockId, 'Choose at least one day.');
    return days;
  }

  /** The first thing that is wrong with a field is what its reader is told. */
  wrong(blockId: string, message: string): void {
    this.#wrong[blockId] ??= message;
  }

  /** @throws InvalidFields naming everything that is wrong at once. */
  throwIfWrong(): void {
    if (Object.keys(this.#wrong).length > 0) throw new InvalidFields(this.#wrong);
  }

  #input(blockId: string): z.infer<typeof inputState> {
    return Object.values(this.#values[blockId] ?? {})[0] ?? {};
  }
}
