import { useCallback, useEffect, useState } from 'react';

/** Where the page is, as its address says: which person it acts as, and the conversation or `home`. */
export interface Place {
  as: string | null;
  at: string | null;
}

export const HOME = 'home';

/** The place in the address bar, so that reloading, links and the Back button work. */
export function usePlace(): [Place, (next: Partial<Place>, how?: 'push' | 'replace') => void] {
  const [place, setPlace] = useState(readPlace);

  useEffect(() => {
    const back = () => setPlace(readPlace());
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);

  const go = useCallback((next: Partial<Place>, how: 'push' | 'replace' = 'push') => {
    const url = new URL(window.location.href);
    for (const [key, value] of Object.entries(next)) {
      if (value === null || value === undefined) url.searchParams.delete(key);
      else url.searchParams.set(key, value);
    }
    if (how === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
    setPlace(readPlace());
  }, []);

  return [place, go];
}

function readPlace(): Place {
  const search = new URLSearchParams(window.location.search);
  return { as: search.get('as'), at: search.get('at') };
}
