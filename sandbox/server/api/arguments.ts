import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { isRaw, type Raw, stringList } from '../../raw.ts';
import { refused, SlackError } from '../slack-error.ts';

/** What a method takes, by name, made of the pieces below. */
export type ArgumentShape = Record<string, z.ZodType>;
export type Arguments<Shape extends ArgumentShape> = Raw & { [Name in keyof Shape]: z.output<Shape[Name]> };

/** A text that must be there; `text.optional()` for one that need not. */
export const text = z.union([z.string(), z.number().transform(String)]);
/** True or false in any of the ways in which forms say it; false when it is left out. */
export const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 'true' || value === '1' || value === 1);
/** Names as an array or separated by commas; empty when it is left out. */
export const list = z.unknown().optional().transform(stringList);
/** A JSON object that must be there, such as a view. */
export const object = z.custom<Raw>(isRaw);
/** The arguments of a method that answers in pages, for `page`. */
export const paging = { limit: text.optional(), cursor: text.optional() };

/** Arguments that hold JSON when they come in a form, with the error that Slack gives when they do not. */
const jsonArguments: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  attachments: 'invalid_attachments',
  metadata: 'invalid_metadata_format',
  view: 'invalid_arguments',
  files: 'invalid_arguments',
  unfurls: 'invalid_arguments',
};

/** Reads what a call sends: form-encoded, multipart or JSON, over the query string's. */
export async function readArguments(
  request: IncomingMessage,
  body: Buffer,
  query: URLSearchParams,
): Promise<Raw> {
  const args: Raw = Object.fromEntries(query);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return args;
  if (type.startsWith('application/json')) {
    const parsed = parseJson(body.toString(), 'invalid_json');
    if (!isRaw(parsed)) throw new SlackError('json_not_object');
    return { ...args, ...parsed };
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { ...args, ...Object.fromEntries(new URLSearchParams(body.toString())) };
  }
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [key, value] of form) if (typeof value === 'string') args[key] = value;
    return args;
  }
  throw new SlackError('invalid_post_type');
}

/** Turns JSON in text fields into what it stands for. */
export function decodeJson(args: Raw): Raw {
  const decoded = { ...args };
  for (const [name, code] of Object.entries(jsonArguments)) {
    const value = decoded[name];
    if (typeof value === 'string' && value !== '') decoded[name] = parseJson(value, code);
  }
  return decoded;
}

function parseJson(json: string, code: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw code === 'invalid_arguments' ? refused(code, ['must be valid JSON']) : new SlackError(code);
  }
}

/** Holds a call's arguments against what the method takes. An empty one counts as left out. @throws SlackError invalid_arguments */
export function checkArguments<Shape extends ArgumentShape>(shape: Shape, args: Raw): Arguments<Shape> {
  const given = Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== '' && value !== null),
  );
  const read = z.looseObject(shape).safeParse(given);
  if (read.success) return read.data as Arguments<Shape>;
  const names = new Set(read.error.issues.map(({ path }) => String(path[0])));
  throw refused(
    'invalid_arguments',
    [...names].map((name) => (name in given ? `invalid field: ${name}` : `missing required field: ${name}`)),
  );
}

/** One page of a list, by Slack's cursors. `limit` is bounded by `max`. */
export function page<T>(
  items: readonly T[],
  given: { limit?: string | undefined; cursor?: string | undefined },
  usual: number,
  max = 1000,
): { items: T[]; cursor: string } {
  const wanted = Number(given.limit ?? usual);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > max) {
    throw refused('invalid_limit', [`limit must be between 1 and ${max}`]);
  }
  const limit = wanted === 0 ? usual : wanted;
  const start = given.cursor === undefined ? 0 : startOf(given.cursor);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    cursor: end < items.length ? Buffer.from(`at:${end}`).toString('base64') : '',
  };
}

function startOf(cursor: string): number {
  const start = Number(/^at:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1]);
  if (!Number.isInteger(start)) throw new SlackError('invalid_cursor');
  return start;
}
