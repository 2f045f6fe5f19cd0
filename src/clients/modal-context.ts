import { z } from 'zod';
import { cadenceFields } from './cadence/fields.ts';

/** What the client's modal has to know again when it comes back. Slack hands it to the person's browser: nothing secret. */
const contextSchema = z.object({
  /** The client that it was opened for, and as of when; null for a new one. */
  edited: z
    .object({ clientId: z.string(), updatedAt: z.string().transform((at) => Temporal.Instant.from(at)) })
    .nullable(),
  /** What was said about how often, also in fields that are not shown now. */
  howOften: cadenceFields,
});

export type ModalContext = z.output<typeof contextSchema>;

export function writeContext(context: ModalContext): string {
  return JSON.stringify(context);
}

/** @throws when the metadata is not ours. */
export function readContext(privateMetadata: string): ModalContext {
  return contextSchema.parse(JSON.parse(privateMetadata));
}
