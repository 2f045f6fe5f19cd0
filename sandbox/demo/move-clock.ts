import type { AdjustableClock } from '../../src/clock.ts';
import type { ClockMove } from '../protocol.ts';

/** What the demo's clock buttons stand on. */
export interface Timeline {
  clock: AdjustableClock;
  /** When Rapport will next do something of its own accord, such as ask somebody; null when it has nothing planned. */
  nextEvent(): Promise<Temporal.Instant | null>;
  /** When Rapport will next ask somebody. */
  nextReminder(): Promise<Temporal.Instant | null>;
  /** Has Rapport do all that is due now. */
  catchUp(): Promise<void>;
}

/** Moves in steps, from one event to the next, so that each one happens at its own time and none is skipped over. */
export async function moveClock(timeline: Timeline, move: ClockMove): Promise<void> {
  const target = await targetOf(timeline, move);
  if (!target) return;
  const { clock } = timeline;
  for (;;) {
    const next = await timeline.nextEvent();
    if (!next || Temporal.Instant.compare(next, target) > 0) break;
    const before = clock.now();
    if (Temporal.Instant.compare(next, before) > 0) clock.moveTo(next);
    await timeline.catchUp();
    const after = await timeline.nextEvent();
    if (after && Temporal.Instant.compare(after, next) <= 0) break;
  }
  if (Temporal.Instant.compare(target, clock.now()) > 0) clock.moveTo(target);
  await timeline.catchUp();
}

async function targetOf(
  { clock, nextReminder }: Timeline,
  move: ClockMove,
): Promise<Temporal.Instant | null> {
  if (move === 'next-reminder') return nextReminder();
  return clock.now().add({ hours: move === 'day' ? 24 : 7 * 24 });
}
