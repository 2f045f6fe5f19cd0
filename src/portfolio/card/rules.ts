import type { Assignment } from '../../clients/assignee-rules.ts';
import type { Overview, Snapshot } from '../../health/rules.ts';
import type { People, Viewer } from '../../people/rules.ts';
import { mondayOf } from '../../upcoming/rules.ts';

/** Who looks at a card or the list. */
export interface PortfolioViewer extends Viewer {
  /**
   * Who else sees it. A whole channel sees nothing about money, and no buttons that change something; `ephemeral` is for one
   * person in a channel, who can share it there.
   */
  visibility: 'private' | 'ephemeral' | 'channel';
}

/** All that a client's card shows. */
export interface Card {
  overview: Overview;
  people: People;
  /** Snapshots since `HISTORY_HOURS` ago. */
  history: readonly Snapshot[];
  mute: { by: string; reason: string; until: Temporal.Instant } | null;
  /** Null where no reminder is planned. */
  next: Assignment | null;
}

export const HISTORY_WEEKS = 12;
/** From now to the first week's Monday, whatever the time zone. */
export const HISTORY_HOURS = (HISTORY_WEEKS * 7 + 1) * 24;

/** The score at the end of a week; null for none. */
export interface WeeklyScore {
  monday: Temporal.PlainDate;
  score: number | null;
}

/**
 * The last weeks in a time zone, the oldest first and this one with the current score. Weeks before the first score are left
 * out.
 */
export function weeklyScores(
  history: readonly Snapshot[],
  scoreNow: number | null,
  timeZone: string,
  now: Temporal.Instant,
): WeeklyScore[] {
  const mondayAt = (at: Temporal.Instant) => mondayOf(at.toZonedDateTimeISO(timeZone).toPlainDate());
  const byMonday = new Map<string, Snapshot>();
  for (const snapshot of history.toSorted((a, b) => Temporal.Instant.compare(a.takenAt, b.takenAt))) {
    byMonday.set(String(mondayAt(snapshot.takenAt)), snapshot);
  }
  const weeks = Array.from({ length: HISTORY_WEEKS }, (_, index): WeeklyScore => {
    const weeksAgo = HISTORY_WEEKS - 1 - index;
    const monday = mondayAt(now).subtract({ weeks: weeksAgo });
    return { monday, score: weeksAgo === 0 ? scoreNow : (byMonday.get(String(monday))?.score ?? null) };
  });
  const first = weeks.findIndex(({ score }) => score !== null);
  return first < 0 ? [] : weeks.slice(first);
}
