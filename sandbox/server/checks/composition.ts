import { z } from 'zod';

/**
 * Slack's composition objects.
 *
 * Limits, from Slack's pages "Text object", "Option object", "Option group object", "Confirmation dialog object",
 * "Dispatch action configuration object", "Conversation filter object" and "Slack file object":
 *
 * | object | field | limit |
 * |---|---|---|
 * | text | text | 1 to 3000, or less where the owner says so |
 * | option | text, description | 75 |
 * | option | value | 1 to 150 |
 * | option (overflow only) | url | 3000 |
 * | option group | label, options | 75, 100 |
 * | confirm | title, text, confirm, deny | 100, 300, 30, 30, all required |
 * | placeholder | text | 150 |
 *
 * Lengths count UTF-16 units, which is stricter than Slack where it counts an emoji as one.
 */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const url = z
  .string()
  .min(1)
  .max(3000)
  .refine((value) => URL.canParse(value), 'must be a valid URL');

export const httpsUrl = url.refine((value) => value.startsWith('https://'), 'must be an https URL');

const optionValue = z.string().min(1).max(150);

/** For select menus: plain text only. */
export const selectOption = z.strictObject({
  text: plainText(75),
  value: optionValue,
  description: plainText(75).optional(),
});

/** For radio buttons and checkboxes: mrkdwn too. */
export const choiceOption = z.strictObject({
  text: anyText(75),
  value: optionValue,
  description: anyText(75).optional(),
});

export const overflowOption = selectOption.extend({ url: url.optional() });

export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(selectOption).min(1).max(100),
});

export const colorScheme = z.enum(['primary', 'danger']);

export const confirmDialog = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: colorScheme.optional(),
});

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z
    .array(z.enum(['on_enter_pressed', 'on_character_entered']))
    .min(1)
    .max(2)
    .optional(),
});

export const conversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must provide at least one filter');

const slackFile = z
  .strictObject({ id: z.string().min(1).optional(), url: url.optional() })
  .refine((file) => (file.id === undefined) !== (file.url === undefined), 'must provide either id or url');

/** What the image block and the image element share: exactly one source, and a text for those who cannot see it. */
export const imageFields = {
  type: z.literal('image'),
  alt_text: z.string().min(1).max(2000),
  image_url: url.optional(),
  slack_file: slackFile.optional(),
};

export function hasOneImageSource(image: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image.image_url === undefined) !== (image.slack_file === undefined);
}

export const ONE_IMAGE_SOURCE = 'must provide either image_url or slack_file';
