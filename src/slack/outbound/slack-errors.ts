/** What Slack's errors and silences mean for a delivery. */
import { RespondError } from '@slack/bolt';
import { slackCode, UserError } from '../../runtime/errors.ts';

/** Errors that no further attempt will change. Source: docs.slack.dev, chat.postMessage and chat.update, errors. */
const PERMANENT = new Set([
  'account_inactive',
  'cannot_dm_bot',
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
  'invalid_blocks',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'messages_tab_disabled',
  'msg_too_long',
  'not_in_channel',
  'restricted_action',
  'token_revoked',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
]);

/** Errors that last until an operator has fixed the installation: worth an error in the log, and more attempts. */
const INSTALLATION = new Set([
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'team_access_not_granted',
  'token_expired',
]);

/** Errors after which Slack may have done its work all the same. Source: docs.slack.dev, chat.postMessage, errors. */
const MAYBE_DONE = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

/** The message to reply to is gone. Source: docs.slack.dev, chat.postMessage and conversations.replies, errors. */
const NO_THREAD = new Set(['thread_not_found', 'invalid_thread_ts', 'cannot_reply_to_message']);

/** Slack's error, or that it gave no answer; undefined when Slack had no part in the failure. */
export function failureCode(error: unknown): string | undefined {
  return error instanceof UserError ? 'refused' : (slackCode(error) ?? requestCode(error));
}

export function isPermanent(code: string): boolean {
  return PERMANENT.has(code);
}

export function isInstallationProblem(code: string): boolean {
  return INSTALLATION.has(code);
}

/**
 * Whether Slack refused the blocks of a message, and so sent nothing. A `response_url` answers only 400, which Slack gives for
 * nothing else that we could fix.
 */
export function areBlocksRefused(error: unknown): boolean {
  if (error instanceof RespondError) return error.statusCode === 400;
  return slackCode(error) === 'invalid_blocks';
}

export function isThreadGone(error: unknown): boolean {
  return NO_THREAD.has(slackCode(error) ?? '');
}

/** Whether Slack may have done its work although it did not say so. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof UserError) return false;
  const code = slackCode(error);
  return code === undefined ? requestCode(error) !== 'ratelimited' : MAYBE_DONE.has(code);
}

/** Whether Slack refuses to let us read a conversation, rather than being unable to answer now. */
export function isHistoryUnreadable(error: unknown): boolean {
  const code = slackCode(error);
  if (code === undefined || code === 'ratelimited' || MAYBE_DONE.has(code)) return false;
  return code === 'missing_scope' || !INSTALLATION.has(code);
}

/** How many seconds Slack told us to wait; undefined when it did not. */
export function retryAfterSeconds(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('retryAfter' in error)) return undefined;
  return typeof error.retryAfter === 'number' ? error.retryAfter : undefined;
}

/** The code of an error of the request itself, which Slack has not answered. */
function requestCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const code = String(error.code);
  if (code === 'slack_webapi_rate_limited_error') return 'ratelimited';
  return code.startsWith('slack_webapi_') ? code : undefined;
}
