import type { IncomingMessage } from 'node:http';
import { isRaw, type Raw, stringList } from '../../raw.ts';
import { refused, SlackError } from '../slack-error.ts';

/** Arguments that hold JSON when they come in a form, with the error that Slack gives when they do not. */
const jsonArguments: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  attachments: 'invalid_attachments',
  metadata: 'invalid_metadata_format',
  view: 'invalid_arguments',
  files: 'invalid_arguments',
  unfurls: 'invalid_arguments',
};

/** Reads a call's arguments: form-encoded, multipart or JSON, over the query string's. */
export async function readArguments(
  request: IncomingMessage,
  body: Buffer,
  query: URLSearchParams,
): Promise<Raw> {
  const args: Raw = Object.fromEntries(query);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return args;
  if (type.startsWith('application/json')) {
    const parsed = parse(body.toString(), 'invalid_json');
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
    if (typeof value === 'string' && value !== '') decoded[name] = parse(value, code);
  }
  return decoded;
}

function parse(text: string, code: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw code === 'invalid_arguments' ? refused(code, ['must be valid JSON']) : new SlackError(code);
  }
}

/** A required text. @throws SlackError invalid_arguments, as Slack words it. */
export function required(args: Raw, name: string): string {
  const value = optional(args, name);
  if (value === undefined) throw refused('invalid_arguments', [`missing required field: ${name}`]);
  return value;
}

export function optional(args: Raw, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flag(args: Raw, name: string, otherwise = false): boolean {
  const value = args[name];
  if (value === undefined || value === null || value === '') return otherwise;
  return value === true || value === 'true' || value === '1' || value === 1;
}

export function list(args: Raw, name: string): string[] {
  return stringList(args[name]);
}

/** One page of a list, by Slack's cursors. `limit` is bounded by `max`. */
export function page<T>(
  items: readonly T[],
  args: Raw,
  usual: number,
  max = 1000,
): { items: T[]; cursor: string } {
  const wanted = Number(optional(args, 'limit') ?? usual);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > max) {
    throw refused('invalid_limit', [`limit must be between 1 and ${max}`]);
  }
  const limit = wanted === 0 ? usual : wanted;
  const given = optional(args, 'cursor');
  const start =
    given === undefined ? 0 : Number(/^at:(\d+)$/.exec(Buffer.from(given, 'base64').toString())?.[1]);
  if (!Number.isInteger(start)) throw new SlackError('invalid_cursor');
  const end = start + limit;
  return {
    items: items.slice(start, end),
    cursor: end < items.length ? Buffer.from(`at:${end}`).toString('base64') : '',
  };
}
