import type { CSSProperties, ReactNode } from 'react';
import { personById, useSandbox } from '../state/sandbox.ts';

/** A person's initials, or the app's sign. The name is beside it, so a screen reader needs nothing here. */
export function Avatar({ userId, size = 36 }: { userId: string; size?: number }): ReactNode {
  const { screen } = useSandbox();
  const person = personById(screen, userId);
  const isApp = userId === screen.app.botUserId || person?.kind === 'bot';
  const name = person?.realName || person?.name || (isApp ? screen.app.name : '?');
  const style = {
    '--size': `${size}px`,
    ...(isApp || !person ? {} : { '--tile': person.color }),
  } as CSSProperties;
  return (
    <span className={isApp ? 'avatar of-app' : 'avatar'} style={style} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}
