import { useEffect, useState } from 'react';
import type { PersonInfo } from '../../protocol.ts';
import { fetchPeople } from './api.ts';

const RETRY_AFTER_MS = 1500;

/** Everyone whom the page can act as; null until the server has answered. Keeps asking until it does. */
export function usePeople(): PersonInfo[] | null {
  const [people, setPeople] = useState<PersonInfo[] | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const load = async () => {
      try {
        const found = await fetchPeople();
        if (!stopped) setPeople(found);
      } catch {
        if (!stopped) timer = setTimeout(() => void load(), RETRY_AFTER_MS);
      }
    };
    void load();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, []);
  return people;
}
