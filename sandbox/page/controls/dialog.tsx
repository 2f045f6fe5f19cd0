import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  labelledBy: string;
  className: string;
  /** Escape, or a click outside if `light` is set. */
  onClose: () => void;
  light?: boolean;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside and gives it back when it goes. */
export function Dialog({ labelledBy, className, onClose, light = false, children }: DialogProps): ReactNode {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={box}
      className={className}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onKeyDown={(event) => {
        // Chromium closes a dialog on the second Escape even when the first was refused.
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onClose();
        }
      }}
      onClick={(event) => {
        if (light && event.target === box.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
