import { z } from 'zod';
import type { ActRequest, InputValue } from '../../protocol.ts';

const id = z.string().min(1);
const where = z.discriminatedUnion('in', [
  z.object({ in: z.literal('message'), channel: id, ts: id }),
  z.object({ in: z.literal('modal'), viewId: id }),
  z.object({ in: z.literal('home') }),
]);
const value = z.custom<InputValue>(
  (given) => typeof given === 'object' && given !== null && typeof (given as InputValue).type === 'string',
  'must be a value in the form of Slack’s state',
);

const act = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open'), channel: id }),
  z.object({ do: z.literal('say'), channel: id, text: z.string(), threadTs: id.exactOptional() }),
  z.object({ do: z.literal('command'), channel: id, text: z.string() }),
  z.object({ do: z.literal('openHome') }),
  z.object({ do: z.literal('press'), where, blockId: id, actionId: id, value: z.string().exactOptional() }),
  z.object({ do: z.literal('set'), where, blockId: id, actionId: id, value }),
  z.object({ do: z.literal('submit'), viewId: id }),
  z.object({ do: z.literal('close'), viewId: id }),
  z.object({
    do: z.literal('shortcut'),
    callbackId: id,
    channel: id.exactOptional(),
    ts: id.exactOptional(),
  }),
]);

export const actRequest: z.ZodType<ActRequest> = z.object({
  as: id,
  act,
  times: z.int().min(1).max(10).exactOptional(),
});
