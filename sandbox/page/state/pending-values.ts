import type { InputValue, Where } from '../../protocol.ts';

/** One input on a person's screen. */
export interface Field {
  where: Where;
  blockId: string;
  actionId: string;
}

/** A value that the server may not know yet. */
export interface Pending {
  field: Field;
  value: InputValue;
  /** Why the server refused it; null if it did not, or was not asked. */
  problem: string | null;
}

/** The server accepted it, refused it and says why, or no longer has the field. */
export type Sent = { taken: true } | { taken: false; problem: string } | { taken: false; gone: true };

interface Entry {
  pending: Pending;
  /** Not yet accepted by the server in this form. */
  dirty: boolean;
  focused: boolean;
  timer: ReturnType<typeof setTimeout> | null;
  sending: Promise<void> | null;
}

/**
 * Keeps what is typed until the server has it, whatever happens to the screen: while its field has the focus, or the
 * server has not accepted it, a value stays here and wins over the server's.
 */
export class PendingValues {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #send: (field: Field, value: InputValue) => Promise<Sent>;

  constructor(send: (field: Field, value: InputValue) => Promise<Sent>) {
    this.#send = send;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(field: Field): Pending | undefined {
    return this.#entries.get(keyOf(field))?.pending;
  }

  /**
   * Keeps `value` and sends it after `delay` milliseconds; with null, not before the next flush. `held` says that the
   * field has the focus: the value then stays until `blur`, whatever the server says.
   */
  put(field: Field, value: InputValue, delay: number | null, held = false): void {
    const key = keyOf(field);
    const entry = this.#entries.get(key) ?? newEntry(field, value);
    if (entry.timer) clearTimeout(entry.timer);
    entry.pending = { field, value, problem: null };
    entry.dirty = true;
    entry.focused = held;
    entry.timer = delay === null || delay <= 0 ? null : setTimeout(() => void this.#deliver(key), delay);
    this.#entries.set(key, entry);
    this.#changed();
    if (delay !== null && delay <= 0) void this.#deliver(key);
  }

  /** The field lost the focus: sends what it holds; once the server has it, the server's value is shown again. */
  blur(field: Field): void {
    const key = keyOf(field);
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.focused = false;
    void this.#deliver(key);
  }

  /** Sends everything that is waiting in one place. Returns the fields that the server refused. */
  async flush(where: Where): Promise<Pending[]> {
    const place = placeOf(where);
    const keys = [...this.#entries].filter(([, { pending }]) => placeOf(pending.field.where) === place);
    await Promise.all(keys.map(([key]) => this.#deliver(key)));
    return keys.flatMap(([key]) => {
      const pending = this.#entries.get(key)?.pending;
      return pending?.problem ? [pending] : [];
    });
  }

  async flushAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((key) => this.#deliver(key)));
  }

  async #deliver(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    await entry.sending;
    if (entry.dirty && !entry.sending) {
      entry.sending = this.#sendEntry(key, entry).finally(() => {
        entry.sending = null;
      });
      await entry.sending;
    }
    if (!entry.dirty && !entry.focused && this.#entries.get(key) === entry) {
      this.#entries.delete(key);
      this.#changed();
    }
  }

  async #sendEntry(key: string, entry: Entry): Promise<void> {
    const { field, value } = entry.pending;
    const sent = await this.#send(field, value);
    const unchanged = entry.pending.value === value;
    if (sent.taken) {
      if (unchanged) entry.dirty = false;
    } else if ('gone' in sent) {
      if (unchanged) this.#entries.delete(key);
    } else if (unchanged) {
      entry.pending = { ...entry.pending, problem: sent.problem };
    }
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function newEntry(field: Field, value: InputValue): Entry {
  return {
    pending: { field, value, problem: null },
    dirty: true,
    focused: false,
    timer: null,
    sending: null,
  };
}

function keyOf({ where, blockId, actionId }: Field): string {
  return JSON.stringify([placeOf(where), blockId, actionId]);
}

function placeOf(where: Where): string {
  if (where.in === 'message') return `message ${where.channel} ${where.ts}`;
  return where.in === 'modal' ? `modal ${where.viewId}` : 'home';
}
