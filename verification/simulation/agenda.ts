/** Something that will happen at a time. */
export interface Entry {
  at: Temporal.Instant;
  run: () => Promise<void>;
  /** Someone presses a button: Rapport answers right away, and does not plan. */
  isPress?: boolean;
}

/** What will happen, the earliest first; at the same time, in the order of entry. */
export class Agenda {
  readonly #entries: Entry[] = [];

  add(entry: Entry): void {
    const place = this.#entries.findLastIndex(({ at }) => Temporal.Instant.compare(at, entry.at) <= 0);
    this.#entries.splice(place + 1, 0, entry);
  }

  /** When the next one comes; null if there is none. */
  get nextAt(): Temporal.Instant | null {
    return this.#entries[0]?.at ?? null;
  }

  /** Takes out the first one, if it has come by `now`. */
  take(now: Temporal.Instant): Entry | undefined {
    const [first] = this.#entries;
    if (!first || Temporal.Instant.compare(first.at, now) > 0) return undefined;
    return this.#entries.shift();
  }
}
