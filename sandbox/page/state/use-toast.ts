import { useCallback, useEffect, useRef, useState } from 'react';
import type { Screen } from '../../protocol.ts';

export interface ToastText {
  id: number;
  text: string;
}

/** The newest message to show: the page's own, or a notice that came after the page was opened. */
export function useToast(screen: Screen | null): [ToastText | null, (text: string) => void, () => void] {
  const [toast, setToast] = useState<ToastText | null>(null);
  const count = useRef(0);
  const seen = useRef<{ me: string; id: number } | null>(null);
  const say = useCallback((text: string) => {
    count.current += 1;
    const id = count.current;
    setToast((shown) => (shown?.text === text ? shown : { id, text }));
  }, []);
  const dismiss = useCallback(() => setToast(null), []);
  useEffect(() => {
    if (!screen) return;
    const id = screen.notice?.id ?? 0;
    const before = seen.current?.me === screen.me.id ? seen.current.id : null;
    seen.current = { me: screen.me.id, id: Math.max(id, before ?? 0) };
    if (screen.notice && before !== null && id > before) say(screen.notice.text);
  }, [screen, say]);
  return [toast, say, dismiss];
}
