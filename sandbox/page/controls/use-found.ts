import { useEffect, useRef, useState } from 'react';

export interface Choice {
  value: string;
  label: string;
  description?: string | undefined;
}

export interface ChoiceGroup {
  label: string | null;
  choices: Choice[];
}

/** What a search found; `note` says why it may be empty. */
export interface Found {
  groups: ChoiceGroup[];
  note: string | null;
}

/** Searches right away, or asks the app. */
export type Search =
  | { kind: 'now'; find: (query: string) => Found }
  | { kind: 'later'; find: (query: string) => Promise<Found> };

const SEARCH_AFTER_MS = 150;
const NOTHING: Found = { groups: [], note: null };

/** What matches `query` (null: not searching). Answers to an older query are dropped. */
export function useFound(search: Search, query: string | null): Found & { searching: boolean } {
  const [later, setLater] = useState<(Found & { query: string }) | null>(null);
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    if (query === null) {
      setLater(null);
      return;
    }
    let stale = false;
    const timer = setTimeout(async () => {
      if (latest.current.kind !== 'later') return;
      const found = await latest.current.find(query);
      if (!stale) setLater({ ...found, query });
    }, SEARCH_AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [query]);
  if (query === null) return { ...NOTHING, searching: false };
  if (search.kind === 'now') return { ...search.find(query), searching: false };
  return { groups: later?.groups ?? [], note: later?.note ?? null, searching: later?.query !== query };
}
