import { z } from 'zod';
import { InvalidFields } from '../errors.ts';
import { tidyLine } from '../slack/text.ts';
import { type Cadence, EVERY_MAX } from './cadence.ts';
import { FIELDS } from './fields.ts';
import { BOUNDS, type ClientDetails, type ClientStatus, NAME_MAX, nameKey } from './rules.ts';

/** What can be chosen in the modal: a client is ended by its button alone. */
export type EditableStatus = Exclude<ClientStatus, 'ended'>;

type Field = (typeof FIELDS)[keyof typeof FIELDS];

const chosen = z.object({ value: z.string() });

/** One input as Slack sends it, of whatever type. Source: docs.slack.dev, "view_submission payloads". */
const inputState = z
  .object({
    value: z.string().nullish(),
    selected_option: chosen.nullish(),
    selected_user: z.string().nullish(),
    selected_conversation: z.string().nullish(),
    selected_time: z.string().nullish(),
  })
  .transform(
    (state) =>
      state.value ??
      state.selected_option?.value ??
      state.selected_user ??
      state.selected_conversation ??
      state.selected_time ??
      null,
  );

const modalState = z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) });

/**
 * What was typed into the client's modal. `status` is null where the modal does not ask for it.
 *
 * @param state the view's; of any shape.
 * @throws InvalidFields naming everything that is wrong at once.
 */
export function parseClientModal(state: unknown): { details: ClientDetails; status: EditableStatus | null } {
  const parsed = modalState.safeParse(state);
  const answers = new Answers(parsed.success ? parsed.data.values : {});
  const unit = answers.oneOf(FIELDS.unit, ['week', 'month-weekday'] as const) ?? 'week';
  const ownerId = answers.person(FIELDS.owner);
  if (ownerId === null) answers.wrong(FIELDS.owner, 'Choose who answers for this client.');
  const coverId = answers.person(FIELDS.cover);
  if (coverId !== null && coverId === ownerId) {
    answers.wrong(FIELDS.cover, 'The cover stands in for the owner: choose somebody else, or nobody.');
  }
  const details: ClientDetails = {
    name: name(answers),
    ownerId: ownerId ?? '',
    coverId,
    channelId: channel(answers),
    cadence: cadence(answers, unit),
    longestGapDays: answers.whole(FIELDS.longestGap, BOUNDS.longestGapDays, 'days') ?? 0,
    monthlyValue: monthlyValue(answers),
    agreedHours: answers.amount(FIELDS.hours, BOUNDS.agreedHours),
    contact: {
      name: answers.line(FIELDS.contactName),
      address: answers.line(FIELDS.contactAddress),
      reach: answers.line(FIELDS.contactReach),
    },
  };
  const status = answers.has(FIELDS.status)
    ? answers.oneOf(FIELDS.status, ['prospect', 'active', 'leaving', 'paused'] as const)
    : null;
  answers.throwIfWrong();
  return { details, status };
}

function name(answers: Answers): string {
  const typed = tidyLine(answers.raw(FIELDS.name) ?? '');
  if (nameKey(typed) === '') answers.wrong(FIELDS.name, 'Give the client a name.');
  if (typed.length > NAME_MAX) {
    answers.wrong(
      FIELDS.name,
      `That name has ${typed.length.toLocaleString('en')} characters. Shorten it to ${NAME_MAX} or fewer.`,
    );
  }
  return typed;
}

function channel(answers: Answers): string | null {
  const id = answers.raw(FIELDS.channel);
  if (id !== null && !/^[CG][A-Z0-9]+$/.test(id)) {
    answers.wrong(FIELDS.channel, 'Choose a channel, or leave this empty.');
  }
  return id;
}

function cadence(answers: Answers, unit: Cadence['unit']): Cadence {
  const time = answers.raw(FIELDS.time) ?? '';
  const valid = /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  if (!valid) answers.wrong(FIELDS.time, 'Choose a time of day, such as 09:00.');
  const every = answers.whole(FIELDS.every, EVERY_MAX[unit], unit === 'week' ? 'weeks' : 'months') ?? 1;
  const weekday = Number(answers.oneOf(FIELDS.weekday, ['1', '2', '3', '4', '5', '6', '7'] as const) ?? 1);
  const rhythm = { every, time: Temporal.PlainTime.from(valid ? time : '00:00') };
  return unit === 'week'
    ? { ...rhythm, unit, weekdays: [weekday] }
    : { ...rhythm, unit: 'month-weekday', nth: 1, weekday };
}

function monthlyValue(answers: Answers): ClientDetails['monthlyValue'] {
  const amount = answers.amount(FIELDS.value, BOUNDS.monthlyValue);
  if (amount === null) return null;
  const currency = tidyLine(answers.raw(FIELDS.currency) ?? '').toUpperCase();
  if (!isCurrency(currency)) {
    answers.wrong(FIELDS.currency, 'Say which currency, in three letters such as EUR or USD.');
  }
  return { amount, currency };
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Whether `code` is a currency of ISO 4217, in capitals. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/** The answers of one modal, and what is wrong with them. */
class Answers {
  readonly #values: Record<string, Record<string, string | null>>;
  readonly #wrong: Record<string, string> = {};

  constructor(values: Record<string, Record<string, string | null>>) {
    this.#values = values;
  }

  has(field: Field): boolean {
    return this.#values[field] !== undefined;
  }

  /** Null for what was left empty. */
  raw(field: Field): string | null {
    return this.#values[field]?.[field] || null;
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
    this.wrong(field, `Give a number from 0 to ${most.toLocaleString('en')}, or leave this empty.`);
    return null;
  }

  /** The first thing that is wrong with a field is what its reader is told. */
  wrong(field: Field, message: string): void {
    this.#wrong[field] ??= message;
  }

  throwIfWrong(): void {
    if (Object.keys(this.#wrong).length > 0) throw new InvalidFields(this.#wrong);
  }
}
