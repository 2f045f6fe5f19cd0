import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Icon } from '../controls/icons.tsx';
import { Menu } from '../controls/menu.tsx';
import { useKeptText } from '../state/kept-text.ts';
import { useSandbox } from '../state/sandbox.ts';
import { type CommandHint, commandHints, isCommand } from '../text/commands.ts';
import { CommandHints } from './command-hints.tsx';

interface ComposerProps {
  channel: string;
  threadTs?: string;
  label: string;
}

/** The field to write in: Enter sends, Shift+Enter starts a new line, a slash offers the app's commands. */
export function Composer({ channel, threadTs, label }: ComposerProps): ReactNode {
  const { screen, act } = useSandbox();
  const [text, setText] = useKeptText(`sandbox-draft ${screen.me.id} ${channel} ${threadTs ?? ''}`);
  const [active, setActive] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState(false);
  const [sending, setSending] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const hints = threadTs || dismissed ? [] : commandHints(text, screen.commands);
  // A half-typed command is completed by Enter; a complete one is sent, unless a hint is selected with the arrows.
  const at = active ?? (isCommand(text, screen.commands) ? -1 : 0);
  const chosen = hints[at];

  const change = (next: string) => {
    setText(next);
    setActive(null);
    setDismissed(false);
  };
  const complete = (hint: CommandHint) => {
    change(`${hint.insert}${hint.rest ? ' ' : ''}`);
    box.current?.focus();
  };
  const send = async () => {
    const typed = text.trim();
    if (typed === '' || sending) return;
    setSending(true);
    change('');
    const answer = await act(
      typed.startsWith('/') && !threadTs
        ? { do: 'command', channel, text: typed }
        : { do: 'say', channel, text: typed, ...(threadTs ? { threadTs } : {}) },
    );
    setSending(false);
    const refused = answer === null || (!answer.ok && answer.failed !== 'operation_timeout');
    if (refused && box.current?.value === '') change(typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (hints.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setActive(
        (at + (event.key === 'ArrowDown' ? 1 : at <= 0 ? hints.length - Math.max(at, 0) - 1 : -1)) %
          hints.length,
      );
    } else if (hints.length > 0 && event.key === 'Escape') {
      setDismissed(true);
    } else if (hints.length > 0 && event.key === 'Tab' && !event.shiftKey) {
      const hint = chosen ?? hints[0];
      if (!hint || text.startsWith(`${hint.insert} `)) return;
      complete(hint);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      if (chosen && chosen.insert !== text.trim()) complete(chosen);
      else void send();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="composer">
      {hints.length > 0 && <CommandHints id={listId} hints={hints} active={at} onChoose={complete} />}
      <div className="composer-box">
        {!threadTs && <ShortcutMenu />}
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={hints.length > 0 ? listId : undefined}
          aria-activedescendant={chosen ? `${listId}-${at}` : undefined}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          disabled={text.trim() === '' || sending}
          onClick={() => void send()}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}

function ShortcutMenu(): ReactNode {
  const { screen, act } = useSandbox();
  const shortcuts = screen.shortcuts.filter(({ type }) => type === 'global');
  if (shortcuts.length === 0) return null;
  return (
    <Menu
      label="Shortcuts"
      className="icon-button"
      heading={screen.app.name}
      items={shortcuts.map((shortcut) => ({
        key: shortcut.callbackId,
        label: shortcut.name,
        description: shortcut.description,
        onChoose: () => void act({ do: 'shortcut', callbackId: shortcut.callbackId }),
      }))}
    >
      <Icon name="bolt" />
    </Menu>
  );
}
