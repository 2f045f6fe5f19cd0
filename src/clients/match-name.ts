import { nameKey } from './rules.ts';

/** How well a name matches what somebody typed, best first. */
const FITS = ['exact', 'prefix', 'word', 'within', 'near'] as const;
export type Fit = (typeof FITS)[number];

/**
 * How well `name` matches `typed`, regardless of case and accents: the whole name, its beginning, the beginning of a later
 * word, anywhere within, or with a typo. Null when it does not.
 * @internal
 */
export function fitOf(name: string, typed: string): Fit | null {
  if (nameKey(name) === nameKey(typed)) return 'exact';
  const key = searchKey(name);
  const sought = searchKey(typed);
  if (sought === '' || key.startsWith(sought)) return 'prefix';
  if (key.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(sought))) return 'word';
  if (key.includes(sought)) return 'within';
  return isNear(key, sought) ? 'near' : null;
}

/** Those that match, best first; equally good ones stay in their order. */
export function rankByName<T extends { name: string }>(
  candidates: readonly T[],
  typed: string,
): { candidate: T; fit: Fit }[] {
  return candidates
    .flatMap((candidate) => {
      const fit = fitOf(candidate.name, typed);
      return fit ? [{ candidate, fit }] : [];
    })
    .sort((a, b) => FITS.indexOf(a.fit) - FITS.indexOf(b.fit));
}

function searchKey(name: string): string {
  const key = nameKey(name);
  const bare = key
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .trim();
  return bare === '' ? key : bare;
}

/** Whether few enough typos turn one into the other, or into its beginning or one of its words. */
function isNear(key: string, sought: string): boolean {
  const letters = [...sought];
  const typos = letters.length <= 2 ? 0 : letters.length <= 4 ? 1 : letters.length <= 8 ? 2 : 3;
  if (typos === 0) return false;
  const beginning = [...key].slice(0, letters.length);
  return [[...key], beginning, ...key.split(' ').map((word) => [...word])].some(
    (candidate) => typosBetween(candidate, letters, typos) <= typos,
  );
}

/**
 * How many letters were left out, added, mistaken or swapped with their neighbour; above `most`, only that it is more. Source: optimal string alignment distance (Boytsov 2011).
 */
function typosBetween(a: readonly string[], b: readonly string[], most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const mistaken = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(mistaken, at(last, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(before, j - 2) + 1);
      }
      row.push(least);
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
