import { createContext, useContext } from 'react';
import type { Act, ActAnswer, PersonInfo, Screen, ScreenConversation } from '../../protocol.ts';
import type { PendingValues } from './pending-values.ts';

/** What any part of the page may need. */
export interface Sandbox {
  screen: Screen;
  /** The newest screen there is, which may not have been drawn yet: for decisions after waiting. */
  latest: () => Screen | null;
  /** The sandbox's time in milliseconds. */
  now: number;
  pending: PendingValues;
  /** Does it and shows the result; null if the server could not be reached, after saying so. */
  act: (act: Act) => Promise<ActAnswer | null>;
  /** Says something in a toast. */
  say: (text: string) => void;
  openConversation: (id: string) => void;
}

export const SandboxContext = createContext<Sandbox | null>(null);

export function useSandbox(): Sandbox {
  const sandbox = useContext(SandboxContext);
  if (!sandbox) throw new Error('useSandbox needs a SandboxContext above it.');
  return sandbox;
}

export function personById(screen: Screen, id: string): PersonInfo | undefined {
  return screen.people.find((person) => person.id === id);
}

export function personName(screen: Screen, id: string): string {
  const person = personById(screen, id);
  if (person) return person.realName || person.name;
  return id === screen.app.botUserId ? screen.app.name : 'Someone';
}

/** The conversation with the app: a DM with its bot user. */
export function appConversation(screen: Screen): ScreenConversation | undefined {
  return screen.conversations.find(({ withUserId }) => withUserId === screen.app.botUserId);
}

export function roleOf(person: PersonInfo): string {
  switch (person.kind) {
    case 'admin':
      return 'Admin';
    case 'guest':
      return 'Guest';
    case 'external':
      return 'Other company';
    case 'deactivated':
      return 'Deactivated';
    case 'bot':
      return 'App';
    default:
      return 'Member';
  }
}
