import { foundClient } from '../clients/client-field.ts';
import type { Client } from '../clients/rules.ts';
import { draftOfPromise, usualPromise } from '../follow-ups/form.ts';
import { type FollowUp, isOpen } from '../follow-ups/rules.ts';
import { dateIn } from '../runtime/clock.ts';
import { clip } from '../runtime/formats/text.ts';
import { type CheckInState, checkInForm, UNSAID } from './form.ts';
import { type CheckIn, isContact, questionFor, TEXT_MAX } from './rules.ts';

/** Who opens the modal, from where and when. */
export interface Opening {
  by: { userId: string; timeZone: string };
  now: Temporal.Instant;
  /** The channel that it is opened from, where the answer goes; null elsewhere. */
  from: string | null;
}

/**
 * A new check-in on a client that is known already, or is to be chosen first.
 *
 * @param asksWhen whether it asks on which day they spoke; today is chosen already.
 */
export function newCheckIn(
  client: Client | null,
  { by, now, from }: Opening,
  asksWhen = false,
): CheckInState {
  const today = dateIn(by.timeZone, now);
  return {
    context: {
      client: client && { id: client.id, name: client.name },
      intro: client ? introOf(client) : '',
      question: questionFor(client ?? { questionNumber: 0 }),
      asksWhen,
      checkInId: null,
      followUp: null,
      from,
    },
    draft: {
      ...checkInForm.empty,
      ...usualPromise(by.userId, today),
      spokeOn: asksWhen ? today : null,
    },
  };
}

/** A new check-in that starts with what a client wrote: the client can be chosen, `likely` is chosen already. */
export function newFeedback(likely: Client | null, words: string, opening: Opening): CheckInState {
  const { context, draft } = newCheckIn(null, opening);
  return {
    context: { ...context, question: null },
    draft: {
      ...draft,
      client: likely && foundClient(likely),
      source: 'message',
      clientWords: clip(words, TEXT_MAX) || null,
    },
  };
}

/** What was recorded in a check-in, and what was promised in it. */
interface Recorded {
  checkIn: CheckIn;
  client: Client;
  followUp: FollowUp | null;
}

/** An earlier check-in, to be changed. */
export function earlierCheckIn({ checkIn, client, followUp }: Recorded, opening: Opening): CheckInState {
  const { by, now, from } = opening;
  const { id, question, source, clientSentiment, spokeOn, ...answers } = checkIn;
  const isTold = isContact({ source });
  return {
    context: {
      client: { id: client.id, name: client.name },
      intro: '',
      question,
      asksWhen: spokeOn !== null,
      checkInId: id,
      followUp: followUp && { dueOn: followUp.dueOn, closed: !isOpen(followUp) },
      from,
    },
    draft: {
      ...answers,
      ...(followUp && isOpen(followUp)
        ? draftOfPromise(followUp)
        : usualPromise(by.userId, dateIn(by.timeZone, now))),
      client: null,
      source,
      clientSentiment: isTold ? (clientSentiment ?? UNSAID) : null,
      spokeOn,
    },
  };
}

/** Another client was chosen: its own question and introduction take the place of those before. */
export function aboutClient({ context, draft }: CheckInState, client: Client): CheckInState {
  const question = context.question === null ? null : questionFor(client);
  return { draft, context: { ...context, question, intro: introOf(client) } };
}

/** Whom to speak with, how to address them, how they like to be reached. */
function introOf({ contact }: Client): string {
  const parts = [
    contact.name ? `Speak with ${contact.name}` : null,
    contact.salutation ? `call them “${contact.salutation}”` : null,
    contact.preferredChannel ? `best by: ${contact.preferredChannel}` : null,
  ].filter((part) => part !== null);
  return clip(parts.join(' · '), 500);
}
