import { z } from 'zod';
import { CLIENT_SEARCH } from '../clients/view.ts';
import { readPromised } from '../follow-ups/read-promised.ts';
import type { Promised } from '../follow-ups/rules.ts';
import { InvalidFields } from '../runtime/errors.ts';
import { tidy } from '../runtime/formats/text.ts';
import { dateOf, hoursOf, tooLong } from '../slack/forms/typed-values.ts';
import {
  type Answers,
  EFFORTS,
  HOURS_MAX,
  SENTIMENTS,
  type Sentiment,
  SIGNS,
  type Sign,
  SOURCES,
  SPOKE_DAYS_MAX,
  TEXT_MAX,
} from './rules.ts';

/** The modal's fields by their `block_id`, and the `action_id` of each. */
export const FIELDS = {
  client: { block: 'client', action: CLIENT_SEARCH },
  spokeOn: { block: 'spoke-on', action: 'spoke-on' },
  source: { block: 'source', action: 'check-in-source' },
  clientSentiment: { block: 'client-sentiment', action: 'client-sentiment' },
  ourImpression: { block: 'our-impression', action: 'our-impression' },
  clientWords: { block: 'client-words', action: 'client-words' },
  wentWell: { block: 'went-well', action: 'went-well' },
  betterOurs: { block: 'better-ours', action: 'better-ours' },
  betterTheirs: { block: 'better-theirs', action: 'better-theirs' },
  effort: { block: 'effort', action: 'effort' },
  hours: { block: 'hours', action: 'hours' },
  signs: { block: 'signs', action: 'signs' },
  followUpWhat: { block: 'follow-up-what', action: 'follow-up-what' },
  followUpWho: { block: 'follow-up-who', action: 'follow-up-who' },
  followUpDue: { block: 'follow-up-due', action: 'follow-up-due' },
} as const;

export type Field = keyof typeof FIELDS;

/** The value of the sixth choice beside the five sentiments. */
export const UNSAID = 'unsaid';

const sources = z.enum(SOURCES);
const efforts = z.enum(EFFORTS);
const signs = z.enum(SIGNS);
const sentiments = z.enum(SENTIMENTS.map(String));

/** What the modal has to know again when it comes back. Slack hands it to the person's browser: nothing secret. */
const contextSchema = z.object({
  /** The client, where it is not chosen in the modal itself. */
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Whom to speak with and how, said above the fields. */
  intro: z.string(),
  question: z.string().nullable(),
  /** Whether it asks on which day they spoke. */
  asksWhen: z.boolean().default(false),
  /** The check-in that is being edited. */
  checkInId: z.uuid().nullable(),
  /** The follow-up's day as it was before, which may have passed. What is `closed`, done or dropped, is not asked for. */
  followUp: z.object({ dueOn: z.string(), closed: z.boolean().default(false) }).nullable(),
  /** What was chosen as the client's sentiment before the field was taken away. */
  setAside: z.string().nullable(),
  /** The channel that the modal was opened from, where the answer goes. */
  from: z.string().nullable(),
});

export type FormContext = z.output<typeof contextSchema>;

export function writeContext(context: FormContext): string {
  return JSON.stringify(context);
}

/** @throws when the metadata is not ours. */
export function readContext(privateMetadata: string): FormContext {
  return contextSchema.parse(JSON.parse(privateMetadata));
}

const option = z.object({ value: z.string(), text: z.object({ text: z.string() }).optional() });
const stateSchema = z.object({
  values: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        value: z.string().nullish(),
        selected_option: option.nullish(),
        selected_options: z.array(option).nullish(),
        selected_user: z.string().nullish(),
        selected_date: z.string().nullish(),
      }),
    ),
  ),
});

/** What stands in the fields now, whatever it is: for showing the modal again. Empty fields are left out. */
export interface Draft {
  client?: { id: string; name: string };
  spokeOn?: string;
  source?: string;
  clientSentiment?: string;
  ourImpression?: string;
  clientWords?: string;
  wentWell?: string;
  betterOurs?: string;
  betterTheirs?: string;
  effort?: string;
  hours?: string;
  signs?: string[];
  followUpWhat?: string;
  followUpWho?: string;
  followUpDue?: string;
}

/** @throws when `state` is not a view's state. */
export function readDraft(state: unknown): Draft {
  const { values } = stateSchema.parse(state);
  const at = (field: Field) => values[FIELDS[field].block]?.[FIELDS[field].action];
  const texts = ['clientWords', 'wentWell', 'betterOurs', 'betterTheirs', 'hours', 'followUpWhat'] as const;
  const choices = ['source', 'clientSentiment', 'ourImpression', 'effort'] as const;
  const client = at('client')?.selected_option;
  const who = at('followUpWho')?.selected_user;
  const due = at('followUpDue')?.selected_date;
  const draft: Draft = { signs: at('signs')?.selected_options?.map(({ value }) => value) ?? [] };
  for (const field of texts) {
    const value = at(field)?.value;
    if (value) draft[field] = value;
  }
  for (const field of choices) {
    const chosen = at(field)?.selected_option?.value;
    if (chosen) draft[field] = chosen;
  }
  const spokeOn = at('spokeOn')?.selected_date;
  if (spokeOn) draft.spokeOn = spokeOn;
  if (client) draft.client = { id: client.value, name: client.text?.text ?? '' };
  if (who) draft.followUpWho = who;
  if (due) draft.followUpDue = due;
  return draft;
}

/** The modal, read and checked. */
export interface Filled {
  clientId: string;
  answers: Answers;
  /** Null where nothing is promised; undefined where the modal did not ask. */
  promised: Promised | null | undefined;
}

/**
 * Reads what was submitted.
 *
 * @param authorId who does the follow-up where nobody is named.
 * @param today in the author's zone: a follow-up cannot be due before.
 * @throws InvalidFields
 */
export function parseForm(
  state: unknown,
  context: FormContext,
  authorId: string,
  today: Temporal.PlainDate,
): Filled {
  const draft = readDraft(state);
  const wrong: Record<string, string> = {};
  const refuse = (field: Field, message: string) => {
    wrong[FIELDS[field].block] = message;
    return null;
  };
  const text = (field: 'clientWords' | 'wentWell' | 'betterOurs' | 'betterTheirs') => {
    const typed = tidy(draft[field] ?? '');
    return typed.length > TEXT_MAX ? refuse(field, tooLong(typed, TEXT_MAX)) : typed || null;
  };

  const clientId = z.uuid().safeParse(context.client?.id ?? draft.client?.id).data;
  if (!clientId) refuse('client', 'Choose the client that this is about.');
  const source = sources.safeParse(draft.source).data;
  if (!source) refuse('source', 'Choose how you heard.');
  const ourImpression = sentimentOf(draft.ourImpression);
  if (!ourImpression) refuse('ourImpression', 'Choose how you think they feel.');
  const told = source !== 'own-impression';
  const said = draft.clientSentiment ?? context.setAside;
  const hours = hoursOf(draft.hours);
  if (hours === undefined) refuse('hours', `Type a number of hours from 0 to ${HOURS_MAX}, such as 12.5.`);
  const answers = {
    clientSentiment: told && said ? (sentimentOf(said) ?? null) : null,
    question: told ? context.question : null,
    clientWords: text('clientWords'),
    spokeOn: told && context.asksWhen ? spokenOn(draft.spokeOn, today, refuse) : null,
    wentWell: text('wentWell'),
    betterOurs: text('betterOurs'),
    betterTheirs: text('betterTheirs'),
    effort: efforts.safeParse(draft.effort).data ?? null,
    hours: hours ?? null,
    signs: chosenSigns(draft.signs ?? []),
  };
  const promised = context.followUp?.closed
    ? undefined
    : readPromised(draft, authorId, today, refuse, context.followUp?.dueOn);

  if (Object.keys(wrong).length > 0 || !clientId || !source || !ourImpression) throw new InvalidFields(wrong);
  return { clientId, answers: { ...answers, source, ourImpression: ourImpression }, promised };
}

function spokenOn(
  typed: string | undefined,
  today: Temporal.PlainDate,
  refuse: (field: Field, message: string) => null,
): Temporal.PlainDate | null {
  const day = dateOf(typed);
  if (!day) return refuse('spokeOn', 'Choose the day on which you spoke.');
  const days = day.until(today).days;
  if (days < 0) return refuse('spokeOn', 'That day is still to come. Choose today or an earlier one.');
  if (days > SPOKE_DAYS_MAX) {
    return refuse('spokeOn', `That is more than ${SPOKE_DAYS_MAX} days ago. Choose a later day.`);
  }
  return days === 0 ? null : day;
}

function sentimentOf(value: string | undefined): Sentiment | undefined {
  const parsed = sentiments.safeParse(value);
  return parsed.success ? (Number(parsed.data) as Sentiment) : undefined;
}

function chosenSigns(values: string[]): Sign[] {
  return signs.options.filter((sign) => values.includes(sign));
}
