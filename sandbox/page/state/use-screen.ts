import { useCallback, useEffect, useRef, useState } from 'react';
import type { Screen } from '../../protocol.ts';
import { fetchScreen, listen } from './api.ts';

export type Line = 'connecting' | 'live' | 'lost';

export interface LiveScreen {
  screen: Screen | null;
  line: Line;
  /** Shows a screen that came with an answer, unless a newer one is already shown. */
  show: (screen: Screen) => void;
  /** The newest screen there is, which may not have been drawn yet. */
  latest: () => Screen | null;
}

const RETRY_AFTER_MS = 1500;

/** A person's screen, kept up to date. The last one stays while the server is away. */
export function useScreen(as: string | null): LiveScreen {
  const [screen, setScreen] = useState<Screen | null>(null);
  const [line, setLine] = useState<Line>('connecting');
  const shown = useRef<{ as: string | null; revision: number; screen: Screen | null }>({
    as,
    revision: -1,
    screen: null,
  });
  const latest = useCallback(() => shown.current.screen, []);

  const show = useCallback((next: Screen) => {
    const { current } = shown;
    if (next.me.id !== current.as || next.revision < current.revision) return;
    current.revision = next.revision;
    current.screen = next;
    setScreen(next);
  }, []);

  useEffect(() => {
    shown.current = { as, revision: -1, screen: null };
    if (as === null) return;
    let stopped = false;
    let fetching = false;
    let again = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const refresh = async (): Promise<void> => {
      if (fetching) {
        again = true;
        return;
      }
      fetching = true;
      try {
        do {
          again = false;
          const next = await fetchScreen(as);
          if (stopped) return;
          // A restarted server counts from the beginning.
          if (next.revision < shown.current.revision && !again) shown.current.revision = -1;
          show(next);
          setLine('live');
        } while (again);
      } catch {
        if (stopped) return;
        setLine('lost');
        clearTimeout(retry);
        retry = setTimeout(() => void refresh(), RETRY_AFTER_MS);
      } finally {
        fetching = false;
      }
    };
    const stopListening = listen(
      as,
      (revision) => {
        if (revision > shown.current.revision) void refresh();
      },
      (up) => {
        if (up) void refresh();
        else setLine('lost');
      },
    );
    void refresh();
    return () => {
      stopped = true;
      clearTimeout(retry);
      stopListening();
    };
  }, [as, show]);

  return { screen: screen?.me.id === as ? screen : null, line, show, latest };
}
