/** One hand-over that Rapport said was done. */
export interface HandedOver {
  clientIds: readonly string[];
  fromId: string;
  toId: string;
  /** The key of the notifications to both. */
  key: string;
}

/** Days on which someone said they would be away, even if they took it back. */
interface Absence {
  personId: string;
  first: Temporal.PlainDate;
  last: Temporal.PlainDate;
}

/** What people did and what happened to them: whatever Rapport does out of the ordinary must have its reason here. */
export class Notes {
  readonly handOvers: HandedOver[] = [];
  /** Who has left, and has not come back. */
  readonly leavers = new Set<string>();
  leavings = 0;
  /** When both Rapport and Slack are back after the last outage. */
  #outageUntil: Temporal.Instant | null = null;
  #numbers = 0;
  readonly #fresh: HandedOver[] = [];
  readonly #unsettled = new Map<string, Temporal.Instant>();
  #moved = new Map<string, 'contact' | 'snooze' | 'status'>();
  readonly #snoozes = new Map<string, Temporal.Instant[]>();
  readonly #pauses = new Map<string, Temporal.Instant[]>();
  readonly #changesOfOwner = new Map<string, Temporal.Instant[]>();
  readonly #absences: Absence[] = [];
  readonly #skipped = new Set<string>();
  readonly #outages: { from: Temporal.Instant; until: Temporal.Instant }[] = [];

  /** A new number for each modal that is opened, and each person who joins. */
  number(): number {
    this.#numbers += 1;
    return this.#numbers;
  }

  answered(clientId: string): void {
    this.#moved.set(clientId, 'contact');
  }

  snoozed(promptId: string, clientId: string, at: Temporal.Instant): void {
    this.#moved.set(clientId, 'snooze');
    push(this.#snoozes, promptId, at);
  }

  skipped(promptId: string): void {
    this.#skipped.add(promptId);
  }

  paused(clientId: string, at: Temporal.Instant): void {
    this.#moved.set(clientId, 'status');
    push(this.#pauses, clientId, at);
  }

  resumed(clientId: string): void {
    this.#moved.set(clientId, 'status');
  }

  handedOver(handOver: HandedOver): void {
    this.handOvers.push(handOver);
    this.#fresh.push(handOver);
  }

  /** Those since this was last called. */
  takeHandedOver(): HandedOver[] {
    return this.#fresh.splice(0);
  }

  /** For good, as far as anyone knows. */
  left(personId: string, at: Temporal.Instant): void {
    this.leavings += 1;
    this.leavers.add(personId);
    this.#unsettled.set(personId, at);
    const first = at.toZonedDateTimeISO('UTC').toPlainDate();
    this.wentAway({ personId, first, last: first.add({ years: 10 }) });
  }

  cameBack(personId: string): void {
    this.leavers.delete(personId);
    this.#unsettled.delete(personId);
  }

  /** Those who left by `at`, unless Rapport or Slack has been down since; each is returned once. */
  takeLongGone(at: Temporal.Instant): string[] {
    if (this.#outageUntil && Temporal.Instant.compare(this.#outageUntil, at) > 0) return [];
    const gone = [...this.#unsettled].filter(([, left]) => Temporal.Instant.compare(left, at) <= 0);
    for (const [personId] of gone) this.#unsettled.delete(personId);
    return gone.map(([personId]) => personId);
  }

  wentAway(absence: Absence): void {
    this.#absences.push(absence);
  }

  /** Rapport is down. */
  isDown(from: Temporal.Instant, until: Temporal.Instant): void {
    this.#outages.push({ from, until });
    this.slackIsDown(until);
  }

  slackIsDown(until: Temporal.Instant): void {
    const before = this.#outageUntil ?? until;
    this.#outageUntil = Temporal.Instant.compare(before, until) < 0 ? until : before;
  }

  /** Why people have moved clients' schedules since this was last called, by the client's id. */
  takeMoved(): ReadonlyMap<string, 'contact' | 'snooze' | 'status'> {
    const moved = this.#moved;
    this.#moved = new Map();
    return moved;
  }

  /** The ledger has seen that a client has another owner. */
  changedOwner(clientId: string, at: Temporal.Instant): void {
    push(this.#changesOfOwner, clientId, at);
  }

  /** Whether a client went to another owner between two moments. */
  changedHands(clientId: string, from: Temporal.Instant, until: Temporal.Instant): boolean {
    return (this.#changesOfOwner.get(clientId) ?? []).some((at) => isBetween(from, at, until));
  }

  /** Whether someone snoozed the prompt between two moments. */
  wasSnoozed(promptId: string, from: Temporal.Instant, until: Temporal.Instant): boolean {
    return (this.#snoozes.get(promptId) ?? []).some((at) => isBetween(from, at, until));
  }

  /** Whether one of these people said they would be away between two moments, in any zone. */
  wasAway(personIds: readonly (string | null)[], from: Temporal.Instant, until: Temporal.Instant): boolean {
    const firstDay = from.toZonedDateTimeISO('-12:00').toPlainDate();
    const lastDay = until.toZonedDateTimeISO('+14:00').toPlainDate();
    return this.#absences.some(
      ({ personId, first, last }) =>
        personIds.includes(personId) &&
        Temporal.PlainDate.compare(first, lastDay) <= 0 &&
        Temporal.PlainDate.compare(firstDay, last) <= 0,
    );
  }

  wasSkipped(promptId: string): boolean {
    return this.#skipped.has(promptId);
  }

  wasPaused(clientId: string, at: Temporal.Instant): boolean {
    return (this.#pauses.get(clientId) ?? []).some((pausedAt) => pausedAt.equals(at));
  }

  /** Whether Rapport was down at any time between two moments. */
  wasDownBetween(from: Temporal.Instant, until: Temporal.Instant): boolean {
    return this.#outages.some(
      (outage) =>
        Temporal.Instant.compare(outage.from, until) <= 0 &&
        Temporal.Instant.compare(from, outage.until) <= 0,
    );
  }
}

function isBetween(from: Temporal.Instant, at: Temporal.Instant, until: Temporal.Instant): boolean {
  return Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, until) <= 0;
}

function push(map: Map<string, Temporal.Instant[]>, key: string, at: Temporal.Instant): void {
  map.set(key, [...(map.get(key) ?? []), at]);
}
