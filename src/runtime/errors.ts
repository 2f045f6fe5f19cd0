/**
 * Something that a person asked for and that cannot be done. They read the message: one or two plain sentences that say what
 * to do next.
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

/** What was typed into a modal and cannot be accepted: `block_id` -> what is wrong with it, in plain words. */
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

/** What a person reads about an error, and the short code that the log gets instead of its message. */
export interface Explanation {
  text: string;
  code: string;
  /** False for what an operator should look at. */
  expected: boolean;
}

const DATABASE_AWAY = /^(08|53|57P|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|ENOENT)/;
const STATEMENT_TIMEOUT = '57014';

/** The only place that turns errors into what a person reads. Never throws, and never repeats what an error quotes. */
export function toUserError(error: unknown): Explanation {
  if (error instanceof UserError) return { text: error.message, code: 'refused', expected: true };
  if (error instanceof InvalidFields) {
    return { text: Object.values(error.fields).join(' '), code: 'invalid_fields', expected: true };
  }
  if (error instanceof TooSlow) {
    return {
      text: 'Saving is slow right now. Try again in a moment.',
      code: 'too_slow',
      expected: false,
    };
  }
  const code = codeOf(error);
  if (code === STATEMENT_TIMEOUT || DATABASE_AWAY.test(code) || isPoolFailure(error)) {
    return {
      text: 'Rapport can’t reach its database right now, so nothing was saved. Try again in a minute.',
      code,
      expected: false,
    };
  }
  if (code.startsWith('slack_')) {
    return {
      text: 'Slack didn’t accept what Rapport sent. Try again; if it happens twice, tell the person who runs Rapport.',
      code: slackCode(error) ?? code,
      expected: false,
    };
  }
  return {
    text: 'Something went wrong in Rapport, and it has been logged. Try again; if it happens twice, tell the person who runs Rapport.',
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
