import type { AdjustableClock } from '../sandbox/clock.ts';
import type { ClockControl } from '../sandbox/server/control/clock.ts';

/** The demo's time, and what Rapport has planned in it. */
export interface Timeline {
  clock: AdjustableClock;
  /** When Rapport will next do something by itself, such as ask somebody; null when nothing is planned. */
  nextEvent(): Promise<Temporal.Instant | null>;
  /** When Rapport will next ask somebody. */
  nextReminder(): Promise<Temporal.Instant | null>;
  /** Has Rapport do everything that is due now. */
  catchUp(): Promise<void>;
}

/** Two weeks: a client who is asked about every week has missed a whole turn. */
const OUTAGE_DAYS = 14;

/** The demo's clock buttons: each has Rapport do on the way what falls due, but for the outage, in which it is down. */
export function clockControl(timeline: Timeline): ClockControl {
  const { clock, nextReminder } = timeline;
  const inDays = (days: number) => clock.now().add({ hours: 24 * days });
  const go: Record<string, () => Promise<void>> = {
    'next-reminder': async () => moveTo(timeline, await nextReminder()),
    day: () => moveTo(timeline, inDays(1)),
    week: () => moveTo(timeline, inDays(7)),
    outage: () => jumpTo(timeline, inDays(OUTAGE_DAYS)),
  };
  return {
    async moves() {
      const until = (await nextReminder())?.toString() ?? null;
      return [
        {
          id: 'next-reminder',
          label: 'Next reminder',
          hint: 'The next reminder is due',
          until,
          rank: 'main',
        },
        { id: 'day', label: '+1 day' },
        { id: 'week', label: '+1 week' },
        {
          id: 'outage',
          label: '2-week outage',
          hint: 'Two weeks pass while Rapport is down; then it catches up',
          rank: 'rare',
        },
      ];
    },
    move: async (id) => go[id]?.(),
  };
}

/** Stops at each event on the way, so that everything happens at its own time. */
async function moveTo(timeline: Timeline, target: Temporal.Instant | null): Promise<void> {
  if (!target) return;
  await passEvents(timeline, target);
  await jumpTo(timeline, target);
}

async function jumpTo({ clock, catchUp }: Timeline, target: Temporal.Instant): Promise<void> {
  if (Temporal.Instant.compare(target, clock.now()) > 0) clock.moveTo(target);
  await catchUp();
}

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
