import type { Raw } from '../raw.ts';

/** An answer `{ ok: false, error }` of the Web API, with the details that Slack adds. */
export class SlackError extends Error {
  readonly code: string;
  readonly details: Raw;

  constructor(code: string, details: Raw = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** An error whose reasons Slack lists in `response_metadata.messages`, each behind `[ERROR]`. */
export function refused(code: string, messages: string[]): SlackError {
  if (messages.length === 0) return new SlackError(code);
  const listed = messages.map((message) => `[ERROR] ${message}`);
  return new SlackError(code, { errors: messages, response_metadata: { messages: listed } });
}
