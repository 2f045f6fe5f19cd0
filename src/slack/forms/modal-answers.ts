import { z } from 'zod';
import type { FIELDS } from '../../clients/fields.ts';
import { BOUNDS } from '../../clients/rules.ts';
import { InvalidFields } from '../../runtime/errors.ts';
import { numberText } from '../../runtime/formats/numbers.ts';
import { tidyLine } from '../../runtime/formats/text.ts';

type Field = (typeof FIELDS)[keyof typeof FIELDS];

const chosen = z.object({ value: z.string() });

/** One input as Slack sends it, of whatever type. Source: docs.slack.dev, "view_submission payloads". */
const inputState = z
  .object({
    value: z.string().nullish(),
    selected_option: chosen.nullish(),
    selected_options: z.array(chosen).nullish(),
    selected_user: z.string().nullish(),
    selected_conversation: z.string().nullish(),
    selected_time: z.string().nullish(),
  })
  .transform((state) => {
    const one =
      state.value ??
      state.selected_option?.value ??
      state.selected_user ??
      state.selected_conversation ??
      state.selected_time;
    return state.selected_options?.map(({ value }) => value) ?? (one ? [one] : []);
  });

const modalState = z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) });

/** The answers of the client's modal, and what is wrong with them. */
export class Answers {
  readonly #given = new Map<string, { block: string; values: string[] }>();
  readonly #wrong: Record<string, string> = {};

  /** @param state the view's; of any shape. */
  constructor(state: unknown) {
    const { data } = modalState.safeParse(state);
    for (const [block, inputs] of Object.entries(data?.values ?? {})) {
      for (const [action, values] of Object.entries(inputs)) this.#given.set(action, { block, values });
    }
  }

  has(field: Field): boolean {
    return this.#given.has(field);
  }

  /** The `block_id` that the field came in. */
  blockOf(field: Field): string {
    return this.#given.get(field)?.block ?? field;
  }

  /** Null for what was left empty. */
  raw(field: Field): string | null {
    return this.all(field)[0] ?? null;
  }

  /** What was chosen where one may choose several. */
  all(field: Field): string[] {
    return this.#given.get(field)?.values ?? [];
  }

  person(field: Field): string | null {
    const id = this.raw(field);
    return id !== null && /^[UW][A-Z0-9]+$/.test(id) ? id : null;
  }

  line(field: Field): string | null {
    const typed = tidyLine(this.raw(field) ?? '');
    if (typed.length > BOUNDS.contactText) {
      this.wrong(field, `Shorten this to ${BOUNDS.contactText} characters or fewer.`);
    }
    return typed === '' ? null : typed;
  }

  oneOf<T extends string>(field: Field, choices: readonly T[]): T | null {
    const found = choices.find((choice) => choice === this.raw(field));
    if (found === undefined) this.wrong(field, 'Choose one of these.');
    return found ?? null;
  }

  /** From 1 to `most`. */
  whole(field: Field, most: number, unit: string): number | null {
    const typed = (this.raw(field) ?? '').trim();
    const number = /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
    if (number >= 1 && number <= most) return number;
    this.wrong(field, `Give a whole number of ${unit} from 1 to ${most}.`);
    return null;
  }

  /** From 0 to `most`, to the second decimal. */
  amount(field: Field, most: number): number | null {
    const typed = (this.raw(field) ?? '').trim();
    if (typed === '') return null;
    const number = /^\d{1,15}(\.\d{1,15})?$/.test(typed) ? Number(typed) : Number.NaN;
    if (number >= 0 && number <= most) return Math.round(number * 100) / 100;
    this.wrong(field, `Give a number from 0 to ${numberText(most)}, or leave this empty.`);
    return null;
  }

  /** The first thing that is wrong with a field is what its reader is told. */
  wrong(field: Field, message: string): void {
    this.#wrong[this.blockOf(field)] ??= message;
  }

  throwIfWrong(): void {
    if (Object.keys(this.#wrong).length > 0) throw new InvalidFields(this.#wrong);
  }
}
