import { z } from 'zod';
import { choiceOption, conversationFilter, optionGroup, selectOption } from './composition.ts';
import { actionId, confirm, focusOnLoad, placeholder } from './elements.ts';
import { hasOneOptionSource, initialsAreOptions, initialsFit } from './options.ts';

/**
 * Elements for choosing.
 *
 * Limits, from Slack's pages "Select menu element", "Multi-select menu element", "Radio button group element" and
 * "Checkboxes element": 1 to 100 options, or 1 to 100 groups of 1 to 100; radio buttons and checkboxes 1 to 10;
 * `max_selected_items` at least 1.
 */
const choice = { action_id: actionId, confirm, focus_on_load: focusOnLoad };
const menu = { ...choice, placeholder };
const many = { ...menu, max_selected_items: z.int().min(1).optional() };
const id = z.string().min(1).optional();
const ids = z.array(z.string().min(1)).optional();
const minQueryLength = z.int().min(0).optional();

const staticSource = {
  options: z.array(selectOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};

export const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...menu,
    ...staticSource,
    initial_option: selectOption.optional(),
  })
  .superRefine(hasOneOptionSource)
  .superRefine(initialsAreOptions);

export const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...many,
    ...staticSource,
    initial_options: z.array(selectOption).min(1).max(100).optional(),
  })
  .superRefine(hasOneOptionSource)
  .superRefine(initialsAreOptions)
  .superRefine((element, ctx) => initialsFit(element, element.initial_options, ctx));

export const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...menu,
  initial_option: selectOption.optional(),
  min_query_length: minQueryLength,
});

export const multiExternalSelect = z
  .strictObject({
    type: z.literal('multi_external_select'),
    ...many,
    initial_options: z.array(selectOption).min(1).max(100).optional(),
    min_query_length: minQueryLength,
  })
  .superRefine((element, ctx) => initialsFit(element, element.initial_options, ctx));

export const usersSelect = z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: id });

export const multiUsersSelect = z
  .strictObject({ type: z.literal('multi_users_select'), ...many, initial_users: ids })
  .superRefine((element, ctx) => initialsFit(element, element.initial_users, ctx));

const conversationFields = {
  default_to_current_conversation: z.boolean().optional(),
  filter: conversationFilter.optional(),
};

export const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...menu,
  ...conversationFields,
  initial_conversation: id,
  response_url_enabled: z.boolean().optional(),
});

export const multiConversationsSelect = z
  .strictObject({
    type: z.literal('multi_conversations_select'),
    ...many,
    ...conversationFields,
    initial_conversations: ids,
  })
  .superRefine((element, ctx) => initialsFit(element, element.initial_conversations, ctx));

export const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  initial_channel: id,
  response_url_enabled: z.boolean().optional(),
});

export const multiChannelsSelect = z
  .strictObject({ type: z.literal('multi_channels_select'), ...many, initial_channels: ids })
  .superRefine((element, ctx) => initialsFit(element, element.initial_channels, ctx));

export const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...choice,
    options: z.array(choiceOption).min(1).max(10),
    initial_option: choiceOption.optional(),
  })
  .superRefine(initialsAreOptions);

export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...choice,
    options: z.array(choiceOption).min(1).max(10),
    initial_options: z.array(choiceOption).min(1).max(10).optional(),
  })
  .superRefine(initialsAreOptions);
