import type { Checkboxes, ConfirmationDialog, RadioButtons } from '@slack/types';
import type { ReactNode } from 'react';
import type { SlackOption } from '../../protocol.ts';
import { useConfirm } from '../controls/confirm.tsx';
import { InlineText } from '../text/text.tsx';
import type { ElementProps } from './element.tsx';
import { useField } from './surface.ts';

/** Radio buttons and checkboxes: every choice visible, each big enough for a thumb. */
export function TickList({ element, place, naming }: ElementProps<Checkboxes | RadioButtons>): ReactNode {
  const field = useField(place.blockId, place.actionId, element.type);
  const [ask, asking] = useConfirm(element.confirm as ConfirmationDialog | undefined);
  const single = element.type === 'radio_buttons';
  const chosen = single
    ? field.value?.selected_option
      ? [field.value.selected_option]
      : []
    : (field.value?.selected_options ?? []);

  const toggle = (option: SlackOption, on: boolean) => {
    const others = chosen.filter(({ value }) => value !== option.value);
    const next = single
      ? { selected_option: option }
      : { selected_options: on ? [...others, option] : others };
    ask(() => field.put(next, 0));
  };
  return (
    <fieldset
      className="tick-list"
      role={single ? 'radiogroup' : undefined}
      aria-label={naming.label}
      aria-describedby={naming.describedBy}
      aria-invalid={naming.invalid || undefined}
    >
      {(element.options as SlackOption[]).map((option, index) => (
        <label key={option.value} className="tick">
          <input
            id={index === 0 ? naming.id : undefined}
            type={single ? 'radio' : 'checkbox'}
            name={naming.id}
            required={single && !naming.optional}
            checked={chosen.some(({ value }) => value === option.value)}
            onChange={(event) => toggle(option, event.target.checked)}
          />
          <span>
            <InlineText text={option.text} />
            {option.description && (
              <small>
                <InlineText text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
      {asking}
    </fieldset>
  );
}
