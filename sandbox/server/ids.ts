import { randomBytes, randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id in Slack's manner: a prefix letter and ten capitals or digits. */
export function newId(prefix: string): string {
  let id = prefix;
  for (let i = 0; i < 10; i += 1) id += letters[randomInt(letters.length)];
  return id;
}

/** What Slack puts in a `block_id` or `action_id` that the app left out. */
export function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}

export function secret(bytes = 24): string {
  return randomBytes(bytes).toString('hex');
}
