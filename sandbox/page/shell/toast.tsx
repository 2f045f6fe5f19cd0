import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Icon } from '../controls/icons.tsx';
import type { ToastText } from '../state/use-toast.ts';

const STAYS_MS = 8000;

/** A short message from the sandbox itself. It goes away by itself, but not while the pointer is on it. */
export function Toast({ toast, onClose }: { toast: ToastText | null; onClose: () => void }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const id = toast?.id;
  useEffect(() => {
    if (id !== undefined) box.current?.showPopover();
  }, [id]);
  useEffect(() => {
    if (id === undefined || held) return;
    const timer = setTimeout(onClose, STAYS_MS);
    return () => clearTimeout(timer);
  }, [id, held, onClose]);
  return (
    <div className="toast-region" role="status">
      {toast && (
        <div
          key={toast.id}
          ref={box}
          className="toast"
          popover="manual"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
        >
          <p>{toast.text}</p>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={onClose}>
            <Icon name="close" size={16} />
          </button>
        </div>
      )}
    </div>
  );
}
