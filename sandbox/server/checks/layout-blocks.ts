import { z } from 'zod';
import {
  anyText,
  hasOneImageSource,
  httpsUrl,
  imageFields,
  mrkdwn,
  ONE_IMAGE_SOURCE,
  plainText,
  url,
} from './composition.ts';
import { elementIn, type Surface } from './element-places.ts';
import { button, feedbackButtons, iconButton, imageElement } from './elements.ts';
import { richText } from './rich-text.ts';

/**
 * Blocks of text, pictures and inputs.
 *
 * Limits, from Slack's page of each block:
 *
 * | block | what | limit |
 * |---|---|---|
 * | every | block_id | 1 to 255 |
 * | section | text; fields; text of a field | 3000; 10; 2000 |
 * | header | text, plain only | 150 |
 * | context | elements | 1 to 10 |
 * | context_actions | elements | 1 to 5 |
 * | actions | elements | 1 to 25 |
 * | input | label, hint | 2000 |
 * | image | alt_text, title, image_url | 2000, 2000, 3000 |
 * | markdown | text (all of a message together: `across-blocks.ts`) | 12,000 |
 * | video | title, author_name | less than 200, less than 50 |
 * | card | title and subtitle; body | 150; 200 |
 */
const blockId = z.string().min(1).max(255).optional();

export const divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });

export const header = z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150) });

export const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(3000), mrkdwn(3000), imageElement]))
    .min(1)
    .max(10),
});

export const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [feedbackButtons, iconButton]))
    .min(1)
    .max(5),
});

export const image = z
  .strictObject({ ...imageFields, block_id: blockId, title: plainText(2000).optional() })
  .refine(hasOneImageSource, ONE_IMAGE_SOURCE);

export const file = z.strictObject({
  type: z.literal('file'),
  block_id: blockId,
  external_id: z.string().min(1).max(255),
  source: z.literal('remote'),
});

export const markdown = z.strictObject({
  type: z.literal('markdown'),
  block_id: blockId,
  text: z.string().min(1).max(12_000),
});

export const video = z.strictObject({
  type: z.literal('video'),
  block_id: blockId,
  video_url: httpsUrl,
  thumbnail_url: url,
  alt_text: z.string().min(1),
  title: plainText(199),
  title_url: httpsUrl.optional(),
  author_name: z.string().max(49).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: url.optional(),
  description: plainText(3000).optional(),
});

export const alert = z.strictObject({
  type: z.literal('alert'),
  block_id: blockId,
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

export const card = z
  .strictObject({
    type: z.literal('card'),
    block_id: blockId,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: anyText(150).optional(),
    subtitle: anyText(150).optional(),
    body: anyText(200).optional(),
    actions: z.array(button).min(1).max(25).optional(),
  })
  .refine((block) => block.hero_image ?? block.title ?? block.actions ?? block.body, {
    message: 'must provide at least one of hero_image, title, actions or body',
  });

export const carousel = z.strictObject({
  type: z.literal('carousel'),
  block_id: blockId,
  elements: z.array(card).min(1).max(10),
});

export const taskCard = z.strictObject({
  type: z.literal('task_card'),
  block_id: blockId,
  task_id: z.string().min(1),
  title: z.string().min(1),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url, text: z.string().min(1) })).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});

export const plan = z.strictObject({
  type: z.literal('plan'),
  block_id: blockId,
  title: z.string().min(1),
  tasks: z.array(taskCard).optional(),
});

export const sectionOn = (surface: Surface) =>
  z
    .strictObject({
      type: z.literal('section'),
      block_id: blockId,
      text: anyText(3000).optional(),
      fields: z.array(anyText(2000)).min(1).max(10).optional(),
      accessory: elementIn('section', surface).optional(),
      expand: z.boolean().optional(),
    })
    .refine((block) => block.text ?? block.fields, { message: 'must provide text or fields' });

export const actionsOn = (surface: Surface) =>
  z.strictObject({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z.array(elementIn('actions', surface)).min(1).max(25),
  });

export const inputOn = (surface: Surface) =>
  z.strictObject({
    type: z.literal('input'),
    block_id: blockId,
    label: plainText(2000),
    element: elementIn('input', surface),
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  });
