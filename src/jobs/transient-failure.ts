/** SQLSTATEs and system errors that may be gone at the next try: no connection, no room, a deadlock, a time-out. */
const TRANSIENT_CODES =
  /^(08|53|57P|40001|40P01|55P03|57014|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)/;

/** Errors of pg and its pool that have no code. */
const TRANSIENT_MESSAGES =
  /Connection terminated|Connection ended|timeout exceeded when trying to connect|Query read timeout/;

/** Whether a failure lies with the machinery and not with our code or data: the same job may succeed in a moment. */
export function isTransientFailure(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isTransientFailure);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return TRANSIENT_CODES.test(code) || TRANSIENT_MESSAGES.test(error.message);
}
