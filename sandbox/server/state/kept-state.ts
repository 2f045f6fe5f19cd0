import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { type Conversation, type SandboxState, screenOf } from './state.ts';

const keptSchema = z.object({
  lastTs: z.bigint(),
  conversations: z.map(
    z.string(),
    z.custom<Conversation>((value) => typeof value === 'object'),
  ),
  read: z.map(z.string(), z.map(z.string(), z.string())),
});

/** What is worth keeping: the messages, and what each person has read. */
export function keep(state: SandboxState): Buffer {
  const read = new Map([...state.screens].map(([userId, screen]) => [userId, screen.read]));
  return serialize({ lastTs: state.lastTs, conversations: state.conversations, read });
}

/** Restores what `keep` returned under the same version of Node. @throws Error for anything else. */
export function restore(state: SandboxState, kept: Buffer): void {
  const { lastTs, conversations, read } = keptSchema.parse(deserialize(kept));
  state.lastTs = lastTs;
  for (const [id, conversation] of conversations) state.conversations.set(id, conversation);
  for (const [userId, positions] of read) screenOf(state, userId).read = positions;
}
