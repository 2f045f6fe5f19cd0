import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `text [json-pointer:/blocks/0/text]`: as in `response_metadata.messages`, without Slack's `[ERROR] ` prefix. */
export function problemAt(message: string, root: string, path: Path = []): string {
  return `${message} [json-pointer:${root}${path.map((step) => `/${String(step)}`).join('')}]`;
}

/**
 * Checks `input` against `schema`, and says what is wrong in Slack's own words.
 *
 * @param root where `input` itself is, such as `/blocks` or `/view`.
 * @returns the problems; none if `input` is fine.
 */
export function slackProblems(schema: z.ZodType, input: unknown, root: string): string[] {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return [];
  return [...new Set(parsed.error.issues.flatMap((issue) => inSlacksWords(issue, root)))];
}

function inSlacksWords(issue: Issue, root: string): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problemAt(`invalid additional property: ${key}`, root, issue.path));
  }
  if (issue.code === 'invalid_union') return [unsupportedType(issue, root)];
  if (isMissing(issue)) {
    return [problemAt(`missing required field: ${String(issue.path.at(-1))}`, root, issue.path.slice(0, -1))];
  }
  return [problemAt(shortReason(issue), root, issue.path)];
}

function isMissing(issue: Issue): boolean {
  const needsValue = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  return needsValue && issue.input === undefined && issue.path.length > 0;
}

function unsupportedType(issue: Issue, root: string): string {
  const type = Object(issue.input).type;
  const owner = issue.path.slice(0, -1);
  if (type === undefined) return problemAt('missing required field: type', root, owner);
  return problemAt(`unsupported type: ${typeof type === 'string' ? type : typeof type}`, root, issue.path);
}

function shortReason(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
      if (issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
      return `must be no more than ${issue.maximum}`;
    case 'too_small':
      if (issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`;
      if (issue.origin === 'array') return `no fewer than ${issue.minimum} items allowed`;
      return `must be ${issue.inclusive ? 'no less' : 'more'} than ${issue.minimum}`;
    case 'invalid_type':
      return `must provide ${/^[aio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return 'must be a valid enum value';
    default:
      return issue.message;
  }
}
