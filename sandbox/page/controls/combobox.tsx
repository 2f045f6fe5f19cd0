import { type KeyboardEvent, type ReactNode, useCallback, useId, useRef, useState } from 'react';
import { Icon } from './icons.tsx';
import { Listbox, optionId } from './listbox.tsx';
import { Popup } from './popup.tsx';
import { type Choice, type Search, useFound } from './use-found.ts';

interface ComboboxProps {
  id: string;
  label: string | undefined;
  describedBy: string | undefined;
  invalid: boolean;
  placeholder: string;
  chosen: Choice[];
  multiple: boolean;
  /** Allows clearing the choice. */
  clearable: boolean;
  /** With only a few choices there is nothing to type, so a phone shows no keyboard. */
  typing: boolean;
  search: Search;
  onChange: (chosen: Choice[]) => void;
  onBlur?: () => void;
}

/** A select with search, after the ARIA combobox pattern; with `multiple`, the chosen options come before the input. */
export function Combobox(props: ComboboxProps): ReactNode {
  const { id, chosen, multiple, onChange } = props;
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const open = query !== null;
  const { groups, note, searching } = useFound(props.search, query);
  const flat = groups.flatMap(({ choices }) => choices);
  const close = useCallback(() => setQuery(null), []);

  const choose = (choice: Choice) => {
    const isChosen = chosen.some(({ value }) => value === choice.value);
    if (!multiple) {
      onChange([choice]);
      setQuery(null);
    } else {
      onChange(isChosen ? chosen.filter(({ value }) => value !== choice.value) : [...chosen, choice]);
      setQuery('');
    }
    input.current?.focus();
  };
  const show = (text: string) => {
    setQuery(text);
    const at = multiple ? 0 : flat.findIndex(({ value }) => value === chosen[0]?.value);
    setActive(text === '' && at > 0 ? at : 0);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open) show('');
      else if (flat.length)
        setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + flat.length) % flat.length);
    } else if (event.key === 'Enter') {
      const choice = flat[active];
      if (open && choice) choose(choice);
      else if (!open) show('');
    } else if (event.key === 'Escape' && open) {
      setQuery(null);
    } else if (event.key === 'Backspace' && multiple && !query && chosen.length > 0) {
      onChange(chosen.slice(0, -1));
      return;
    } else {
      if (event.key === 'Tab') setQuery(null);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const shownLabel = multiple ? '' : (chosen[0]?.label ?? '');
  return (
    <div ref={box} className={`combobox${props.invalid ? ' invalid' : ''}`}>
      {multiple &&
        chosen.map((choice) => (
          <span key={choice.value} className="chip">
            {choice.label}
            <button
              type="button"
              aria-label={`Remove ${choice.label}`}
              onClick={() => onChange(chosen.filter(({ value }) => value !== choice.value))}
            >
              <Icon name="close" size={12} />
            </button>
          </span>
        ))}
      <input
        ref={input}
        id={id}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        inputMode={props.typing ? 'search' : 'none'}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open && flat[active] ? optionId(listId, active) : undefined}
        placeholder={
          (multiple && chosen.length ? '' : shownLabel) || (chosen.length ? '' : props.placeholder)
        }
        className={open && shownLabel ? 'searching' : ''}
        value={query ?? shownLabel}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onClick={() => (open ? undefined : show(''))}
        onKeyDown={onKeyDown}
        onBlur={props.onBlur}
      />
      {props.clearable && !multiple && chosen.length > 0 && !open ? (
        <button
          type="button"
          className="combobox-clear"
          aria-label={`Clear ${props.label ?? 'choice'}`}
          onClick={() => {
            onChange([]);
            input.current?.focus();
          }}
        >
          <Icon name="close" size={14} />
        </button>
      ) : (
        <span className="combobox-arrow">
          <Icon name="chevron" size={16} />
        </span>
      )}
      {open && (
        <Popup anchor={box} onClose={close} fit="anchor">
          {(note || searching) && (
            <p className="listbox-note" role="status">
              {searching ? 'Searching…' : note}
            </p>
          )}
          <Listbox
            id={listId}
            label={props.label ?? 'Choices'}
            groups={groups}
            active={active}
            multiple={multiple}
            chosen={chosen}
            onChoose={choose}
          />
        </Popup>
      )}
    </div>
  );
}
