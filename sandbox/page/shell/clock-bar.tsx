import type { ReactNode } from 'react';
import type { ClockMove } from '../../protocol.ts';
import { Icon } from '../controls/icons.tsx';
import { useSandbox } from '../state/sandbox.ts';
import type { SandboxClock } from '../state/use-clock.ts';
import { formatFull, formatShortDay, formatTime, zoneCity } from '../text/time.ts';

/** The time where the current person is, and the buttons that move it on. */
export function ClockBar({ clock }: { clock: SandboxClock }): ReactNode {
  const { screen, say } = useSandbox();
  const zone = screen.me.timeZone;
  const { now, state, moving } = clock;
  const run = async (id: string) => {
    try {
      await clock.move(id);
    } catch (error) {
      say(error instanceof Error ? error.message : 'The clock didn’t move. Try again.');
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
      {state && state.moves.length > 0 && (
        <span className="clock-moves">
          {state.moves.map((move) => (
            <button
              key={move.id}
              type="button"
              className={move.rank ? `clock-button ${move.rank}` : 'clock-button'}
              title={titleOf(move, zone)}
              disabled={moving || move.until === null}
              onClick={() => void run(move.id)}
            >
              {move.label}
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

function titleOf({ hint, until }: ClockMove, zone: string): string | undefined {
  const when = until ? formatFull(Date.parse(until), zone) : undefined;
  return [hint, when].filter((part) => part !== undefined).join(': ') || undefined;
}
