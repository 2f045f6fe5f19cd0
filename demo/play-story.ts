import { snapshotHealth } from '../src/health/snapshots/snapshot-health.ts';
import type { Clock } from '../src/runtime/clock.ts';
import type { Database } from '../src/storage/database.ts';

/** Something that happens in the story, at its own time. */
export interface Happening {
  at: Temporal.Instant;
  happen(clock: Clock): Promise<unknown>;
}

/** Rapport keeps each client's health every day; for a story of twelve weeks every third day is enough, and quicker. */
const KEPT_EVERY_DAYS = 3;

/**
 * Has everything happen in the order of time, and keeps each client's health on the way: after each change, and at every
 * third midnight in `zone` up to the last before `end`. Nobody is told now what was to be told then.
 */
export async function playStory(
  db: Database,
  happenings: readonly Happening[],
  zone: string,
  end: Temporal.Instant,
): Promise<void> {
  const [first] = inOrder(happenings);
  if (!first) return;
  for (const { at, happen } of inOrder([...happenings, ...midnights(first.at, end, zone)])) {
    const clock = { now: () => at };
    await happen(clock);
    await snapshotHealth({ db, clock }, async () => {});
  }
}

/** What happens at one time stays in its order. */
function inOrder(happenings: readonly Happening[]): Happening[] {
  return happenings.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

/** Nothing happens but that a day begins. */
function midnights(from: Temporal.Instant, to: Temporal.Instant, zone: string): Happening[] {
  const found: Happening[] = [];
  let day = to.toZonedDateTimeISO(zone).toPlainDate();
  for (;;) {
    const at = day.toZonedDateTime(zone).toInstant();
    if (Temporal.Instant.compare(at, from) < 0) return found;
    found.push({ at, happen: async () => {} });
    day = day.subtract({ days: KEPT_EVERY_DAYS });
  }
}
