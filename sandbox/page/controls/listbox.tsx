import { type ReactNode, useEffect, useRef } from 'react';
import type { Choice, ChoiceGroup } from './use-found.ts';

interface ListboxProps {
  id: string;
  label: string;
  groups: ChoiceGroup[];
  /** Index of the option that Enter would choose, counted over all groups. */
  active: number;
  multiple: boolean;
  chosen: Choice[];
  onChoose: (choice: Choice) => void;
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The options of a combobox, whose input keeps the focus and the keys. */
export function Listbox({ id, label, groups, active, multiple, chosen, onChoose }: ListboxProps): ReactNode {
  return (
    <div id={id} role="listbox" aria-label={label} aria-multiselectable={multiple || undefined} tabIndex={-1}>
      {groups.map((group, groupIndex) => {
        const before = groups.slice(0, groupIndex).reduce((sum, { choices }) => sum + choices.length, 0);
        const options = group.choices.map((choice, index) => (
          <Option
            key={choice.value}
            id={optionId(id, before + index)}
            choice={choice}
            active={before + index === active}
            selected={chosen.some(({ value }) => value === choice.value)}
            onChoose={() => onChoose(choice)}
          />
        ));
        if (group.label === null) return options;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a listbox takes groups and options only.
          <div key={group.label} role="group" aria-label={group.label}>
            <p className="listbox-group" aria-hidden="true">
              {group.label}
            </p>
            {options}
          </div>
        );
      })}
    </div>
  );
}

function Option({
  id,
  choice,
  active,
  selected,
  onChoose,
}: {
  id: string;
  choice: Choice;
  active: boolean;
  selected: boolean;
  onChoose: () => void;
}): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox's input has the focus and the keys.
    <div
      ref={row}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      className={`option${active ? ' active' : ''}`}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span>{choice.label}</span>
      {choice.description && <small>{choice.description}</small>}
    </div>
  );
}
