import { z } from 'zod';
import { problemsAcross } from './across-blocks.ts';
import { anyText, plainText } from './composition.ts';
import { dataTable, dataVisualization, table } from './data-blocks.ts';
import type { Surface } from './element-places.ts';
import { imageElement } from './elements.ts';
import * as layout from './layout-blocks.ts';
import { richText } from './rich-text.ts';
import { slackProblems } from './slack-problems.ts';

export type { Surface };

/** Slack's page "Blocks": 50 in a message, 100 in a modal or Home tab. */
const BLOCKS_ON: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

const onEverySurface = (surface: Surface) =>
  [
    layout.divider,
    layout.header,
    layout.context,
    layout.image,
    layout.video,
    richText,
    layout.sectionOn(surface),
    layout.actionsOn(surface),
    layout.inputOn(surface),
  ] as const;

/** Slack's page "Container block": up to 10 blocks under one title. */
const container = z
  .strictObject({
    type: z.literal('container'),
    block_id: z.string().min(1).max(255).optional(),
    title: plainText(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z
      .array(z.discriminatedUnion('type', [layout.file, table, ...onEverySurface('message')]))
      .min(1)
      .max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine((block) => block.title ?? block.rich_text_title, {
    message: 'must provide title or rich_text_title',
  })
  .refine((block) => !block.default_collapsed || block.is_collapsible, {
    path: ['default_collapsed'],
    message: 'requires is_collapsible',
  });

/**
 * Which blocks each surface allows, from "Available in surfaces" on Slack's pages. A block whose page names no surface
 * (card, carousel, container) is allowed only where Slack shows it.
 */
const BLOCK_ON: Record<Surface, z.ZodType> = {
  message: z.discriminatedUnion('type', [
    ...onEverySurface('message'),
    layout.contextActions,
    layout.markdown,
    layout.file,
    layout.card,
    layout.carousel,
    layout.taskCard,
    layout.plan,
    container,
    table,
    dataTable,
    dataVisualization,
  ]),
  modal: z.discriminatedUnion('type', [...onEverySurface('modal'), layout.alert]),
  home: z.discriminatedUnion('type', onEverySurface('home')),
};

const LIST_ON: Record<Surface, z.ZodType> = {
  message: z.array(BLOCK_ON.message).max(BLOCKS_ON.message),
  modal: z.array(BLOCK_ON.modal).max(BLOCKS_ON.modal),
  home: z.array(BLOCK_ON.home).max(BLOCKS_ON.home),
};

/**
 * Whether Slack would accept these blocks on that surface.
 *
 * @param pointer where the blocks are in what was sent: `/view/blocks` for a view's.
 * @returns what Slack puts into `response_metadata.messages` beside `invalid_blocks`, without its `[ERROR] `; empty if
 *   the blocks are fine. Never throws.
 */
export function checkBlocks(blocks: unknown, surface: Surface, pointer = '/blocks'): string[] {
  const problems = slackProblems(LIST_ON[surface], blocks, pointer);
  return problems.length > 0 ? problems : problemsAcross(blocks as unknown[], pointer);
}
