/** Something that will happen at a time. */
export interface Entry {
  at: Temporal.Instant;
  run: () => Promise<void>;
  /** Somebody presses a button: Rapport answers at once, and need not look for what else is due. */
  isPress?: boolean;
}

/** What is to come, the earliest first; of two at one time, the one that was entered first. */
export class Agenda {
  readonly #entries: Entry[] = [];

  add(entry: Entry): void {
    const place = this.#entries.findLastIndex(({ at }) => Temporal.Instant.compare(at, entry.at) <= 0);
    this.#entries.splice(place + 1, 0, entry);
  }

  /** When the next one comes; null when none does. */
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
