import { type ReactNode, useEffect, useRef } from 'react';
import type { CommandHint } from '../text/commands.ts';

interface CommandHintsProps {
  id: string;
  hints: CommandHint[];
  active: number;
  onChoose: (hint: CommandHint) => void;
}

/** The commands that fit what is typed. The composer keeps the focus and the keys. */
export function CommandHints({ id, hints, active, onChoose }: CommandHintsProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} className="command-hints" role="listbox" aria-label="Commands" tabIndex={-1}>
      {hints.map((hint, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus and the keys.
        <div
          key={hint.insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={`option${index === active ? ' active' : ''}`}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(hint)}
        >
          <span>
            <strong>{hint.insert}</strong> <span className="rest">{hint.rest}</span>
          </span>
          {hint.description && <small>{hint.description}</small>}
        </div>
      ))}
    </div>
  );
}
