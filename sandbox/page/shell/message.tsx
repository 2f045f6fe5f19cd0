import { type ReactNode, useId, useMemo, useState } from 'react';
import type { ScreenMessage } from '../../protocol.ts';
import { Blocks } from '../blocks/block.tsx';
import { type Surface, SurfaceContext } from '../blocks/surface.ts';
import type { AnyBlock } from '../blocks/types.ts';
import { Icon } from '../controls/icons.tsx';
import { Menu } from '../controls/menu.tsx';
import { personName, useSandbox } from '../state/sandbox.ts';
import { Mrkdwn } from '../text/text.tsx';
import { formatFull, formatTime, millisOfTs } from '../text/time.ts';
import { Avatar } from './avatar.tsx';
import { Thread } from './thread.tsx';

interface MessageProps {
  message: ScreenMessage;
  compact: boolean;
  inThread?: boolean;
}

export function Message({ message, compact, inThread = false }: MessageProps): ReactNode {
  const { screen } = useSandbox();
  const [threadOpen, setThreadOpen] = useState(false);
  const nameId = useId();
  const zone = screen.me.timeZone;
  const millis = millisOfTs(message.ts);
  const isApp = message.user === screen.app.botUserId;
  const name = personName(screen, message.user);
  return (
    <article
      className={`message${compact ? ' compact' : ''}${message.ephemeral ? ' ephemeral' : ''}`}
      aria-labelledby={nameId}
    >
      {compact ? (
        <time className="gutter-time" aria-hidden="true">
          {formatTime(millis, zone)}
        </time>
      ) : (
        <Avatar userId={message.user} size={inThread ? 28 : 38} />
      )}
      <div className="message-body">
        {message.ephemeral && (
          <p className="only-you">
            <Icon name="eye" size={14} /> Only visible to you
          </p>
        )}
        <h3 id={nameId} className={compact ? 'hidden' : 'message-head'}>
          <span className="author">{name}</span>
          {isApp && <span className="app-tag">APP</span>}
          <time dateTime={new Date(millis).toISOString()} title={formatFull(millis, zone)}>
            {formatTime(millis, zone)}
          </time>
        </h3>
        <MessageContent message={message} />
        {message.edited && <small className="edited">(edited)</small>}
        {!inThread && (threadOpen || message.replies.length > 0) && (
          <Thread parent={message} open={threadOpen} onToggle={() => setThreadOpen(!threadOpen)} />
        )}
      </div>
      {!message.ephemeral && (
        <MessageMenu message={message} onReply={inThread ? null : () => setThreadOpen(true)} />
      )}
    </article>
  );
}

function MessageContent({ message }: { message: ScreenMessage }): ReactNode {
  const { channel, ts, state } = message;
  const surface = useMemo<Surface>(
    () => ({
      where: { in: 'message', channel, ts },
      state,
      errors: {},
      busy: false,
      idPrefix: `m-${channel}-${ts}`,
    }),
    [channel, ts, state],
  );
  if (message.blocks.length === 0) return <Mrkdwn source={message.text} />;
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={message.blocks as AnyBlock[]} />
    </SurfaceContext>
  );
}

function MessageMenu({
  message,
  onReply,
}: {
  message: ScreenMessage;
  onReply: (() => void) | null;
}): ReactNode {
  const { screen, act } = useSandbox();
  const items = [
    ...(onReply ? [{ key: 'reply', label: 'Reply in thread', onChoose: onReply }] : []),
    ...screen.shortcuts
      .filter(({ type }) => type === 'message')
      .map((shortcut) => ({
        key: shortcut.callbackId,
        label: shortcut.name,
        description: shortcut.description,
        onChoose: () =>
          void act({
            do: 'shortcut',
            callbackId: shortcut.callbackId,
            channel: message.channel,
            ts: message.ts,
          }),
      })),
  ];
  if (items.length === 0) return null;
  return (
    <div className="message-actions">
      <Menu label="Message actions" className="icon-button outlined" items={items}>
        <Icon name="more" />
      </Menu>
    </div>
  );
}
