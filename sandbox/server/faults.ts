import type { Fault } from '../protocol.ts';
import { type Raw, rawList } from '../raw.ts';
import { withNested } from './checks/across-blocks.ts';
import { problemAt } from './checks/slack-problems.ts';

const DATA_BLOCKS: readonly unknown[] = ['data_table', 'data_visualization'];

/** Faults that are waiting for the calls they affect. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault for this call, if one is waiting. Uses it up. */
  take(method: string): Fault['fault'] | null {
    return this.#use((fault) => fault.fault.kind !== 'no_data_blocks' && hits(fault, method));
  }

  /**
   * What a workspace without charts and tables says to those in this call's blocks; nothing if there are none, or no such
   * fault is waiting.
   */
  refusedBlocks(method: string, args: Raw): string[] {
    const problems = withNested(rawList(args.blocks), '/blocks')
      .filter(({ block }) => DATA_BLOCKS.includes(block.type))
      .map(({ block, pointer }) => problemAt(`unsupported type: ${String(block.type)}`, `${pointer}/type`));
    if (problems.length === 0) return [];
    return this.#use((fault) => fault.fault.kind === 'no_data_blocks' && hits(fault, method)) ? problems : [];
  }

  #use(isIt: (fault: Fault) => boolean): Fault['fault'] | null {
    const found = this.#waiting.find(({ fault }) => isIt(fault));
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((waiting) => waiting !== found);
    return found.fault.fault;
  }
}

function hits(fault: Fault, method: string): boolean {
  return fault.method === method || fault.method === '*';
}
