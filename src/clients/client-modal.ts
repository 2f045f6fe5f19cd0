import type { ModalView } from '@slack/types';
import { type Block, context, header, input, option, plain } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { number, select, text } from '../slack/forms/modal-inputs.ts';
import { fieldsOf } from './cadence/fields.ts';
import { cadenceBlocks } from './cadence/form.ts';
import { longestGapBlock } from './cadence/longest-gap-form.ts';
import { type CadenceDays, usualLongestGap } from './cadence/rules.ts';
import { FIELDS } from './fields.ts';
import { type ModalContext, readContext, writeContext } from './modal-context.ts';
import {
  BOUNDS,
  type Client,
  type ClientDetails,
  type ClientStatus,
  type CurrentStatus,
  NAME_MAX,
} from './rules.ts';

export const ADD_CLIENT_VIEW = 'client-add';
export const EDIT_CLIENT_VIEW = 'client-edit';

const STATUS_WORDS: Record<CurrentStatus, string> = {
  prospect: 'Prospect: not a client yet',
  active: 'Active',
  leaving: 'Leaving: they have said so',
  paused: 'Paused: not asked about for now',
};

/** What a new client's modal holds at first: a name is all that has to be typed. */
export function newDetails(ownerId: string, name: string): ClientDetails {
  const days: CadenceDays = { every: 2, unit: 'week', weekdays: [2] };
  return {
    name,
    ownerId,
    coverId: null,
    channelId: null,
    cadence: { ...days, time: Temporal.PlainTime.from('09:00') },
    longestGapDays: usualLongestGap(days),
    monthlyFee: null,
    agreedHours: null,
    contact: { name: null, address: null, reach: null },
  };
}

/** @param currency the workspace's, where the client has none yet. */
export function addClientModal(details: ClientDetails, currency: string): ModalView {
  const context = { edited: null, howOften: fieldsOf(details.cadence) };
  return modal(ADD_CLIENT_VIEW, 'Add a client', 'Add', context, [
    ...essentials(details),
    ...extras(details, currency),
  ]);
}

export function editClientModal(client: Client, currency: string): ModalView {
  const edited = { clientId: client.id, updatedAt: client.updatedAt };
  const context = { edited, howOften: fieldsOf(client.cadence) };
  return modal(EDIT_CLIENT_VIEW, 'Edit client', 'Save', context, [
    ...essentials(client),
    status(client.status),
    ...extras(client, currency),
  ]);
}

/** Which client the modal was opened for, and as of when: whoever changed it since is not overwritten. */
export interface Edited {
  clientId: string;
  updatedAt: Temporal.Instant;
}

/** @throws when the metadata is not that of an edit modal. */
export function readEdited(privateMetadata: string): Edited {
  const { edited } = readContext(privateMetadata);
  if (!edited) throw new Error('The modal names no client');
  return edited;
}

function modal(
  callbackId: string,
  title: string,
  submit: string,
  context: ModalContext,
  blocks: Block[],
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title, LIMITS.viewTitle),
    submit: plain(submit, LIMITS.viewTitle),
    close: plain('Cancel', LIMITS.viewTitle),
    private_metadata: writeContext(context),
    blocks,
  };
}

function essentials(details: ClientDetails): Block[] {
  return [
    input(FIELDS.name, 'Name', text(FIELDS.name, details.name, NAME_MAX)),
    input(
      FIELDS.owner,
      'Owner',
      {
        type: 'users_select',
        action_id: FIELDS.owner,
        initial_user: details.ownerId,
      },
      { hint: 'Who answers for this client, and is asked about it.' },
    ),
    ...cadenceBlocks(details.cadence),
    longestGapBlock(details.cadence, details.longestGapDays),
  ];
}

/** An ended client has no edit modal: it is resumed first. */
function status(current: ClientStatus): Block {
  const options = Object.entries(STATUS_WORDS).map(([value, words]) => option(words, value));
  return input(FIELDS.status, 'Status', select(FIELDS.status, options, current));
}

function extras(details: ClientDetails, currency: string): Block[] {
  const optional = { optional: true };
  const { contact, monthlyFee } = details;
  return [
    header('If you like'),
    context(plain('You can add these later.')),
    input(
      FIELDS.cover,
      'Cover',
      {
        type: 'users_select',
        action_id: FIELDS.cover,
        ...(details.coverId ? { initial_user: details.coverId } : {}),
      },
      { optional: true, hint: 'Stands in while the owner is away.' },
    ),
    input(
      FIELDS.channel,
      'Our own channel about this client',
      {
        type: 'conversations_select',
        action_id: FIELDS.channel,
        filter: {
          include: ['public', 'private'],
          exclude_external_shared_channels: true,
          exclude_bot_users: true,
        },
        ...(details.channelId ? { initial_conversation: details.channelId } : {}),
      },
      { optional: true, hint: 'One that the client cannot read.' },
    ),
    input(
      FIELDS.value,
      'What they pay a month',
      number(FIELDS.value, monthlyFee?.amount ?? null, 0, BOUNDS.monthlyFee, true),
      optional,
    ),
    input(FIELDS.currency, 'Currency', text(FIELDS.currency, monthlyFee?.currency ?? currency, 3), {
      optional: true,
      hint: 'Three letters, such as EUR.',
    }),
    input(
      FIELDS.hours,
      'Agreed hours a month',
      number(FIELDS.hours, details.agreedHours, 0, BOUNDS.agreedHours, true),
      optional,
    ),
    input(
      FIELDS.contactName,
      'Main contact',
      text(FIELDS.contactName, contact.name, BOUNDS.contactText),
      optional,
    ),
    input(
      FIELDS.contactAddress,
      'How they like to be addressed',
      text(FIELDS.contactAddress, contact.address, BOUNDS.contactText),
      optional,
    ),
    input(
      FIELDS.contactReach,
      'How they like to be reached',
      text(FIELDS.contactReach, contact.reach, BOUNDS.contactText),
      optional,
    ),
  ];
}
