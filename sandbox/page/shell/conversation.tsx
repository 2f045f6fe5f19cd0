import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { ScreenConversation } from '../../protocol.ts';
import { Icon } from '../controls/icons.tsx';
import { useSandbox } from '../state/sandbox.ts';
import { formatDay } from '../text/time.ts';
import { AppTabs } from './app-tabs.tsx';
import { Avatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import { firstUnreadTs, layOutMessages } from './layout-messages.ts';
import { Message } from './message.tsx';
import { sharedWords } from './sidebar.tsx';
import { useFollowEnd } from './use-follow-end.ts';

/** One channel or DM. Give each its own `key`: it remembers what was unread when it was opened. */
export function Conversation({ conversation }: { conversation: ScreenConversation }): ReactNode {
  const { screen, now, act } = useSandbox();
  const [firstUnread] = useState(() =>
    firstUnreadTs(conversation.messages, conversation.unread, screen.me.id),
  );
  const zone = screen.me.timeZone;
  const rows = useMemo(
    () => layOutMessages(conversation.messages, zone, firstUnread),
    [conversation.messages, zone, firstUnread],
  );
  const last = conversation.messages.at(-1);
  const scroller = useFollowEnd(
    last?.ts ?? null,
    last?.user === screen.me.id || last?.ephemeral === true,
    rows,
  );
  const isApp = conversation.withUserId === screen.app.botUserId;

  const { id, unread } = conversation;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a conversation is read when it is opened and when something new arrives.
  useEffect(() => {
    if (unread > 0) void act({ do: 'open', channel: id });
  }, [id, unread]);

  return (
    <main className="pane" aria-labelledby="pane-title">
      <PaneHead conversation={conversation} isApp={isApp} />
      {conversation.isShared && (
        <p className="shared-note">
          <Icon name="globe" size={16} /> This channel is {sharedWords(conversation)}: they read everything
          here.
        </p>
      )}
      <div
        ref={scroller}
        className="messages"
        role="log"
        aria-label={`Messages in ${conversation.name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it.
        tabIndex={0}
      >
        {rows.length === 0 && <p className="empty">Nothing here yet.</p>}
        {rows.map((row) => {
          if (row.kind === 'day') {
            return (
              <div key={row.key} className="day-line">
                <span>{formatDay(row.millis, zone, now)}</span>
              </div>
            );
          }
          if (row.kind === 'new') {
            return (
              <div key={row.key} className="new-line">
                <span>New</span>
              </div>
            );
          }
          return <Message key={row.key} message={row.message} compact={row.compact} />;
        })}
      </div>
      <Composer
        channel={conversation.id}
        label={`Message ${conversation.kind === 'dm' ? '' : '#'}${conversation.name}`}
      />
    </main>
  );
}

function PaneHead({ conversation, isApp }: { conversation: ScreenConversation; isApp: boolean }): ReactNode {
  const members = conversation.memberIds.length;
  return (
    <div className="pane-head">
      <div className="pane-title">
        {conversation.kind === 'dm' ? (
          <Avatar userId={conversation.withUserId ?? ''} size={26} />
        ) : (
          <Icon name={conversation.isPrivate ? 'lock' : 'hash'} size={20} />
        )}
        <h1 id="pane-title" tabIndex={-1}>
          {conversation.name}
        </h1>
        {isApp && <span className="app-tag">APP</span>}
        {conversation.topic && <p className="topic">{conversation.topic}</p>}
        {conversation.kind === 'channel' && (
          <span className="members">{members === 1 ? '1 member' : `${members} members`}</span>
        )}
      </div>
      {isApp && <AppTabs at="messages" />}
    </div>
  );
}
