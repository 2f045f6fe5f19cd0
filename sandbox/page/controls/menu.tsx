import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { Popup } from './popup.tsx';

interface MenuItem {
  key: string;
  label: ReactNode;
  description?: string | undefined;
  onChoose: () => void;
}

interface MenuProps {
  label: string;
  className: string;
  children: ReactNode;
  items: MenuItem[];
  /** Shown above the items. */
  heading?: string;
  disabled?: boolean;
}

/** A button with a menu: arrows move, Enter chooses, Escape goes back to the button. */
export function Menu({ label, className, children, items, heading, disabled = false }: MenuProps): ReactNode {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const dismiss = useCallback(() => setOpen(false), []);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        disabled={disabled}
        onClick={() => setOpen((was) => !was)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && !open) {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {children}
      </button>
      {open && (
        <Popup anchor={button} onClose={dismiss} fit="content">
          {heading && <p className="menu-heading">{heading}</p>}
          <MenuList id={id} label={label} items={items} onClose={close} />
        </Popup>
      )}
    </>
  );
}

function MenuList({
  id,
  label,
  items,
  onClose,
}: {
  id: string;
  label: string;
  items: MenuItem[];
  onClose: () => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const focusItem = (index: number) => {
    const all = list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]');
    if (all?.length) all[(index + all.length) % all.length]?.focus();
  };
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll('[role="menuitem"]') ?? [])];
    const at = all.indexOf(document.activeElement as Element);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) focusItem(next);
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label={label}
      className="menu"
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className="menu-item"
          onClick={() => {
            onClose();
            item.onChoose();
          }}
        >
          <span>{item.label}</span>
          {item.description && <small>{item.description}</small>}
        </button>
      ))}
    </div>
  );
}
