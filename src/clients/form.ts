/** The fields of the modal in which a client is added or edited. */
import { z } from 'zod';
import { choiceField } from '../slack/forms/choice-fields.ts';
import { checked, type DraftOf, required } from '../slack/forms/field.ts';
import { channelField, numberField, personField, textField } from '../slack/forms/fields.ts';
import { defineForm } from '../slack/forms/form.ts';
import { cadenceDraft, cadenceFields, cadenceShown, readCadence } from './cadence/form.ts';
import { gapDays, usualLongestGap } from './cadence/rules.ts';
import {
  BOUNDS,
  type ClientDetails,
  type ClientStatus,
  CURRENT_STATUSES,
  type CurrentStatus,
  isCurrency,
  NAME_MAX,
  nameKey,
} from './rules.ts';

const STATUS_TEXT: Record<CurrentStatus, string> = {
  prospect: 'Prospect: not a client yet',
  active: 'Active',
  leaving: 'Leaving: they said so',
  paused: 'Paused: no reminders for now',
};

const contactField = (label: string) => textField({ label, max: BOUNDS.contactText });

export const clientForm = defineForm({
  name: 'client',
  context: z.object({
    /** The client that the modal was opened for, and as of when; null for a new one. */
    edited: z
      .object({ clientId: z.string(), updatedAt: z.string().transform((at) => Temporal.Instant.from(at)) })
      .nullable(),
    /** The longest gap that was usual for the cadence when nobody had typed another. */
    usualGap: z.int(),
  }),
  fields: {
    name: required(
      checked(textField({ label: 'Name', max: NAME_MAX }), (name) =>
        nameKey(name) === '' ? 'Give the client a name.' : null,
      ),
      'Give the client a name.',
    ),
    owner: required(
      personField({ label: 'Owner', hint: 'Account owner. Gets the reminders.' }),
      'Choose the account owner.',
    ),
    ...cadenceFields,
    longestGap: required(
      numberField({
        label: 'Alert me after … days of silence',
        hint: 'Follows “How often” until you type another number.',
        min: 1,
        max: BOUNDS.longestGapDays,
        unit: 'days',
      }),
      `Type a whole number of days from 1 to ${BOUNDS.longestGapDays}.`,
    ),
    status: required(
      choiceField({
        label: 'Status',
        choices: CURRENT_STATUSES,
        text: (status) => STATUS_TEXT[status],
        as: 'select',
      }),
      'Choose one of these.',
    ),
    cover: personField({ label: 'Cover', hint: 'Fills in while the owner is away.' }),
    channel: channelField({ label: 'Our own channel for this client', hint: 'One the client can’t read.' }),
    monthlyFee: numberField({ label: 'Monthly fee', min: 0, max: BOUNDS.monthlyFee, decimals: true }),
    currency: textField({ label: 'Currency', hint: 'Three letters, such as EUR.', max: 3 }),
    agreedHours: numberField({
      label: 'Agreed hours a month',
      min: 0,
      max: BOUNDS.agreedHours,
      decimals: true,
    }),
    contactName: contactField('Main contact'),
    contactSalutation: contactField('What to call them'),
    contactPreferredChannel: contactField('Best way to reach them'),
  },
  shown: {
    ...cadenceShown,
    status: (_, { edited }) => edited !== null,
  },
  versions: { longestGap: (_, { usualGap }) => usualGap },
});

export type ClientDraft = DraftOf<typeof clientForm.fields>;
export type FilledClient = ReturnType<typeof clientForm.read>;

/** @param currency the workspace's, where the client has none yet. */
export function clientDraft(
  details: ClientDetails & { status: ClientStatus | null },
  currency: string,
): ClientDraft {
  const { contact, monthlyFee, status } = details;
  return {
    name: details.name,
    owner: details.ownerId,
    ...cadenceDraft(details.cadence),
    longestGap: details.longestGapDays,
    status: CURRENT_STATUSES.find((current) => current === status) ?? null,
    cover: details.coverId,
    channel: details.channelId,
    monthlyFee: monthlyFee?.amount ?? null,
    currency: monthlyFee?.currency ?? currency,
    agreedHours: details.agreedHours,
    contactName: contact.name,
    contactSalutation: contact.salutation,
    contactPreferredChannel: contact.preferredChannel,
  };
}

/**
 * What was typed. `status` is null where the modal does not ask for it.
 *
 * @throws InvalidFields for everything that is wrong, at once.
 */
export function readClient(filled: FilledClient): { details: ClientDetails; status: CurrentStatus | null } {
  const cadence = readCadence(filled);
  const { owner, cover, monthlyFee, currency } = filled.valid;
  if (cover && cover === owner) {
    filled.refuse('cover', 'The owner can’t be their own cover. Choose somebody else, or nobody.');
  }
  const typedCurrency = currency?.toUpperCase() ?? '';
  if (typeof monthlyFee === 'number' && !isCurrency(typedCurrency)) {
    filled.refuse('currency', 'Which currency? Type three letters, such as EUR or USD.');
  }
  const ideal = gapDays(cadence);
  const usual = usualLongestGap(cadence);
  const longestGapDays = hasUsualGap(filled) ? usual : (filled.valid.longestGap ?? usual);
  if (longestGapDays < ideal) {
    filled.refuse(
      'longestGap',
      `Reminders come about every ${ideal} days. Type ${ideal} or more, such as ${usual}, or ask more often.`,
    );
  }
  const values = filled.values();
  return {
    details: {
      name: values.name,
      ownerId: values.owner,
      coverId: values.cover,
      channelId: values.channel,
      cadence,
      longestGapDays,
      monthlyFee: values.monthlyFee === null ? null : { amount: values.monthlyFee, currency: typedCurrency },
      agreedHours: values.agreedHours,
      contact: {
        name: values.contactName,
        salutation: values.contactSalutation,
        preferredChannel: values.contactPreferredChannel,
      },
    },
    status: values.status,
  };
}

/** Whether the longest gap is the usual one that was filled in, so that it follows the cadence. */
export function hasUsualGap(filled: FilledClient): boolean {
  return filled.version('longestGap') === String(filled.draft.longestGap);
}
