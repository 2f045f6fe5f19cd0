/**
 * Short names for the Block Kit literals that Rapport uses. What a person typed belongs in `richText` or `plain`, which Slack
 * does not parse; `mrkdwn` is for our own words, with `escapeText` around anything else.
 */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextElement,
  RichTextQuote,
  RichTextSection,
  SectionBlock,
} from '@slack/types';
import { clip } from '../../runtime/formats/text.ts';
import type { DataVisualizationBlock } from './data-blocks.ts';
import { LIMITS } from './limits.ts';

/**
 * Makes what somebody typed safe in mrkdwn and in a message's top-level `text`: no mention, link or channel ping can
 * come of it. Source: docs.slack.dev, "Formatting message text", escaping.
 */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export type Block = KnownBlock | DataVisualizationBlock;

/** A message. `text` alone has to tell the story: it is what notifications show and screen readers read out. */
export interface Message {
  text: string;
  blocks: Block[];
  /** The same without charts and tables, for where Slack does not take them. Needed where `blocks` has any. */
  plainBlocks?: Block[];
}

/** The message without charts and tables. */
export function withoutData({ text, blocks, plainBlocks }: Message): Message {
  return { text, blocks: plainBlocks ?? blocks };
}

/** A sentence as a message. It can hold what somebody typed, such as a client's name: nothing in it is parsed. */
export function asMessage(message: Message | string): Message {
  if (typeof message !== 'string') return message;
  return { text: escapeText(message), blocks: [section(plain(message))] };
}

/** A modal that only says something. */
export function messageModal(message: Message): ModalView {
  const said = withoutData(message).blocks;
  const blocks: Block[] = said.length > 0 ? said : [section(plain(message.text))];
  return { type: 'modal', title: plain('Rapport', LIMITS.viewTitle), close: plain('Close'), blocks };
}

export function plain(text: string, max: number = LIMITS.sectionText): PlainTextElement {
  return { type: 'plain_text', text: clip(text, max), emoji: true };
}

/** Our own words; anything a person typed must have gone through `escapeText`. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: clip(text, LIMITS.sectionText), verbatim: true };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.headerText) };
}

export function section(
  text: MrkdwnElement | PlainTextElement,
  accessory?: SectionBlock['accessory'],
): SectionBlock {
  return { type: 'section', text, ...(accessory ? { accessory } : {}) };
}

const MARK_UP = /[*_~`]/;

/**
 * A section under a name in bold, for where rich text is not allowed: beside a button. Names and lines in which Slack would
 * find mark-up stay as they were typed, without the bold.
 */
export function named(
  name: string,
  lines: readonly string[],
  accessory?: SectionBlock['accessory'],
): SectionBlock {
  const all = [name, ...lines];
  const text = all.some((line) => MARK_UP.test(line))
    ? plain(all.join('\n'))
    : mrkdwn([`*${escapeText(name)}*`, ...lines.map(escapeText)].join('\n'));
  return section(text, accessory);
}

export function context(...texts: (MrkdwnElement | PlainTextElement)[]): ContextBlock {
  return { type: 'context', elements: texts.slice(0, LIMITS.contextElements) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export function actions(blockId: string, elements: ActionsBlock['elements']): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements };
}

export function button(
  text: string,
  actionId: string,
  value: string,
  more: { style?: 'primary' | 'danger'; label?: string; confirm?: Button['confirm'] } = {},
): Button {
  return {
    type: 'button',
    text: plain(text, LIMITS.buttonText),
    action_id: actionId,
    value,
    ...(more.style ? { style: more.style } : {}),
    ...(more.label ? { accessibility_label: clip(more.label, LIMITS.buttonText) } : {}),
    ...(more.confirm ? { confirm: more.confirm } : {}),
  };
}

export function option(text: string, value: string, description?: string): PlainTextOption {
  return {
    text: plain(text, LIMITS.optionText),
    value,
    ...(description ? { description: plain(description, LIMITS.optionDescription) } : {}),
  };
}

export function input(
  blockId: string,
  label: string,
  element: InputBlock['element'],
  more: { optional?: boolean; hint?: string; dispatch?: boolean } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 2000),
    element,
    optional: more.optional ?? false,
    ...(more.hint ? { hint: plain(more.hint, 2000) } : {}),
    ...(more.dispatch ? { dispatch_action: true } : {}),
  };
}

/** A run of text for `richText`: as it is, bold, italic, struck through, a mention or a channel. */
export type Run =
  | string
  | { bold: string }
  | { italic: string }
  | { strike: string }
  | { user: string }
  | { channel: string };

/** A paragraph in which nothing is parsed: for clients' names and words. */
export function paragraph(...runs: Run[]): RichTextSection {
  return { type: 'rich_text_section', elements: elements(runs) };
}

/** Somebody's own words. */
export function quotation(...runs: Run[]): RichTextQuote {
  return { type: 'rich_text_quote', elements: elements(runs) };
}

export function bullets(...items: Run[][]): RichTextBlock['elements'][number] {
  return { type: 'rich_text_list', style: 'bullet', elements: items.map((runs) => paragraph(...runs)) };
}

export function richText(...parts: RichTextBlock['elements']): RichTextBlock {
  return { type: 'rich_text', elements: parts };
}

function elements(runs: Run[]): RichTextElement[] {
  return runs.map(element).filter((part) => part.type !== 'text' || part.text !== '');
}

function element(run: Run): RichTextElement {
  if (typeof run === 'string') return { type: 'text', text: run };
  if ('user' in run) return { type: 'user', user_id: run.user };
  if ('channel' in run) return { type: 'channel', channel_id: run.channel };
  if ('bold' in run) return { type: 'text', text: run.bold, style: { bold: true } };
  if ('italic' in run) return { type: 'text', text: run.italic, style: { italic: true } };
  return { type: 'text', text: run.strike, style: { strike: true } };
}
