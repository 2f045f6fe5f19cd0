import type { ClockMove } from '../sandbox/protocol.ts';
import type { AdjustableClock } from '../src/runtime/clock.ts';

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

/** How far a move goes. After an outage of two weeks, a client who is asked about every week has missed a whole turn. */
const DAYS = { day: 1, week: 7, outage: 14 };

/** After an outage Rapport finds at once what fell due in it; else everything happens at its own time. */
export async function moveClock(timeline: Timeline, move: ClockMove): Promise<void> {
  const target = await targetOf(timeline, move);
  if (!target) return;
  if (move !== 'outage') await passEvents(timeline, target);
  if (Temporal.Instant.compare(target, timeline.clock.now()) > 0) timeline.clock.moveTo(target);
  await timeline.catchUp();
}

/** Moves in steps, from one event to the next, so that none is skipped over. */
async function passEvents(timeline: Timeline, target: Temporal.Instant): Promise<void> {
  const { clock } = timeline;
  for (;;) {
    const next = await timeline.nextEvent();
    if (!next || Temporal.Instant.compare(next, target) > 0) return;
    if (Temporal.Instant.compare(next, clock.now()) > 0) clock.moveTo(next);
    await timeline.catchUp();
    const after = await timeline.nextEvent();
    if (after && Temporal.Instant.compare(after, next) <= 0) return;
  }
}

async function targetOf(
  { clock, nextReminder }: Timeline,
  move: ClockMove,
): Promise<Temporal.Instant | null> {
  if (move === 'next-reminder') return nextReminder();
  return clock.now().add({ hours: 24 * DAYS[move] });
}
