import { isButton, placedElements, plain } from '../elements.ts';
import type {
  InputValue,
  Screen,
  ScreenConversation,
  ScreenMessage,
  ScreenView,
  StateValues,
} from '../protocol.ts';
import { isRaw, type Raw, rawList, rawOrEmpty, textOrEmpty } from '../raw.ts';
import { renderChart, renderRows, type TableCell } from './render-data.ts';

/** A message as plain text: what it says and what can be pressed, `[Button]`, `(Menu: chosen)`. */
export function renderMessage(message: ScreenMessage): string {
  const body = message.blocks.length ? renderBlocks(message.blocks, message.state) : message.text;
  const mark = message.ephemeral ? '(only you) ' : '';
  const replies = message.replies.map((reply) => indent(`${reply.user}: ${renderMessage(reply)}`));
  return [mark + body, ...replies].join('\n');
}

/** A modal or Home as plain text: title, labels, values, errors, buttons. */
export function renderView(shown: ScreenView): string {
  const view = rawOrEmpty(shown.view);
  const title = plain(view.title);
  const buttons = [plain(view.close), plain(view.submit)].filter(Boolean).map((text) => `[${text}]`);
  return [
    ...(title ? [`== ${title} ==`] : []),
    renderBlocks(rawList(view.blocks), shown.state, shown.errors),
    ...(buttons.length ? [buttons.join(' ')] : []),
  ].join('\n');
}

/** A conversation's messages, oldest first, each behind its sender's id. */
export function renderConversation(conversation: ScreenConversation): string {
  const name = conversation.kind === 'channel' ? `#${conversation.name}` : `@${conversation.name}`;
  return [name, ...conversation.messages.map((message) => `${message.user}: ${renderMessage(message)}`)].join(
    '\n',
  );
}

/** The whole screen, in short: the last few messages of each conversation, Home and modals. */
export function renderScreen(screen: Screen, newest = 3): string {
  const conversations = screen.conversations
    .filter(({ messages }) => messages.length > 0)
    .map((conversation) =>
      renderConversation({ ...conversation, messages: conversation.messages.slice(-newest) }),
    );
  return [
    ...conversations,
    ...(screen.home ? [`Home:\n${renderView(screen.home)}`] : []),
    ...screen.modals.map((modal) => `Modal:\n${renderView(modal)}`),
    ...(screen.notice ? [`Notice: ${screen.notice.text}`] : []),
  ].join('\n\n');
}

export function renderBlocks(
  blocks: readonly unknown[],
  state: StateValues = {},
  errors: Record<string, string> = {},
): string {
  return blocks
    .filter(isRaw)
    .map((block) => renderBlock(block, state, errors))
    .filter((text) => text !== '')
    .join('\n');
}

function renderBlock(block: Raw, state: StateValues, errors: Record<string, string>): string {
  const elements = () =>
    placedElements([block]).map((placed) => renderElement(placed.element, state, placed.blockId));
  switch (block.type) {
    case 'section': {
      const fields = rawList(block.fields).map(plain);
      return [plain(block.text), ...fields, ...elements()].filter(Boolean).join('\n');
    }
    case 'header':
      return plain(block.text).toUpperCase();
    case 'divider':
      return '---';
    case 'context':
      return rawList(block.elements)
        .map((element) => textOrEmpty(element.text) || `(${textOrEmpty(element.alt_text)})`)
        .join(' ');
    case 'input': {
      const blockId = textOrEmpty(block.block_id);
      const star = block.optional === true ? '' : ' *';
      const error = errors[blockId] ? `\n  ! ${errors[blockId]}` : '';
      const hint = plain(block.hint) ? `\n  (${plain(block.hint)})` : '';
      return `${plain(block.label)}${star}: ${elements().join(' ')}${hint}${error}`;
    }
    case 'actions':
    case 'context_actions':
      return elements().join(' ');
    case 'image':
      return `(image: ${textOrEmpty(block.alt_text)})`;
    case 'markdown':
      return textOrEmpty(block.text);
    case 'rich_text':
      return richText(block);
    case 'table':
      return renderRows(tableRows(block.rows));
    case 'data_table':
      return `${textOrEmpty(block.caption)}\n${renderRows(tableRows(block.rows), true)}`;
    case 'data_visualization':
      return renderChart(block);
    case 'container':
      return renderBlocks(rawList(block.child_blocks), state, errors);
    case 'carousel':
      return renderBlocks(rawList(block.elements), state, errors);
    default:
      return [plain(block.title), plain(block.text), plain(block.subtitle), plain(block.body), ...elements()]
        .filter(Boolean)
        .join('\n');
  }
}

function renderElement(element: Raw, state: StateValues, blockId: string): string {
  const type = textOrEmpty(element.type);
  if (isButton(type)) return `[${plain(element.text) || textOrEmpty(element.accessibility_label)}]`;
  if (type === 'overflow')
    return `[... ${rawList(element.options)
      .map((option) => plain(option.text))
      .join(' | ')}]`;
  const value = valueText(state[blockId]?.[textOrEmpty(element.action_id)]);
  const choices = ['radio_buttons', 'checkboxes'].includes(type)
    ? ` {${rawList(element.options)
        .map((option) => plain(option.text))
        .join(' | ')}}`
    : '';
  return `(${value || plain(element.placeholder) || '_'})${choices}`;
}

/** An input's value as a person reads it; people and channels by id. */
export function valueText(value: InputValue | undefined): string {
  if (!value) return '';
  const options = value.selected_options ?? (value.selected_option ? [value.selected_option] : []);
  const parts = [
    value.value,
    ...options.map((option) => option.text.text),
    value.selected_user,
    ...(value.selected_users ?? []),
    value.selected_conversation,
    ...(value.selected_conversations ?? []),
    value.selected_channel,
    ...(value.selected_channels ?? []),
    value.selected_date,
    value.selected_time,
    value.selected_date_time,
  ];
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(', ');
}

function richText(node: unknown): string {
  if (!isRaw(node)) return '';
  const own = textOrEmpty(node.text) || (node.type === 'user' ? `<@${textOrEmpty(node.user_id)}>` : '');
  const children = rawList(node.elements).map(richText);
  const stacked = node.type === 'rich_text' || node.type === 'rich_text_list';
  return own + children.join(stacked ? '\n' : '');
}

function tableRows(rows: unknown): TableCell[][] {
  if (!Array.isArray(rows)) return [];
  return rows.map((row) =>
    rawList(row).map((cell) => ({
      text: textOrEmpty(cell.text) || richText(cell),
      isNumber: cell.type === 'raw_number',
    })),
  );
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
