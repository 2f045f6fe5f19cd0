import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Room left above a message that is brought to the top, in pixels. */
const ABOVE = 12;
const AT_END = 60;
const LAST = '.message';
const NEW = '.new-line';

/**
 * Keeps the newest message in sight (its beginning, if it is taller than the pane) until the person scrolls away to read.
 * `newest` is the last message's `ts`; the person's own always come into sight. At first, the line above what is new counts
 * instead.
 */
export function useFollowEnd(
  newest: string | null,
  own: boolean,
  content: unknown,
): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const placed = useRef(0);
  const shown = useRef<string | null>(null);
  const anchor = useRef(LAST);

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const scrolled = () => {
      if (Math.abs(box.scrollTop - placed.current) < 2) return;
      following.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
    };
    const resized = new ResizeObserver(() => {
      if (following.current) placed.current = showEnd(box, anchor.current);
    });
    box.addEventListener('scroll', scrolled, { passive: true });
    resized.observe(box);
    return () => {
      box.removeEventListener('scroll', scrolled);
      resized.disconnect();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: anything new may have made it longer.
  useLayoutEffect(() => {
    const box = scroller.current;
    const first = shown.current === null;
    const isNew = newest !== shown.current;
    shown.current = newest;
    if (!box || !(following.current || (isNew && own))) return;
    following.current = true;
    if (isNew) anchor.current = first && box.querySelector(NEW) ? NEW : LAST;
    placed.current = showEnd(box, anchor.current);
  }, [newest, content]);

  return scroller;
}

/** Scrolls to the end, but not past the beginning of the element. Returns where that is. */
function showEnd(box: HTMLElement, selector: string): number {
  const last = [...box.querySelectorAll<HTMLElement>(`:scope > ${selector}`)].at(-1);
  const before = last?.previousElementSibling as HTMLElement | null | undefined;
  const element = before?.matches('.day-line') ? before : last;
  const end = box.scrollHeight - box.clientHeight;
  const beginning = element ? element.offsetTop - ABOVE : end;
  box.scrollTop = Math.max(0, Math.min(end, beginning));
  return box.scrollTop;
}
