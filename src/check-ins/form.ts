import { z } from 'zod';
import { clientField } from '../clients/client-field.ts';
import { promiseFields, readPromise } from '../follow-ups/form.ts';
import type { Promised } from '../follow-ups/rules.ts';
import { choiceField, choicesField } from '../slack/forms/choice-fields.ts';
import { type DraftOf, type Field, required } from '../slack/forms/field.ts';
import { dateField, numberField, textField } from '../slack/forms/fields.ts';
import { defineForm } from '../slack/forms/form.ts';
import {
  type Answers,
  EFFORT_WORDS,
  EFFORTS,
  HOURS_MAX,
  isContact,
  SENTIMENTS,
  SIGN_WORDS,
  SIGNS,
  SOURCE_WORDS,
  SOURCES,
  SPOKE_DAYS_MAX,
  sentimentText,
  TEXT_MAX,
} from './rules.ts';

/** Chosen where the client did not say how they feel. */
export const UNSAID = 'unsaid';

const contextSchema = z.object({
  /** The client, where it is not chosen in the modal itself. */
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Whom to speak with and how, said above the fields. */
  intro: z.string(),
  question: z.string().nullable(),
  /** Whether it asks on which day they spoke. */
  asksWhen: z.boolean(),
  /** The check-in that is being edited. */
  checkInId: z.uuid().nullable(),
  /** The follow-up as it was before. What is `closed`, done or dropped, is not asked for. */
  followUp: z
    .object({ dueOn: z.string().transform((day) => Temporal.PlainDate.from(day)), closed: z.boolean() })
    .nullable(),
  /** The channel that the modal was opened from, where the answer goes. */
  from: z.string().nullable(),
});

/** What the modal has to know again when it comes back. */
type CheckInContext = z.output<typeof contextSchema>;

const isSpoken = ({ source }: { source: Answers['source'] | null }) =>
  source === null || isContact({ source });
const asksForPromise = (_: unknown, { followUp }: CheckInContext) => !followUp?.closed;

/** A field for each answer but the question, which nobody types. The first ones are quick, the others optional. */
const answerFields = {
  spokeOn: required(dateField({ label: 'When did you speak with them?' }), 'Choose the day you spoke.'),
  source: required(
    choiceField({
      label: 'How did you hear?',
      choices: SOURCES,
      text: (source) => SOURCE_WORDS[source].choice,
      as: 'radio',
      dispatch: true,
    }),
    'Choose how you heard.',
  ),
  clientSentiment: required(
    choiceField({
      label: 'How did they say they feel?',
      choices: [...SENTIMENTS, UNSAID] as const,
      text: (choice) => (choice === UNSAID ? 'They didn’t say' : sentimentText(choice)),
      as: 'radio',
    }),
    'Choose how they said they feel, or that they didn’t say.',
  ),
  ourImpression: required(
    choiceField({
      label: 'How do you think they really feel?',
      choices: SENTIMENTS,
      text: sentimentText,
      as: 'radio',
    }),
    'Choose how you think they feel.',
  ),
  clientWords: textField({
    label: 'What they said',
    hint: 'In the client’s own words, as close as you can.',
    multiline: true,
    max: TEXT_MAX,
  }),
  wentWell: textField({ label: 'What went well?', multiline: true, max: TEXT_MAX }),
  betterOurs: textField({ label: 'What could we do better?', multiline: true, max: TEXT_MAX }),
  betterTheirs: textField({ label: 'What could they do better?', multiline: true, max: TEXT_MAX }),
  effort: choiceField({
    label: 'How did the work compare with what was agreed?',
    choices: EFFORTS,
    text: (effort) => EFFORT_WORDS[effort],
    as: 'select',
    placeholder: 'Choose',
  }),
  hours: numberField({
    label: 'Hours spent this month',
    min: 0,
    max: HOURS_MAX,
    decimals: true,
    unit: 'hours',
  }),
  signs: choicesField({
    label: 'Did any of this happen?',
    choices: SIGNS,
    text(sign) {
      const { word, examples } = SIGN_WORDS[sign];
      return examples ? `${word} (${examples})` : word;
    },
    as: 'checkboxes',
  }),
} satisfies Record<Exclude<keyof Answers, 'question'>, Field<unknown, unknown>>;

export const checkInForm = defineForm({
  name: 'check-in',
  context: contextSchema,
  fields: {
    client: clientField('Choose the client that this is about.', { dispatch: true }),
    ...answerFields,
    ...promiseFields('Did you promise anything?'),
  },
  shown: {
    client: (_, { client }) => client === null,
    spokeOn: (draft, { asksWhen }) => asksWhen && isSpoken(draft),
    clientSentiment: isSpoken,
    promise: asksForPromise,
    promisedBy: asksForPromise,
    dueOn: asksForPromise,
  },
  labels: {
    clientWords: (_, { question }) =>
      question ? `Ask: “${question}”` : answerFields.clientWords.options.label,
  },
});

/** What the modal is about, and what is in its fields. */
export interface CheckInState {
  context: CheckInContext;
  draft: DraftOf<typeof checkInForm.fields>;
}

type FilledCheckIn = ReturnType<typeof checkInForm.read>;

/** What was submitted. */
export interface ParsedCheckIn {
  clientId: string;
  answers: Answers;
  /** Null where nothing is promised; undefined where the modal did not ask. */
  promised: Promised | null | undefined;
}

/**
 * @param authorId who does the follow-up where nobody is named.
 * @param today in the author's zone.
 * @throws InvalidFields
 */
export function parseCheckIn(
  filled: FilledCheckIn,
  { authorId, today }: { authorId: string; today: Temporal.PlainDate },
): ParsedCheckIn {
  const { context, valid } = filled;
  const wrong = valid.spokeOn && whyNotSpokenOn(valid.spokeOn, today);
  if (wrong) filled.refuse('spokeOn', wrong);
  const promised = readPromise(filled, { authorId, today, dueBefore: context.followUp?.dueOn });
  const { client, promise, promisedBy, dueOn, ...answers } = filled.values();
  const clientId = context.client?.id ?? client;
  if (!clientId) throw new Error('A check-in was taken without its client');
  return {
    clientId,
    answers: {
      ...answers,
      question: isContact(answers) ? context.question : null,
      clientSentiment: answers.clientSentiment === UNSAID ? null : answers.clientSentiment,
      spokeOn: answers.spokeOn?.equals(today) ? null : answers.spokeOn,
    },
    promised: context.followUp?.closed ? undefined : promised,
  };
}

function whyNotSpokenOn(day: Temporal.PlainDate, today: Temporal.PlainDate): string | null {
  const days = day.until(today).days;
  if (days < 0) return 'That day is still to come. Choose today or earlier.';
  return days > SPOKE_DAYS_MAX ? `That’s more than ${SPOKE_DAYS_MAX} days ago. Choose a later day.` : null;
}
