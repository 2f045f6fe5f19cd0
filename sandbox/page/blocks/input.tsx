import type { InputBlock } from '@slack/types';
import type { ReactNode } from 'react';
import { plainText } from '../text/text.tsx';
import { BlockElement, fieldId } from './element.tsx';
import { useSurface } from './surface.ts';

/** A labelled input with its hint and its error. */
export function InputBox({ block }: { block: InputBlock }): ReactNode {
  const { idPrefix, errors } = useSurface();
  const blockId = block.block_id ?? '';
  const id = fieldId(idPrefix, blockId, block.element.action_id ?? '');
  const error = errors[blockId];
  const isList = block.element.type === 'radio_buttons' || block.element.type === 'checkboxes';
  const describedBy =
    [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  const label = (
    <>
      {plainText(block.label)}
      {block.optional && <span className="optional"> (optional)</span>}
    </>
  );
  return (
    <div className={`block-input${error ? ' with-error' : ''}`} data-field={error ? 'error' : undefined}>
      {isList ? (
        <p className="input-label" aria-hidden="true">
          {label}
        </p>
      ) : (
        <label className="input-label" htmlFor={id}>
          {label}
        </label>
      )}
      <BlockElement
        element={block.element}
        blockId={blockId}
        naming={{
          label: plainText(block.label),
          describedBy,
          invalid: error !== undefined,
          optional: block.optional === true,
          clearable: block.optional === true,
          dispatches: block.dispatch_action === true,
        }}
      />
      {error && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p id={`${id}-hint`} className="hint">
          {plainText(block.hint)}
        </p>
      )}
    </div>
  );
}
