/** SQLSTATEs and system errors that may well be gone at the next try: no connection, no room, a deadlock, a time-out. */
const passingCodes =
  /^(08|53|57P|40001|40P01|55P03|57014|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)/;

/** pg and its pool give these no code. */
const passingMessages =
  /Connection terminated|Connection ended|timeout exceeded when trying to connect|Query read timeout/;

/** True for a failure of the machinery rather than of the code or the data: the same job may succeed in a moment. */
export function isPassingFailure(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isPassingFailure);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return passingCodes.test(code) || passingMessages.test(error.message);
}
