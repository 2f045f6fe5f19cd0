import type { z } from 'zod';

/** What a modal has to know again when it comes back, as text in its `private_metadata`. */
export interface Context<T> {
  write(value: T): string;
  /** @throws Error for metadata that is not ours. */
  read(privateMetadata: string): T;
}

/** Slack hands the metadata to the person's browser: nothing secret belongs in it. */
export function context<S extends z.ZodType>(schema: S): Context<z.output<S>> {
  return {
    write: (value) => JSON.stringify(value),
    read: (privateMetadata) => schema.parse(JSON.parse(privateMetadata)),
  };
}
