import type { Client } from '../clients/rules.ts';
import type { TypedPromise } from '../follow-ups/read-promised.ts';
import { type FollowUp, isOpen } from '../follow-ups/rules.ts';
import { clip } from '../runtime/formats/text.ts';
import { type Draft, type FormContext, UNSAID } from './form.ts';
import { type CheckIn, questionFor, TEXT_MAX } from './rules.ts';

/** How far away a follow-up is due where no day is chosen, in days. */
const FOLLOW_UP_DAYS = 7;

/** What the modal starts with: what it is about, and what stands in its fields. */
export interface InitialState {
  context: FormContext;
  draft: Draft;
  /** What the client was promised; absent where no client is chosen, or an earlier check-in is changed. */
  promised?: PromisedSoFar;
}

/** The open follow-ups of a client, the most urgent first, and the day for whoever reads of them. */
export interface PromisedSoFar {
  followUps: readonly FollowUp[];
  today: Temporal.PlainDate;
}

/**
 * A new check-in on a client that is known already, or is to be chosen first.
 *
 * @param asksWhen whether it asks on which day they spoke; today is chosen already.
 */
export function newCheckIn(
  client: Client | null,
  by: { userId: string; timeZone: string },
  now: Temporal.Instant,
  from: string | null,
  asksWhen = false,
): InitialState {
  return {
    context: {
      client: client ? { id: client.id, name: client.name } : null,
      intro: client ? introOf(client) : '',
      question: questionFor(client ?? { questionNumber: 0 }),
      asksWhen,
      checkInId: null,
      followUp: null,
      setAside: null,
      from,
    },
    draft: {
      ...promiseOf(by, now),
      ...(asksWhen ? { spokeOn: now.toZonedDateTimeISO(by.timeZone).toPlainDate().toString() } : {}),
    },
  };
}

/** A new check-in that starts with what a client wrote: the client can be chosen, `likely` is chosen already. */
export function newFeedback(
  likely: Client | null,
  words: string,
  by: { userId: string; timeZone: string },
  now: Temporal.Instant,
  from: string | null,
): InitialState {
  const { context: about, draft } = newCheckIn(null, by, now, from);
  return {
    context: { ...about, question: null },
    draft: {
      ...draft,
      ...(likely ? { client: { id: likely.id, name: likely.name } } : {}),
      source: 'message',
      clientWords: clip(words, TEXT_MAX),
    },
  };
}

/** An earlier check-in, to be changed. */
export function earlierCheckIn(
  checkIn: CheckIn,
  followUp: FollowUp | null,
  client: Client,
  by: { userId: string; timeZone: string },
  now: Temporal.Instant,
  from: string | null,
): InitialState {
  const said = checkIn.clientSentiment === null ? UNSAID : String(checkIn.clientSentiment);
  return {
    context: {
      client: { id: client.id, name: client.name },
      intro: '',
      question: checkIn.question,
      asksWhen: checkIn.spokeOn !== null,
      checkInId: checkIn.id,
      followUp: followUp ? { dueOn: followUp.dueOn.toString(), closed: !isOpen(followUp) } : null,
      setAside: null,
      from,
    },
    draft: {
      source: checkIn.source,
      ...(checkIn.source === 'own-impression' ? {} : { clientSentiment: said }),
      ourImpression: String(checkIn.ourImpression),
      ...given('clientWords', checkIn.clientWords),
      ...given('spokeOn', checkIn.spokeOn?.toString() ?? null),
      ...given('wentWell', checkIn.wentWell),
      ...given('betterOurs', checkIn.betterOurs),
      ...given('betterTheirs', checkIn.betterTheirs),
      ...given('effort', checkIn.effort),
      ...given('hours', checkIn.hours === null ? null : String(checkIn.hours)),
      signs: checkIn.signs,
      ...(followUp
        ? {
            followUpWhat: followUp.what,
            followUpWho: followUp.promisedById,
            followUpDue: followUp.dueOn.toString(),
          }
        : promiseOf(by, now)),
    },
  };
}

/** Another client was chosen: its own question and introduction take the place of those before. */
export function aboutClient({ context: about, ...rest }: InitialState, client: Client): InitialState {
  const question = about.question === null ? null : questionFor(client);
  return { ...rest, context: { ...about, question, intro: introOf(client) } };
}

/** Whom to speak with, how to address them, how they like to be reached. */
function introOf({ contact }: Client): string {
  const parts = [
    contact.name ? `Speak with ${contact.name}` : null,
    contact.address ? `say “${contact.address}”` : null,
    contact.reach ? `reach them: ${contact.reach}` : null,
  ].filter((part) => part !== null);
  return clip(parts.join(' · '), 500);
}

function given<Name extends keyof Draft>(name: Name, value: string | null): Partial<Record<Name, string>> {
  return (value === null ? {} : { [name]: value }) as Partial<Record<Name, string>>;
}

/** A follow-up of one's own, due in a week. */
export function promiseOf(
  { userId, timeZone }: { userId: string; timeZone: string },
  now: Temporal.Instant,
): TypedPromise {
  const due = now.toZonedDateTimeISO(timeZone).toPlainDate().add({ days: FOLLOW_UP_DAYS });
  return { followUpWho: userId, followUpDue: due.toString() };
}
