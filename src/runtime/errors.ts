/**
 * Something the person asked for that cannot be done. The message is what they read: one plain sentence or two, saying
 * what to do next.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** The `block_id` of the modal's field that it is about, if any. */
  readonly field: string | undefined;

  constructor(message: string, field?: string) {
    super(message);
    this.field = field;
  }
}

/** What was typed into a modal that cannot be taken: `block_id` -> what is wrong with it, in the person's words. */
export class InvalidFields extends Error {
  override readonly name = 'InvalidFields';
  readonly fields: Record<string, string>;

  constructor(fields: Record<string, string>) {
    super('Some fields need another look');
    this.fields = fields;
  }
}

/** A save that has not ended in time. It may still succeed. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** What a person reads about `error`, and the short code that goes to the log in its stead. */
export interface Explanation {
  text: string;
  code: string;
  /** False for what an operator has to look at. */
  expected: boolean;
}

const DATABASE_AWAY = /^(08|53|57P|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|ENOENT)/;
const STATEMENT_TIMEOUT = '57014';

/** Maps every error, once, to what the person reads. Never throws, and never repeats what an error quotes. */
export function toUserError(error: unknown): Explanation {
  if (error instanceof UserError) return { text: error.message, code: 'refused', expected: true };
  if (error instanceof InvalidFields) {
    return { text: Object.values(error.fields).join(' '), code: 'invalid_fields', expected: true };
  }
  if (error instanceof TooSlow) {
    return {
      text: 'Saving is taking too long right now. Please press it again in a moment.',
      code: 'too_slow',
      expected: false,
    };
  }
  const code = codeOf(error);
  if (code === STATEMENT_TIMEOUT || DATABASE_AWAY.test(code) || isPoolFailure(error)) {
    return {
      text: 'Rapport cannot reach its database right now, so nothing was saved. Please try again in a minute.',
      code,
      expected: false,
    };
  }
  if (code.startsWith('slack_')) {
    return {
      text: 'Slack did not accept what Rapport sent. Please try again; if it happens twice, tell whoever runs Rapport.',
      code: slackCode(error) ?? code,
      expected: false,
    };
  }
  return {
    text: 'Something went wrong in Rapport, and it has been logged. Please try again; if it happens twice, tell whoever runs Rapport.',
    code,
    expected: false,
  };
}

/** Slack's own error code of a failed Web API call, such as `channel_not_found`; undefined for other errors. */
export function slackCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined;
  const data = error.data;
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined;
  return typeof data.error === 'string' ? data.error : undefined;
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

function isPoolFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Query read timeout|pool after calling end/.test(
      error.message,
    )
  );
}
