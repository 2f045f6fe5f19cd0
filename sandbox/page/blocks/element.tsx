import type { ReactNode } from 'react';
import { ButtonElement, OverflowElement } from './button.tsx';
import { DateInput } from './date-input.tsx';
import { ImageBox } from './image.tsx';
import { SelectElement } from './select.tsx';
import { useSurface } from './surface.ts';
import { TextInput } from './text-input.tsx';
import { TickList } from './tick-list.tsx';
import type { AnyElement } from './types.ts';

/** What a control is called, and what is known about it beyond its own description. */
interface Naming {
  /** The id of the element that a label points to. */
  id: string;
  /** The name: the input's label, or the text beside it. */
  label: string | undefined;
  describedBy: string | undefined;
  invalid: boolean;
  optional: boolean;
  /** The choice can be cleared: only in an input that may be left empty. */
  clearable: boolean;
  /** The app is told at once when it is used. */
  dispatches: boolean;
}

export interface ElementProps<Element> {
  element: Element;
  place: { blockId: string; actionId: string };
  naming: Naming;
}

interface Props {
  element: AnyElement;
  blockId: string;
  naming?: Partial<Naming>;
}

/** Any interactive element of Slack's, or an image. */
export function BlockElement({ element, blockId, naming }: Props): ReactNode {
  const { idPrefix } = useSurface();
  const actionId = 'action_id' in element ? (element.action_id ?? '') : '';
  const common = {
    place: { blockId, actionId },
    naming: {
      id: fieldId(idPrefix, blockId, actionId),
      label: undefined,
      describedBy: undefined,
      invalid: false,
      optional: true,
      clearable: false,
      dispatches: true,
      ...naming,
    },
  };
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return <ButtonElement element={element} {...common} />;
    case 'overflow':
      return <OverflowElement element={element} {...common} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInput element={element} {...common} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateInput element={element} {...common} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <TickList element={element} {...common} />;
    case 'image':
      return <ImageBox image={element} small />;
    case 'file_input':
    case 'rich_text_input':
      return <p className="not-drawn">The sandbox does not draw “{element.type}” yet.</p>;
    default:
      return <SelectElement element={element} {...common} />;
  }
}

export function fieldId(idPrefix: string, blockId: string, actionId: string): string {
  return `${idPrefix}-${blockId}-${actionId}`.replace(/[^\w-]/g, '_');
}
