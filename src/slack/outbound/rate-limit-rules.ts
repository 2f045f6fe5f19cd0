/** One of the things that Slack counts separately. */
export interface Bucket {
  name: string;
  /** Milliseconds between two, in the long run. */
  everyMs: number;
  /** So many may come at once, after a rest. */
  burst: number;
}

/**
 * A message counts for its conversation (one a second) and for its workspace (two hundred a minute). Source:
 * docs.slack.dev, "Rate limits": about one message a second in a channel, several hundred a minute in a workspace.
 */
export function bucketsOfMessage(conversation: string): Bucket[] {
  return [
    { name: 'workspace', everyMs: 300, burst: 10 },
    { name: conversation, everyMs: 1_000, burst: 1 },
  ];
}

/** `chat.update` is counted separately. Source: docs.slack.dev, chat.update: tier 3, fifty a minute. */
export const UPDATE_BUCKETS: readonly Bucket[] = [{ name: 'updates', everyMs: 1_200, burst: 20 }];

/** When each bucket is free of all the turns that were given, by its name; now for one that is not in it. */
export type FreeAt = ReadonlyMap<string, Temporal.Instant>;

/** When the next turn is in all of these buckets: a burst may come before a bucket is free. */
export function nextTurn(
  buckets: readonly Bucket[],
  freeAt: FreeAt,
  now: Temporal.Instant,
): Temporal.Instant {
  return buckets
    .map((bucket) => (freeAt.get(bucket.name) ?? now).subtract({ milliseconds: headStartMs(bucket) }))
    .reduce(later, now);
}

/** When a bucket is free once a turn `at` is given too. */
export function freeAfterTurn(bucket: Bucket, freeAt: FreeAt, at: Temporal.Instant): Temporal.Instant {
  return later(freeAt.get(bucket.name) ?? at, at).add({ milliseconds: bucket.everyMs });
}

/** When a bucket would be free that gives no turn before `until`. */
export function freeAfterBlock(bucket: Bucket, until: Temporal.Instant): Temporal.Instant {
  return until.add({ milliseconds: headStartMs(bucket) });
}

/** Milliseconds from `now` to `at`, 0 where that is past. */
export function msUntil(at: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, Math.ceil(at.since(now).total('milliseconds')));
}

function headStartMs({ burst, everyMs }: Bucket): number {
  return (burst - 1) * everyMs;
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b;
}
