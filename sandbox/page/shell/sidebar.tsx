import type { ReactNode } from 'react';
import type { ScreenConversation } from '../../protocol.ts';
import { Icon } from '../controls/icons.tsx';
import { appConversation, useSandbox } from '../state/sandbox.ts';
import { HOME } from '../state/use-place.ts';
import { Avatar } from './avatar.tsx';

interface SidebarProps {
  /** The conversation that is open, or `home`. */
  at: string | null;
  onOpen: (at: string) => void;
}

export function Sidebar({ at, onOpen }: SidebarProps): ReactNode {
  const { screen } = useSandbox();
  const app = appConversation(screen);
  const channels = screen.conversations.filter(({ kind }) => kind === 'channel');
  const dms = screen.conversations.filter(({ kind, id }) => kind === 'dm' && id !== app?.id);
  return (
    <nav className="sidebar" aria-label="Conversations">
      {app && <AppRows app={app} at={at} onOpen={onOpen} />}
      {channels.length > 0 && (
        <>
          <h2>Channels</h2>
          <ul>
            {channels.map((channel) => (
              <li key={channel.id}>
                <ChannelRow channel={channel} current={at === channel.id} onOpen={() => onOpen(channel.id)} />
              </li>
            ))}
          </ul>
        </>
      )}
      {dms.length > 0 && (
        <>
          <h2>Direct messages</h2>
          <ul>
            {dms.map((dm) => (
              <li key={dm.id}>
                <Row current={at === dm.id} unread={dm.unread} label={dm.name} onOpen={() => onOpen(dm.id)}>
                  <Avatar userId={dm.withUserId ?? ''} size={20} />
                  <span className="row-name">{dm.name}</span>
                </Row>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function AppRows({ app, at, onOpen }: SidebarProps & { app: ScreenConversation }): ReactNode {
  const { screen } = useSandbox();
  return (
    <>
      <h2>App</h2>
      <ul>
        <li>
          <Row current={at === HOME} unread={0} label={`${screen.app.name} Home`} onOpen={() => onOpen(HOME)}>
            <span className="row-icon">
              <Icon name="home" />
            </span>
            <span className="row-name">Home</span>
          </Row>
        </li>
        <li>
          <Row
            current={at === app.id}
            unread={app.unread}
            label={screen.app.name}
            onOpen={() => onOpen(app.id)}
          >
            <Avatar userId={screen.app.botUserId} size={20} />
            <span className="row-name">{screen.app.name}</span>
            {!screen.app.connected && <span className="row-note">not connected</span>}
          </Row>
        </li>
      </ul>
    </>
  );
}

function ChannelRow({
  channel,
  current,
  onOpen,
}: {
  channel: ScreenConversation;
  current: boolean;
  onOpen: () => void;
}): ReactNode {
  const kind = channel.isPrivate ? 'private channel' : 'channel';
  const shared = channel.isShared ? sharedWords(channel) : null;
  const label = [channel.name, kind, shared].filter(Boolean).join(', ');
  return (
    <Row current={current} unread={channel.unread} label={label} onOpen={onOpen}>
      <span className="row-icon">
        <Icon name={channel.isPrivate ? 'lock' : 'hash'} />
      </span>
      <span className="row-name">
        {channel.name}
        {shared && <small className="row-shared">{shared}</small>}
      </span>
    </Row>
  );
}

/** Companies by name; a bare team id would mean nothing to anyone. */
export function sharedWords({ sharedWith }: Pick<ScreenConversation, 'sharedWith'>): string {
  const names = sharedWith.filter((name) => !/^[TE][A-Z0-9]+$/.test(name));
  return names.length > 0 ? `shared with ${names.join(', ')}` : 'shared with another company';
}

function Row({
  current,
  unread,
  label,
  onOpen,
  children,
}: {
  current: boolean;
  unread: number;
  label: string;
  onOpen: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <button
      type="button"
      className={`row${current ? ' current' : ''}${unread > 0 ? ' unread' : ''}`}
      aria-current={current ? 'page' : undefined}
      aria-label={unread > 0 ? `${label}, ${unread} unread` : label}
      onClick={onOpen}
    >
      {children}
      {unread > 0 && (
        <span className="badge" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </button>
  );
}
