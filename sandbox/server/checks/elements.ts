import { z } from 'zod';
import {
  colorScheme,
  confirmDialog,
  dispatchActionConfig,
  hasOneImageSource,
  imageFields,
  ONE_IMAGE_SOURCE,
  overflowOption,
  plainText,
  url,
} from './composition.ts';
import { isDate, isDateTime, isTime, isTimeZone } from './dates.ts';
import { richText } from './rich-text.ts';

/**
 * Buttons, pickers and text fields.
 *
 * Limits, from Slack's pages of each element ("Button element", "Overflow menu element", ...):
 *
 * | element | field | limit |
 * |---|---|---|
 * | every | action_id | 1 to 255 |
 * | button | text, value, url, accessibility_label | 75, 2000, 3000, 75 |
 * | overflow | options | 1 to 5 |
 * | plain_text_input | min_length, max_length | 0 to 3000, 1 to 3000 |
 * | file_input | max_files | 1 to 10 |
 * | placeholder | text | 150 |
 */
export const actionId = z.string().min(1).max(255).optional();
export const focusOnLoad = z.boolean().optional();
export const placeholder = plainText(150).optional();
export const confirm = confirmDialog.optional();

const accessibilityLabel = z.string().min(1).max(75).optional();

export const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: colorScheme.optional(),
  confirm,
  accessibility_label: accessibilityLabel,
});

export const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  action_id: actionId,
  text: plainText(75),
  workflow: z.strictObject({
    trigger: z.strictObject({
      url,
      customizable_input_parameters: z
        .array(z.strictObject({ name: z.string().min(1), value: z.unknown() }))
        .optional(),
    }),
  }),
  style: colorScheme.optional(),
  accessibility_label: accessibilityLabel,
});

const feedbackButton = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(2000),
  accessibility_label: accessibilityLabel,
});

export const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: actionId,
  positive_button: feedbackButton,
  negative_button: feedbackButton,
});

export const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  action_id: actionId,
  icon: z.literal('trash'),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  confirm,
  accessibility_label: accessibilityLabel,
  visible_to_user_ids: z.array(z.string().min(1)).optional(),
});

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z.array(overflowOption).min(1).max(5),
  confirm,
});

export const imageElement = z.strictObject(imageFields).refine(hasOneImageSource, ONE_IMAGE_SOURCE);

export const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  action_id: actionId,
  initial_date: z.string().refine(isDate, 'must be a date in the form YYYY-MM-DD').optional(),
  placeholder,
  confirm,
  focus_on_load: focusOnLoad,
});

export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  action_id: actionId,
  initial_time: z.string().refine(isTime, 'must be a time in the form HH:mm').optional(),
  timezone: z.string().refine(isTimeZone, 'must be an IANA time zone').optional(),
  placeholder,
  confirm,
  focus_on_load: focusOnLoad,
});

export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  action_id: actionId,
  initial_date_time: z.number().refine(isDateTime, 'must be a Unix timestamp of 10 digits').optional(),
  confirm,
  focus_on_load: focusOnLoad,
});

const typed = {
  action_id: actionId,
  placeholder,
  dispatch_action_config: dispatchActionConfig.optional(),
  focus_on_load: focusOnLoad,
};

export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine((field) => (field.min_length ?? 0) <= (field.max_length ?? 3000), {
    path: ['min_length'],
    message: 'must be no more than max_length',
  })
  .refine((field) => (field.initial_value?.length ?? 0) <= (field.max_length ?? 3000), {
    path: ['initial_value'],
    message: 'must be no longer than max_length',
  });

export const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});

export const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});

const numeral = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number, written as a string');

export const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: numeral.optional(),
    min_value: numeral.optional(),
    max_value: numeral.optional(),
  })
  .superRefine((field, ctx) => {
    const min = Number(field.min_value ?? Number.NEGATIVE_INFINITY);
    const max = Number(field.max_value ?? Number.POSITIVE_INFINITY);
    if (min > max)
      ctx.addIssue({ code: 'custom', path: ['min_value'], message: 'must be no more than max_value' });
    if (field.initial_value === undefined) return;
    const initial = Number(field.initial_value);
    if (initial < min || initial > max) {
      ctx.addIssue({
        code: 'custom',
        path: ['initial_value'],
        message: 'must be within min_value and max_value',
      });
    }
    if (!field.is_decimal_allowed && !Number.isInteger(initial)) {
      ctx.addIssue({ code: 'custom', path: ['initial_value'], message: 'must be a whole number' });
    }
  });

export const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
  min_lines: z.int().min(1).optional(),
  max_lines: z.int().min(1).optional(),
});

export const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: actionId,
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});
