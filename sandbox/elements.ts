import { isRaw, type Raw, rawList, rawOrEmpty, textOrEmpty } from './raw.ts';

/** A button, select or input, and where it is. */
export interface PlacedElement {
  blockId: string;
  actionId: string;
  type: string;
  element: Raw;
  block: Raw;
  /** What people call it: an input's label, a button's text, else its placeholder or the text beside it. */
  label: string;
  /** In an `input` block: counts for submission. */
  isInput: boolean;
  optional: boolean;
  /** Slack tells the app right away when it is used. */
  dispatches: boolean;
}

const statelessTypes = new Set([
  'button',
  'overflow',
  'workflow_button',
  'feedback_buttons',
  'icon_button',
  'image',
]);

/** Whether a person presses it, rather than choosing or typing. */
export function isButton(type: string): boolean {
  return type.includes('button') && type !== 'radio_buttons';
}

/** Whether the element keeps a value in `state.values`. */
export function keepsValue(type: string): boolean {
  return !statelessTypes.has(type);
}

/** The text of a text object, or an empty string. */
export function plain(value: unknown): string {
  return textOrEmpty(rawOrEmpty(value).text);
}

/** All interactive elements, in the order on the screen. */
export function placedElements(blocks: readonly unknown[]): PlacedElement[] {
  return blocks.filter(isRaw).flatMap((block) => inBlock(block));
}

function inBlock(block: Raw): PlacedElement[] {
  switch (block.type) {
    case 'input':
      return [place(block, rawOrEmpty(block.element), true)];
    case 'section':
      return isInteractive(block.accessory) ? [place(block, block.accessory, false)] : [];
    case 'actions':
    case 'context_actions':
      return rawList(block.elements).map((element) => place(block, element, false));
    case 'card':
      return rawList(block.actions).map((element) => place(block, element, false));
    case 'carousel':
      return rawList(block.elements).flatMap(inBlock);
    case 'container':
      return rawList(block.child_blocks).flatMap(inBlock);
    default:
      return [];
  }
}

function isInteractive(element: unknown): element is Raw {
  return isRaw(element) && element.type !== 'image';
}

function place(block: Raw, element: Raw, isInput: boolean): PlacedElement {
  return {
    blockId: textOrEmpty(block.block_id),
    actionId: textOrEmpty(element.action_id),
    type: textOrEmpty(element.type),
    element,
    block,
    label: labelOf(block, element, isInput),
    isInput,
    optional: block.optional === true,
    dispatches: isInput ? block.dispatch_action === true : true,
  };
}

function labelOf(block: Raw, element: Raw, isInput: boolean): string {
  if (isInput) return plain(block.label);
  return (
    plain(element.text) ||
    plain(element.placeholder) ||
    textOrEmpty(element.accessibility_label) ||
    plain(block.text)
  );
}

/** A copy in which every block has its `block_id` and every element its `action_id`, as Slack generates them. */
export function withIds(blocks: readonly unknown[], newId: () => string): Raw[] {
  const copy = structuredClone(blocks).filter(isRaw);
  for (const block of copy) fillIds(block, newId);
  return copy;
}

function fillIds(block: Raw, newId: () => string): void {
  if (!textOrEmpty(block.block_id)) block.block_id = newId();
  for (const child of rawList(block.child_blocks)) fillIds(child, newId);
  if (block.type === 'carousel') for (const card of rawList(block.elements)) fillIds(card, newId);
  for (const { element } of inBlock(block)) {
    if (!textOrEmpty(element.action_id)) element.action_id = newId();
  }
}
