import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

interface PopupProps {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** As wide as its anchor, or as its content. */
  fit: 'anchor' | 'content';
  children: ReactNode;
}

const GAP = 4;
const EDGE = 8;

/** What opens beside a control: in the top layer, so that no scroller and no dialog cuts it off. */
export function Popup({ anchor, onClose, fit, children }: PopupProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const popup = box.current;
    if (!popup) return;
    popup.showPopover();
    const follow = () => place(popup, anchor.current, fit);
    follow();
    const resized = new ResizeObserver(follow);
    resized.observe(popup);
    window.addEventListener('scroll', follow, true);
    window.addEventListener('resize', follow);
    return () => {
      resized.disconnect();
      window.removeEventListener('scroll', follow, true);
      window.removeEventListener('resize', follow);
    };
  }, [anchor, fit]);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [anchor, onClose]);

  return (
    <div ref={box} className="popup" popover="manual">
      {children}
    </div>
  );
}

function place(popup: HTMLElement, anchor: HTMLElement | null, fit: PopupProps['fit']): void {
  if (!anchor) return;
  const at = anchor.getBoundingClientRect();
  const room = { width: document.documentElement.clientWidth, height: window.innerHeight };
  if (fit === 'anchor') popup.style.width = `${Math.max(at.width, 180)}px`;
  const below = room.height - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const up = below < Math.min(popup.scrollHeight, 240) && above > below;
  popup.style.maxHeight = `${Math.max(96, Math.min(up ? above : below, 340))}px`;
  const { width, height } = popup.getBoundingClientRect();
  popup.style.left = `${Math.max(EDGE, Math.min(at.left, room.width - width - EDGE))}px`;
  popup.style.top = `${up ? Math.max(EDGE, at.top - GAP - height) : at.bottom + GAP}px`;
}
