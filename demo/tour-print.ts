import type { PersonDriver } from '../sandbox/driver/person-driver.ts';
import type { SandboxDriver } from '../sandbox/driver/sandbox-driver.ts';

/** What the tour found to be otherwise than it should be. */
export class TourFailed extends Error {
  override readonly name = 'TourFailed';
}

/** The people whom the tour follows, and where it prints what they see. */
export interface Tour {
  driver: SandboxDriver;
  ana: PersonDriver;
  ben: PersonDriver;
  chloe: PersonDriver;
  say(line: string): void;
}

export function title({ say }: Tour, text: string): void {
  say('');
  say(text);
  say('─'.repeat(text.length));
}

export function show({ say }: Tour, text: string): void {
  for (const line of text.split('\n')) say(`  │ ${line}`);
}

/** Something more of the same step. */
export function showMore(tour: Tour, text: string): void {
  tour.say('');
  show(tour, text);
}

export function check(holds: boolean, what: string): void {
  if (!holds) throw new TourFailed(`The tour stops: it should be so that ${what}.`);
}

/** Whether a person finds words from the app in a conversation now. */
export async function sees(person: PersonDriver, words: string, place: string): Promise<boolean> {
  const { messages } = await person.conversation(place);
  return messages.some((message) => `${message.text} ${JSON.stringify(message.blocks)}`.includes(words));
}
