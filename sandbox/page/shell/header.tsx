import { type ReactNode, useState } from 'react';
import type { PersonInfo } from '../../protocol.ts';
import { Icon } from '../controls/icons.tsx';
import { roleOf, useSandbox } from '../state/sandbox.ts';
import { applyTheme, readTheme, type Theme } from '../state/theme.ts';
import type { SandboxClock } from '../state/use-clock.ts';
import type { Line } from '../state/use-screen.ts';
import { Avatar } from './avatar.tsx';
import { ClockBar } from './clock-bar.tsx';

interface HeaderProps {
  people: PersonInfo[];
  line: Line;
  clock: SandboxClock;
  unread: number;
  onMenu: (() => void) | null;
  onActAs: (id: string) => void;
}

export function Header({ people, line, clock, unread, onMenu, onActAs }: HeaderProps): ReactNode {
  const { screen } = useSandbox();
  return (
    <header className="header">
      <div className="brand">
        {onMenu && (
          <button
            type="button"
            className="icon-button"
            aria-label={unread > 0 ? `Conversations, ${unread} unread` : 'Conversations'}
            onClick={onMenu}
          >
            <Icon name="menu" size={20} />
            {unread > 0 && <span className="menu-dot" aria-hidden="true" />}
          </button>
        )}
        <Mark />
        <div className="brand-words">
          <strong>Sandbox</strong>
          <span>{screen.team.name}</span>
        </div>
      </div>
      <ClockBar clock={clock} />
      <div className="header-end">
        <LineState line={line} />
        <ThemeSwitch />
        <ActingAs people={people} onActAs={onActAs} />
      </div>
    </header>
  );
}

function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
      <rect width="32" height="32" rx="9" className="mark-ground" />
      <circle cx="21.5" cy="11" r="3.5" className="mark-sun" />
      <path d="M5 22c4-6 8-6 12-2s7 3 10-1v4a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4z" className="mark-dune" />
    </svg>
  );
}

function LineState({ line }: { line: Line }): ReactNode {
  const words = { live: 'Live', connecting: 'Connecting…', lost: 'Reconnecting…' }[line];
  return (
    <span className={`line-state ${line}`} role="status" title={`Connection to the sandbox: ${words}`}>
      <span className="dot" aria-hidden="true" />
      <span className="line-words">{words}</span>
    </span>
  );
}

function ActingAs({ people, onActAs }: { people: PersonInfo[]; onActAs: (id: string) => void }): ReactNode {
  const { screen } = useSandbox();
  const { me } = screen;
  const choices = people.filter(({ kind }) => kind !== 'bot' && kind !== 'deactivated');
  return (
    <div className="acting-as">
      <Avatar userId={me.id} size={28} />
      <span className="acting-words" aria-hidden="true">
        <small>
          Acting as · <span className={`role ${me.kind}`}>{roleOf(me)}</span>
        </small>
        <strong>{me.realName || me.name}</strong>
      </span>
      <Icon name="chevron" size={16} />
      <select aria-label="Acting as" value={me.id} onChange={(event) => onActAs(event.target.value)}>
        {choices.map((person) => (
          <option key={person.id} value={person.id}>
            {person.realName || person.name} ({roleOf(person)})
          </option>
        ))}
      </select>
    </div>
  );
}

function ThemeSwitch(): ReactNode {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const next = { system: 'light', light: 'dark', dark: 'system' } as const;
  const icons = { system: 'screen', light: 'sun', dark: 'moon' } as const;
  const words = { system: 'as the system', light: 'light', dark: 'dark' };
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Theme: ${words[theme]}. Switch to ${words[next[theme]]}`}
      title={`Theme: ${words[theme]}`}
      onClick={() => {
        applyTheme(next[theme]);
        setTheme(next[theme]);
      }}
    >
      <Icon name={icons[theme]} />
    </button>
  );
}
