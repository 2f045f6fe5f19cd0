import { numberText } from '../runtime/formats/numbers.ts';
import { tidyLine } from '../runtime/formats/text.ts';
import { Answers } from '../slack/forms/modal-answers.ts';
import { parseLongestGap } from './cadence/longest-gap-form.ts';
import { parseCadence } from './cadence/parse.ts';
import { FIELDS } from './fields.ts';
import {
  BOUNDS,
  type ClientDetails,
  CURRENT_STATUSES,
  type CurrentStatus,
  NAME_MAX,
  nameKey,
} from './rules.ts';

/**
 * What was typed into the client's modal. `status` is null where the modal does not ask for it.
 *
 * @param state the view's; of any shape.
 * @throws InvalidFields naming everything that is wrong at once.
 */
export function parseClientModal(state: unknown): { details: ClientDetails; status: CurrentStatus | null } {
  const answers = new Answers(state);
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
    ...schedule(answers),
    monthlyFee: monthlyFee(answers),
    agreedHours: answers.amount(FIELDS.hours, BOUNDS.agreedHours),
    contact: {
      name: answers.line(FIELDS.contactName),
      address: answers.line(FIELDS.contactAddress),
      reach: answers.line(FIELDS.contactReach),
    },
  };
  const status = answers.has(FIELDS.status) ? answers.oneOf(FIELDS.status, CURRENT_STATUSES) : null;
  answers.throwIfWrong();
  return { details, status };
}

function name(answers: Answers): string {
  const typed = tidyLine(answers.raw(FIELDS.name) ?? '');
  if (nameKey(typed) === '') answers.wrong(FIELDS.name, 'Give the client a name.');
  if (typed.length > NAME_MAX) {
    answers.wrong(
      FIELDS.name,
      `That name has ${numberText(typed.length)} characters. Shorten it to ${NAME_MAX} or fewer.`,
    );
  }
  return typed;
}

function schedule(answers: Answers): Pick<ClientDetails, 'cadence' | 'longestGapDays'> {
  const cadence = parseCadence(answers);
  return { cadence, longestGapDays: parseLongestGap(answers, cadence) };
}

function channel(answers: Answers): string | null {
  const id = answers.raw(FIELDS.channel);
  if (id !== null && !/^[CG][A-Z0-9]+$/.test(id)) {
    answers.wrong(FIELDS.channel, 'Choose a channel, or leave this empty.');
  }
  return id;
}

function monthlyFee(answers: Answers): ClientDetails['monthlyFee'] {
  const amount = answers.amount(FIELDS.value, BOUNDS.monthlyFee);
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
