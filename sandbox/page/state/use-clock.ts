import { useCallback, useEffect, useState } from 'react';
import type { ClockState } from '../../protocol.ts';
import { fetchClock, moveClock } from './api.ts';

export interface SandboxClock {
  /** The sandbox's time in milliseconds; the machine's own until the server has answered. */
  now: number;
  state: ClockState | null;
  moving: boolean;
  move: (id: string) => Promise<void>;
}

const SYNC_EVERY_MS = 20_000;
const TICK_EVERY_MS = 5_000;
const WATCH_EVERY_MS = 400;

/** The sandbox's clock: read now and then, and more often while it is being moved, here or elsewhere. */
export function useClock(): SandboxClock {
  const [state, setState] = useState<ClockState | null>(null);
  const [offset, setOffset] = useState(0);
  const [machine, setMachine] = useState(() => Date.now());
  const [ours, setOurs] = useState(false);

  const take = useCallback((next: ClockState) => {
    setState(next);
    setOffset(Date.parse(next.now) - Date.now());
    setMachine(Date.now());
  }, []);

  const watching = ours || state?.moving === true;
  useEffect(() => {
    const read = () => void fetchClock().then(take, () => undefined);
    read();
    const sync = setInterval(read, watching ? WATCH_EVERY_MS : SYNC_EVERY_MS);
    const tick = setInterval(() => setMachine(Date.now()), TICK_EVERY_MS);
    return () => {
      clearInterval(sync);
      clearInterval(tick);
    };
  }, [watching, take]);

  const move = useCallback(
    async (id: string) => {
      setOurs(true);
      try {
        take(await moveClock(id));
      } finally {
        setOurs(false);
      }
    },
    [take],
  );

  return { now: machine + offset, state, moving: watching, move };
}
