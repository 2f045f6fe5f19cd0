import type { SlackUser } from '../../src/people/slack-user.ts';

/** One person as Slack knows them. */
export interface Account {
  name: string;
  /** IANA zone. */
  zone: string;
  hasLeft: boolean;
  /** When Slack holds back notifications every day, in their zone; past midnight if `to` is the earlier time. */
  nightly: { from: Temporal.PlainTime; to: Temporal.PlainTime } | null;
  /** Notifications that they have paused themselves. */
  pause: Span | null;
}

interface Span {
  from: Temporal.Instant;
  until: Temporal.Instant;
}

/** The people of a workspace as Slack knows them. Rapport finds out by asking, or by being told. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();

  add(personId: string, account: Pick<Account, 'name' | 'zone' | 'nightly'>): void {
    this.#accounts.set(personId, { ...account, hasLeft: false, pause: null });
  }

  of(personId: string): Account {
    const account = this.#accounts.get(personId);
    if (!account) throw new Error(`Slack knows no one with the id ${personId}`);
    return account;
  }

  /** Those who have not left. */
  get present(): string[] {
    return [...this.#accounts].flatMap(([id, { hasLeft }]) => (hasLeft ? [] : [id]));
  }

  /** As `users.info` and `user_change` show them. */
  userOf(personId: string): SlackUser & { id: string } {
    const { name, zone, hasLeft } = this.of(personId);
    return { id: personId, real_name: name, deleted: hasLeft, tz: zone };
  }

  /** When notifications are held back at `at`, or will be next; null for never. */
  doNotDisturb(personId: string, at: Temporal.Instant): Span | null {
    const { pause, nightly, zone } = this.of(personId);
    if (pause && holds(pause, at)) return pause;
    if (!nightly) return null;
    const today = at.toZonedDateTimeISO(zone).toPlainDate();
    for (const day of [today.subtract({ days: 1 }), today, today.add({ days: 1 })]) {
      const isPastMidnight = Temporal.PlainTime.compare(nightly.to, nightly.from) <= 0;
      const lastDay = isPastMidnight ? day.add({ days: 1 }) : day;
      const from = day.toZonedDateTime({ timeZone: zone, plainTime: nightly.from }).toInstant();
      const until = lastDay.toZonedDateTime({ timeZone: zone, plainTime: nightly.to }).toInstant();
      if (Temporal.Instant.compare(at, until) < 0) return { from, until };
    }
    return null;
  }

  /** Until when notifications are held back; null if they are not at `at`. */
  keptUntil(personId: string, at: Temporal.Instant): Temporal.Instant | null {
    const span = this.doNotDisturb(personId, at);
    return span && holds(span, at) ? span.until : null;
  }
}

function holds({ from, until }: Span, at: Temporal.Instant): boolean {
  return Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, until) < 0;
}
