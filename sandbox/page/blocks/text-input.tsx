import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import { type ChangeEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { plainText } from '../text/text.tsx';
import type { ElementProps } from './element.tsx';
import { useField } from './surface.ts';

const SEND_AFTER_MS = 350;
/** Slack's own bound for a plain text input without `max_length`. */
const LONGEST = 3000;
const COUNTED_FROM = 40;

type TextElement = PlainTextInput | EmailInput | URLInput | NumberInput;

const KINDS = {
  plain_text_input: { type: 'text', inputMode: 'text', autoComplete: 'off' },
  email_text_input: { type: 'email', inputMode: 'email', autoComplete: 'email' },
  url_text_input: { type: 'url', inputMode: 'url', autoComplete: 'url' },
  number_input: { type: 'text', inputMode: 'decimal', autoComplete: 'off' },
} as const;

/** A line or box to type into. The text stays while the screen around it changes. */
export function TextInput({ element, place, naming }: ElementProps<TextElement>): ReactNode {
  const field = useField(place.blockId, place.actionId, element.type);
  const blur = useRef(field.blur);
  blur.current = field.blur;
  useEffect(() => () => blur.current(), []);

  const text = field.value?.value ?? '';
  const onEnter = naming.dispatches && triggers(element).includes('on_enter_pressed');
  const onCharacter = naming.dispatches && triggers(element).includes('on_character_entered');
  const multiline = element.type === 'plain_text_input' && element.multiline === true;
  const longest = element.type === 'plain_text_input' ? (element.max_length ?? LONGEST) : Infinity;
  const tooLong = text.length - longest;
  const countId = `${naming.id}-count`;
  // In a very short field there is no need to say how many characters are left.
  const near = tooLong > 0 || (longest > COUNTED_FROM && tooLong > -Math.max(20, longest / 10));

  const common = {
    id: naming.id,
    value: text,
    placeholder: element.placeholder ? plainText(element.placeholder) : undefined,
    'aria-label': naming.label,
    'aria-describedby':
      [naming.describedBy, near ? countId : undefined].filter(Boolean).join(' ') || undefined,
    'aria-invalid': naming.invalid || tooLong > 0 || undefined,
    'aria-required': !naming.optional || undefined,
    // An input that tells the app on Enter must not tell it at every pause in typing.
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      field.put({ value: event.target.value || null }, onEnter && !onCharacter ? null : SEND_AFTER_MS, true),
    onBlur: field.blur,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !onEnter || (multiline && event.shiftKey)) return;
      event.preventDefault();
      void field.flush();
    },
  };
  return (
    <>
      {multiline ? <textarea rows={2} {...common} /> : <input {...KINDS[element.type]} {...common} />}
      {near && (
        <p id={countId} className={`count${tooLong > 0 ? ' over' : ''}`} role="status">
          {tooLong > 0 ? `${tooLong} over the limit` : `${-tooLong} left`}
        </p>
      )}
      {field.problem && (
        <p className="field-error" role="alert">
          {field.problem}
        </p>
      )}
    </>
  );
}

function triggers(element: TextElement): readonly string[] {
  return element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
}
