import type { ReactNode } from 'react';
import type { ClockMove } from '../../protocol.ts';
import { Icon } from '../controls/icons.tsx';
import { useSandbox } from '../state/sandbox.ts';
import type { SandboxClock } from '../state/use-clock.ts';
import { formatFull, formatShortDay, formatTime, zoneCity } from '../text/time.ts';

/** A phone has no room for a `rare` one. */
const MOVES: { move: ClockMove; label: string; rank?: 'main' | 'rare' }[] = [
  { move: 'next-reminder', label: 'Next reminder', rank: 'main' },
  { move: 'day', label: '+1 day' },
  { move: 'week', label: '+1 week' },
  { move: 'outage', label: '2-week outage', rank: 'rare' },
];

/** The time where the person is whom one acts as, and the buttons that make it pass. */
export function ClockBar({ clock }: { clock: SandboxClock }): ReactNode {
  const { screen, say } = useSandbox();
  const zone = screen.me.timeZone;
  const { now, state, moving } = clock;
  const next = state?.nextReminder ? Date.parse(state.nextReminder) : null;
  const titles: Record<ClockMove, string | undefined> = {
    'next-reminder': next === null ? undefined : `The next reminder is due on ${formatFull(next, zone)}`,
    day: undefined,
    week: undefined,
    outage: 'Two weeks pass while Rapport is down; then it catches up',
  };
  const run = async (move: ClockMove) => {
    try {
      await clock.move(move);
    } catch (error) {
      say(error instanceof Error ? error.message : 'The clock did not move. Try again.');
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and a frame.
    <div className="clock-bar" role="group" aria-label="The sandbox’s clock">
      <Icon name="clock" />
      {state && (
        <time dateTime={new Date(now).toISOString()} title={`${formatFull(now, zone)}, ${zone}`}>
          <span>{formatShortDay(now, zone)}</span> <strong>{formatTime(now, zone)}</strong>{' '}
          <small>{zoneCity(zone)}</small>
        </time>
      )}
      {state?.movable !== false && (
        <span className="clock-moves">
          {MOVES.map(({ move, label, rank }) => (
            <button
              key={move}
              type="button"
              className={rank ? `clock-button ${rank}` : 'clock-button'}
              title={titles[move]}
              disabled={
                moving !== null || !state || (move === 'next-reminder' && state.nextReminder === null)
              }
              onClick={() => void run(move)}
            >
              {label}
            </button>
          ))}
        </span>
      )}
      <span className="hidden" role="status">
        {moving ? 'The clock is moving.' : state ? `It is ${formatFull(now, zone)}.` : ''}
      </span>
      {moving && <div className="clock-progress" role="progressbar" aria-label="The clock is moving" />}
    </div>
  );
}
