/**
 * Slack's mrkdwn, parsed into a tree. The tree holds text only, so showing it can never write HTML, and every link has passed
 * `safeUrl`. Never throws.
 *
 * Rules after https://docs.slack.dev/messaging/formatting-message-text.
 */
import { emojiFor } from './emoji.ts';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'user' | 'channel'; id: string; label: string | null }
  | { kind: 'broadcast'; name: string }
  | { kind: 'date'; seconds: number; format: string; url: string | null; fallback: string };

export type Paragraph =
  | { kind: 'paragraph' | 'quote'; children: Inline[] }
  | { kind: 'preformatted'; text: string };

export interface MrkdwnOptions {
  /** Leaves bare addresses as they are, as Slack does for `verbatim: true`. */
  verbatim?: boolean;
}

/** Deeper nesting than this is shown as it was typed. */
const MAX_DEPTH = 6;

const STYLES: Record<string, 'bold' | 'italic' | 'strike'> = { '*': 'bold', _: 'italic', '~': 'strike' };

export function parseMrkdwn(source: string, options: MrkdwnOptions = {}): Paragraph[] {
  const pieces = source.split(/```/);
  const closed = pieces.length % 2 === 1;
  const paragraphs: Paragraph[] = [];
  pieces.forEach((piece, index) => {
    const last = index === pieces.length - 1;
    if (index % 2 === 1 && (closed || !last)) {
      const text = unescapeEntities(piece.replace(/^\n/, '').replace(/\n$/, ''));
      if (text !== '') paragraphs.push({ kind: 'preformatted', text });
      return;
    }
    const text = index % 2 === 1 ? `\`\`\`${piece}` : piece;
    paragraphs.push(...parseLines(trimAround(text, index > 0, !last), options));
  });
  return paragraphs;
}

/** One line of inline text, as in a field or a table's cell: no quotes, no preformatted parts. */
export function parseInline(source: string, options: MrkdwnOptions = {}): Inline[] {
  return source
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...parseRun(line, options, 0),
    ]);
}

function unescapeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) =>
    name === 'amp' ? '&' : name === 'lt' ? '<' : '>',
  );
}

/** The address if it is safe to follow, else null: nothing that runs script. */
export function safeUrl(url: string): string | null {
  return /^(https?:\/\/|mailto:|tel:)[^\s<>]+$/i.test(url) ? url : null;
}

function trimAround(text: string, start: boolean, end: boolean): string {
  let trimmed = text;
  if (start) trimmed = trimmed.replace(/^\n/, '');
  if (end) trimmed = trimmed.replace(/\n$/, '');
  return trimmed;
}

function parseLines(text: string, options: MrkdwnOptions): Paragraph[] {
  if (text === '') return [];
  const paragraphs: { kind: 'paragraph' | 'quote'; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:>|&gt;) ?/.exec(line);
    const kind = quoted ? 'quote' : 'paragraph';
    const content = quoted ? line.slice(quoted[0].length) : line;
    const current = paragraphs.at(-1);
    if (current?.kind === kind) current.lines.push(content);
    else paragraphs.push({ kind, lines: [content] });
  }
  return paragraphs.map(({ kind, lines }) => ({ kind, children: parseInline(lines.join('\n'), options) }));
}

function parseRun(run: string, options: MrkdwnOptions, depth: number): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  const push = (node: Inline) => {
    if (plain !== '') out.push({ kind: 'text', text: unescapeEntities(plain) });
    plain = '';
    out.push(node);
  };
  let at = 0;
  while (at < run.length) {
    const found = parseAt(run, at, options, depth);
    if (found) {
      if (found.node.kind === 'text') plain += escapeEntities(found.node.text);
      else push(found.node);
      at = found.end;
    } else {
      plain += run[at];
      at += 1;
    }
  }
  if (plain !== '') out.push({ kind: 'text', text: unescapeEntities(plain) });
  return out;
}

interface Found {
  node: Inline;
  end: number;
}

function parseAt(run: string, at: number, options: MrkdwnOptions, depth: number): Found | null {
  const char = run[at] ?? '';
  if (char === '<') return parseToken(run, at, options, depth);
  if (char === '`') return parseCode(run, at);
  if (char === ':') return parseEmoji(run, at);
  if (char in STYLES) return parseStyled(run, at, options, depth);
  if (char === 'h' && !options.verbatim && startsWord(run, at)) return parseBareUrl(run, at);
  return null;
}

function parseToken(run: string, at: number, options: MrkdwnOptions, depth: number): Found | null {
  const close = run.indexOf('>', at + 1);
  const inner = close > at + 1 ? run.slice(at + 1, close) : '';
  if (inner === '' || inner.includes('<')) return null;
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 || bar === inner.length - 1 ? null : inner.slice(bar + 1);
  const node = tokenNode(target, label, options, depth);
  return node && { node, end: close + 1 };
}

function tokenNode(
  target: string,
  label: string | null,
  options: MrkdwnOptions,
  depth: number,
): Inline | null {
  const plainLabel = label === null ? null : unescapeEntities(label);
  if (/^@[UW]\w*$/.test(target)) return { kind: 'user', id: target.slice(1), label: plainLabel };
  if (/^#C\w*$/.test(target)) return { kind: 'channel', id: target.slice(1), label: plainLabel };
  if (/^!(here|channel|everyone)$/.test(target)) return { kind: 'broadcast', name: target.slice(1) };
  if (target.startsWith('!subteam^'))
    return { kind: 'broadcast', name: plainLabel?.replace(/^@/, '') ?? 'group' };
  const date = /^!date\^(\d{1,12})\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) {
    const [, seconds = '0', format = '', url] = date;
    return {
      kind: 'date',
      seconds: Number(seconds),
      format: unescapeEntities(format),
      url: url === undefined ? null : safeUrl(unescapeEntities(url)),
      fallback: plainLabel ?? '',
    };
  }
  if (/^[@#!]/.test(target)) return plainLabel === null ? null : { kind: 'text', text: plainLabel };
  const url = safeUrl(unescapeEntities(target));
  if (url === null) return plainLabel === null ? null : { kind: 'text', text: plainLabel };
  const children: Inline[] =
    label === null
      ? [{ kind: 'text', text: url.replace(/^(mailto|tel):/i, '') }]
      : parseRun(label, { ...options, verbatim: true }, depth + 1);
  return { kind: 'link', url, children };
}

function parseCode(run: string, at: number): Found | null {
  const close = run.indexOf('`', at + 1);
  if (close <= at + 1) return null;
  return { node: { kind: 'code', text: unescapeEntities(run.slice(at + 1, close)) }, end: close + 1 };
}

function parseEmoji(run: string, at: number): Found | null {
  const match = /^:([a-z0-9_+'-]{1,60})(?:::skin-tone-[2-6])?:/.exec(run.slice(at, at + 80));
  const emoji = match?.[1] === undefined ? null : emojiFor(match[1]);
  return match && emoji !== null ? { node: { kind: 'text', text: emoji }, end: at + match[0].length } : null;
}

function parseStyled(run: string, at: number, options: MrkdwnOptions, depth: number): Found | null {
  const mark = run[at] ?? '';
  const kind = STYLES[mark];
  if (!kind || depth >= MAX_DEPTH || !startsWord(run, at) || /^[\s]?$/.test(run[at + 1] ?? '')) return null;
  let close = at;
  while (true) {
    close = run.indexOf(mark, close + 1);
    if (close < 0) return null;
    if (close > at + 1 && !/\s/.test(run[close - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(run[close + 1] ?? ' '))
      break;
  }
  const inner = run.slice(at + 1, close);
  if (splitsToken(inner) || inner.split(mark).join('') === '') return null;
  return { node: { kind, children: parseRun(inner, options, depth + 1) }, end: close + 1 };
}

function parseBareUrl(run: string, at: number): Found | null {
  const match = /^https?:\/\/[^\s<>|`]+/.exec(run.slice(at, at + 2000));
  if (!match) return null;
  const address = match[0].replace(/[.,;:!?)'"*_~]+$/, '');
  const url = safeUrl(unescapeEntities(address));
  return url === null
    ? null
    : { node: { kind: 'link', url, children: [{ kind: 'text', text: url }] }, end: at + address.length };
}

/** True where a style or an address may begin: not inside a word. */
function startsWord(run: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(run[at - 1] ?? ' ');
}

/** True when a closing mark is inside a `<...>` token or code, where it means nothing. */
function splitsToken(inner: string): boolean {
  return inner.lastIndexOf('<') > inner.lastIndexOf('>') || inner.split('`').length % 2 === 0;
}

function escapeEntities(text: string): string {
  return text.replace(/[&<>]/g, (char) => (char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;'));
}
