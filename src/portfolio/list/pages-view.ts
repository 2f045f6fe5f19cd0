import { actions, type Block, button, context, plain } from '../../slack/blocks/blocks.ts';
import type { Page } from './rules.ts';

/** "Clients 31 to 60 of 75". */
export function pageText({ overviews, offset, total }: Page): string {
  return `Clients ${offset + 1} to ${offset + overviews.length} of ${total}`;
}

/** Says which page this is; nothing where there is only one. */
export function pageCaption(page: Page): Block[] {
  return page.pages === 1 ? [] : [context(plain(pageText(page)))];
}

/** Leads to the pages before and after; nothing where there is only one. */
export function pageButtons(
  { page, pages }: Page,
  {
    blockId,
    actionId,
    encodePage,
  }: {
    blockId: string;
    /** `-previous` or `-next` follows. */
    actionId: string;
    /** What the button to a page carries. */
    encodePage: (page: number) => string;
  },
): Block[] {
  if (pages === 1) return [];
  const to = (text: 'Previous' | 'Next', other: number) =>
    button(text, `${actionId}-${text.toLowerCase()}`, encodePage(other), { label: `${text} clients` });
  return [
    actions(blockId, [
      ...(page > 0 ? [to('Previous', page - 1)] : []),
      ...(page < pages - 1 ? [to('Next', page + 1)] : []),
    ]),
  ];
}
