import { z } from 'zod';

/** Slack's page "Rich text block". A list nests by `indent`, never by lists within lists. */
const textStyle = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  underline: z.boolean().optional(),
  code: z.boolean().optional(),
});

const mentionStyle = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  highlight: z.boolean().optional(),
  client_highlight: z.boolean().optional(),
  unlink: z.boolean().optional(),
});

const text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  style: textStyle.optional(),
});

const link = z.strictObject({
  type: z.literal('link'),
  url: z.string().min(1),
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  style: textStyle.optional(),
});

const mention = <Type extends string, Field extends string>(type: Type, field: Field) =>
  z.strictObject({
    type: z.literal(type),
    ...({ [field]: z.string().min(1) } as Record<Field, z.ZodString>),
    style: mentionStyle.optional(),
  });

const inline = z.discriminatedUnion('type', [
  text,
  link,
  mention('user', 'user_id'),
  mention('usergroup', 'usergroup_id'),
  mention('channel', 'channel_id'),
  mention('team', 'team_id'),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']) }),
  z.strictObject({
    type: z.literal('color'),
    value: z.string().regex(/^#[0-9a-f]{3,8}$/i, 'must be a color'),
  }),
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string().min(1),
    unicode: z.string().optional(),
    url: z.string().optional(),
    skin_tone: z.int().min(1).max(6).optional(),
    style: textStyle.optional(),
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style: textStyle.optional(),
  }),
]);

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });
const border = z.literal([0, 1]).optional();

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: z.string().min(1).max(255).optional(),
  elements: z.array(
    z.discriminatedUnion('type', [
      section,
      z.strictObject({
        type: z.literal('rich_text_list'),
        style: z.enum(['bullet', 'ordered']),
        elements: z.array(section),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().min(0).optional(),
        border,
      }),
      z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
      z.strictObject({
        type: z.literal('rich_text_preformatted'),
        elements: z.array(z.discriminatedUnion('type', [text, link])),
        language: z.string().min(1).optional(),
        border,
      }),
    ]),
  ),
});
