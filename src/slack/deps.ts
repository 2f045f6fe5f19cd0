import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/log.ts';
import type { Database } from '../storage/database.ts';
import type { Messenger } from './outbound/messenger.ts';
import type { WebQueries } from './web-queries.ts';

/** What use cases and listeners work with. A function of a store takes `db` alone. */
export interface Deps {
  /** In a transaction, the transaction: `{ ...deps, db: trx }`. */
  db: Database;
  clock: Clock;
  log: Logger;
  /** Asks Slack about people and channels. Only `slack/outbound/` sends. */
  web: WebQueries;
  /** Says what somebody has just asked for; what is owed later is a delivery. */
  messenger: Messenger;
  refreshHomes: RefreshHomes;
}

/** Updates the App Homes of these people after something that they show has changed. Never fails. */
export type RefreshHomes = (...userIds: string[]) => Promise<void>;
