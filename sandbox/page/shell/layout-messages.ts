import type { ScreenMessage } from '../../protocol.ts';
import { dayKey, millisOfTs } from '../text/time.ts';

export type MessageRow =
  | { kind: 'day'; key: string; millis: number }
  | { kind: 'new'; key: string }
  /** `compact` leaves out the name: the same person wrote the message before. */
  | { kind: 'message'; key: string; message: ScreenMessage; compact: boolean };

const RUN_LASTS_MS = 5 * 60_000;

/** Messages with a line for each day of `zone`, and one before the first that was unread when the conversation was opened. */
export function layOutMessages(
  messages: readonly ScreenMessage[],
  zone: string,
  firstUnread: string | null,
): MessageRow[] {
  const rows: MessageRow[] = [];
  let before: ScreenMessage | null = null;
  for (const message of messages) {
    const millis = millisOfTs(message.ts);
    const day = dayKey(millis, zone);
    const newDay = before === null || dayKey(millisOfTs(before.ts), zone) !== day;
    const newHere = message.ts === firstUnread;
    if (newDay) rows.push({ kind: 'day', key: `day ${message.ts}`, millis });
    if (newHere) rows.push({ kind: 'new', key: 'new' });
    const compact = !newDay && !newHere && before !== null && goesOn(before, message);
    rows.push({ kind: 'message', key: message.ts, message, compact });
    before = message;
  }
  return rows;
}

/** The first of the newest `unread` messages that others wrote; null if there is none. */
export function firstUnreadTs(
  messages: readonly ScreenMessage[],
  unread: number,
  myId: string,
): string | null {
  const others = messages.filter(({ user, ephemeral }) => user !== myId && !ephemeral);
  return unread > 0 ? (others.at(-unread)?.ts ?? others[0]?.ts ?? null) : null;
}

function goesOn(before: ScreenMessage, message: ScreenMessage): boolean {
  return (
    before.user === message.user &&
    !before.ephemeral &&
    !message.ephemeral &&
    before.replies.length === 0 &&
    millisOfTs(message.ts) - millisOfTs(before.ts) < RUN_LASTS_MS
  );
}
