import { createHash, randomBytes, randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id like Slack's: a prefix letter and ten capitals or digits. */
export function newId(prefix: string): string {
  let id = prefix;
  for (let i = 0; i < 10; i += 1) id += letters[randomInt(letters.length)];
  return id;
}

/** The same id for the same two people, in either order, so that an app's stored data still fits after a restart. */
export function dmId(a: string, b: string): string {
  const digest = createHash('sha256').update([a, b].sort().join(' ')).digest();
  return `D${[...digest.subarray(0, 10)].map((byte) => letters[byte % letters.length]).join('')}`;
}

/** What Slack puts in a `block_id` or `action_id` that the app left out. */
export function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}

export function secret(bytes = 24): string {
  return randomBytes(bytes).toString('hex');
}
