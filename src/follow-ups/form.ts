import { z } from 'zod';
import { clientField } from '../clients/client-field.ts';
import { type Field, required } from '../slack/forms/field.ts';
import { dateField, personField, textField } from '../slack/forms/fields.ts';
import { defineForm } from '../slack/forms/form.ts';
import { FOLLOW_UP_MAX, type Promised, whyNotDue } from './rules.ts';

const NO_DAY = 'Choose the day it’s due.';

/** What is promised, by whom and for when: for any form that asks for it. @param label over what. */
export function promiseFields(label: string) {
  return {
    promise: textField({ label, max: FOLLOW_UP_MAX, placeholder: 'Send the new timeline' }),
    promisedBy: personField({ label: 'Who will do it?' }),
    dueOn: dateField({ label: 'By when?' }),
  };
}

type PromiseFields = ReturnType<typeof promiseFields>;
type PromiseKey = keyof PromiseFields;
type PromiseValues = {
  [K in PromiseKey]: PromiseFields[K] extends Field<infer Value, unknown> ? Value : never;
};

/** A form that asks for a promise, filled in. */
interface FilledPromise {
  valid: Partial<PromiseValues>;
  refuse(key: PromiseKey, message: string): void;
}

/** By whom and by when, where nobody says otherwise: by oneself, in a week. */
export function usualPromise(userId: string, today: Temporal.PlainDate) {
  return { promise: null, promisedBy: userId, dueOn: today.add({ days: 7 }) };
}

/** What is in the fields for a follow-up. */
export function draftOfPromise({ what, promisedById, dueOn }: Promised) {
  return { promise: what, promisedBy: promisedById, dueOn };
}

interface PromiseContext {
  /** Who does it where nobody is named. */
  authorId: string;
  /** In the author's zone: it cannot be due before. */
  today: Temporal.PlainDate;
  /** The day it has been due on until now, which may have passed. */
  dueBefore?: Temporal.PlainDate | undefined;
}

/** What is promised; null where nothing is, or something is wrong with it: then that is said at its field. */
export function readPromise(
  filled: FilledPromise,
  { authorId, today, dueBefore }: PromiseContext,
): Promised | null {
  const { promise, promisedBy, dueOn } = filled.valid;
  if (!promise) return null;
  const isAsBefore = dueOn && dueBefore?.equals(dueOn);
  const wrong = dueOn ? (isAsBefore ? null : whyNotDue(dueOn, today)) : NO_DAY;
  if (wrong) filled.refuse('dueOn', wrong);
  return dueOn && !wrong ? { what: promise, promisedById: promisedBy ?? authorId, dueOn } : null;
}

const { promise, promisedBy, dueOn } = promiseFields('What did you promise?');

/** A follow-up by itself. */
export const followUpForm = defineForm({
  name: 'follow-up',
  context: z.object({
    /** The client, where it is not chosen in the modal itself. */
    clientId: z.uuid().nullable(),
    /** The channel that the modal was opened from, where the answer goes. */
    from: z.string().nullable(),
  }),
  fields: {
    client: clientField('Choose the client you promised this to.'),
    promise: required(promise, 'Say in a few words what you promised.'),
    promisedBy: required(promisedBy, 'Choose who will do it.'),
    dueOn: required(dueOn, NO_DAY),
  },
  shown: { client: (_, { clientId }) => clientId === null },
});

/** Another day for a follow-up. */
export const moveForm = defineForm({
  name: 'follow-up-move',
  context: z.object({
    followUpId: z.uuid(),
    /** The channel that the modal was opened from, where the answer goes. */
    from: z.string().nullable(),
  }),
  fields: {
    dueOn: required(dateField({ label: 'New day', hint: 'Reminders move with it.' }), 'Choose a day.'),
  },
});

/** @throws InvalidFields */
export function parseFollowUp(
  filled: ReturnType<typeof followUpForm.read>,
  by: Pick<PromiseContext, 'authorId' | 'today'>,
): { clientId: string; promised: Promised } {
  const promised = readPromise(filled, by);
  const { client } = filled.values();
  const clientId = filled.context.clientId ?? client;
  if (!promised || !clientId) throw new Error('A follow-up was taken without its fields');
  return { clientId, promised };
}

/** @throws InvalidFields */
export function parseMove(
  view: Parameters<typeof moveForm.read>[0],
  today: Temporal.PlainDate,
): { followUpId: string; from: string | null; dueOn: Temporal.PlainDate } {
  const filled = moveForm.read(view);
  const wrong = filled.valid.dueOn && whyNotDue(filled.valid.dueOn, today);
  if (wrong) filled.refuse('dueOn', wrong);
  return { ...filled.context, ...filled.values() };
}
