import type { Fault } from '../protocol.ts';

/** Faults waiting for the calls that they shall hit. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault for this call, if one waits; it is used up by asking. */
  take(method: string): Fault['fault'] | null {
    const found = this.#waiting.find(({ fault }) => fault.method === method || fault.method === '*');
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((waiting) => waiting !== found);
    return found.fault.fault;
  }
}
