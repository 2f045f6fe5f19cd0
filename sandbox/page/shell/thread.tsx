import { type ReactNode, useId } from 'react';
import type { ScreenMessage } from '../../protocol.ts';
import { Icon } from '../controls/icons.tsx';
import { useSandbox } from '../state/sandbox.ts';
import { Avatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';

interface ThreadProps {
  parent: ScreenMessage;
  open: boolean;
  onToggle: () => void;
}

/** A message's replies, folded away below it. */
export function Thread({ parent, open, onToggle }: ThreadProps): ReactNode {
  const { screen } = useSandbox();
  const id = useId();
  const { replies } = parent;
  const writers = [...new Set(replies.map(({ user }) => user))].slice(0, 3);
  const count =
    replies.length === 0 ? 'Thread' : replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  return (
    <div className="thread">
      <button
        type="button"
        className="thread-toggle"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={onToggle}
      >
        {writers.map((user) => (
          <Avatar key={user} userId={user} size={20} />
        ))}
        {count}
        <Icon name="chevron" size={14} />
      </button>
      {open && (
        <section id={id} className="thread-replies" aria-label="Thread">
          {replies.map((reply) => (
            <Message key={reply.ts} message={reply} compact={false} inThread />
          ))}
          <Composer
            key={`${screen.me.id} ${parent.ts}`}
            channel={parent.channel}
            threadTs={parent.ts}
            label="Reply in thread"
          />
        </section>
      )}
    </div>
  );
}
