import type { DropPrompts } from '../../clients/edit-client.ts';
import { invalidateClientFollowUpMessages } from '../rounds/store.ts';
import { markDropped } from './state-machine.ts';

/** Stops asking about a client that is paused or ended. Messages that remind of a promise to it show that, too. */
export const dropPrompts: DropPrompts = async (trx, client, by, now) => {
  await markDropped(trx, client, by, now);
  await invalidateClientFollowUpMessages(trx, client);
};
