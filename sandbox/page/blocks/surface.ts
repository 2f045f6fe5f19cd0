import { createContext, useContext, useSyncExternalStore } from 'react';
import type { InputValue, StateValues, Where } from '../../protocol.ts';
import type { Field, Pending } from '../state/pending-values.ts';
import { useSandbox } from '../state/sandbox.ts';

/** The message, modal or Home that blocks are in. */
export interface Surface {
  where: Where;
  state: StateValues;
  /** block_id -> message, of the last submission. */
  errors: Record<string, string>;
  busy: boolean;
  /** Starts the ids of the fields' elements, so that labels find them. */
  idPrefix: string;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('useSurface needs a SurfaceContext above it.');
  return surface;
}

export interface FieldHandle {
  value: InputValue | undefined;
  /** Why the server refused the value. */
  problem: string | null;
  /** Keeps the value and sends it after `delay` ms (0: at once, null: at the next flush). */
  put: (value: Omit<InputValue, 'type'>, delay: number | null, held?: boolean) => void;
  blur: () => void;
  flush: () => Promise<Pending[]>;
}

/** One input's value: the one not yet saved by the server, else the server's. */
export function useField(blockId: string, actionId: string, type: string): FieldHandle {
  const { pending } = useSandbox();
  const { where, state } = useSurface();
  const field: Field = { where, blockId, actionId };
  const waiting = useSyncExternalStore(pending.subscribe, () => pending.get(field));
  return {
    value: waiting?.value ?? state[blockId]?.[actionId],
    problem: waiting?.problem ?? null,
    put: (value, delay, held) => pending.put(field, { type, ...value }, delay, held),
    blur: () => pending.blur(field),
    flush: () => pending.flush(where),
  };
}

/** Presses something once everything typed in the same place has been sent. */
export function usePress(): (blockId: string, actionId: string, value?: string) => Promise<void> {
  const { act, pending } = useSandbox();
  const { where } = useSurface();
  return async (blockId, actionId, value) => {
    await pending.flush(where);
    await act({ do: 'press', where, blockId, actionId, ...(value === undefined ? {} : { value }) });
  };
}
