/** Which page of their clients somebody is on. Pure, but for what one process remembers. */

const PLACE = /^(?<page>\d{1,4})(?:~(?<day>\d{4}-\d{2}-\d{2}))?$/u;

/**
 * What the Home itself, and each button that turns its pages, carries along. With a day it holds for that day: each morning
 * begins with those that need attention first.
 */
export function placeOf(page: number, today?: Temporal.PlainDate): string {
  return today ? `${page}~${today}` : String(page);
}

/** The page, from 0; the first one for another day's place, and for a text that is none of ours. */
export function pageIn(place: string, today: Temporal.PlainDate): number {
  const { page = '0', day = today.toString() } = PLACE.exec(place)?.groups ?? {};
  return day === today.toString() ? Number(page) : 0;
}

/**
 * Where everybody was last, as far as this process knows, so that a Home that is brought up to date stays on its page. What
 * it does not know any more begins at the first one again.
 */
export class HomePlaces {
  readonly #places = new Map<string, string>();

  note(userId: string, place: string): void {
    this.#places.set(userId, place);
  }

  /** Empty for somebody unknown. */
  of(userId: string): string {
    return this.#places.get(userId) ?? '';
  }
}
