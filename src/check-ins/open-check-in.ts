import type { ModalView } from '@slack/types';
import { assertNotEnded, requireClient } from '../clients/find-client.ts';
import { clientOfChannel } from '../clients/store.ts';
import { followUpOf, openFollowUps } from '../follow-ups/store.ts';
import { findPeople } from '../people/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import { tidy } from '../runtime/formats/text.ts';
import { mentionedIn, plainWords } from '../slack/forms/plain-words.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Database } from '../storage/database.ts';
import { gone, notYours } from './edit-check-in.ts';
import { earlierCheckIn, type InitialState, newCheckIn, newFeedback } from './initial-state.ts';
import { checkInModal } from './modal.ts';
import { findCheckIn } from './store.ts';

/**
 * The modal for a new check-in on a client; without one, the client is chosen in it.
 *
 * @param from the channel that it is opened from, where the answer goes; null elsewhere.
 * @param asksWhen whether it asks on which day they spoke, for it may have been before today.
 * @throws UserError when the client is gone or ended.
 */
export async function openCheckIn(
  db: Database,
  clock: Clock,
  by: Requester,
  clientId: string | null,
  from: string | null,
  asksWhen = false,
): Promise<ModalView> {
  const client = clientId === null ? null : await requireClient(db, by.workspaceId, clientId);
  if (client) await assertNotEnded(db, client);
  const start = newCheckIn(client, by, clock.now(), from, asksWhen);
  return checkInModal(await withPromised(db, clock, by, start));
}

/**
 * The modal with a message's text as the client's words. In a client's channel that client is chosen already.
 *
 * @throws UserError when the message has no text.
 */
export async function openFeedback(
  db: Database,
  clock: Clock,
  by: Requester,
  message: { text: string; channelId: string },
): Promise<ModalView> {
  if (tidy(message.text) === '') {
    throw new UserError(
      'That message has no text to save. Use “Save as client feedback” on one with the client’s words, or type “/client-health log”.',
    );
  }
  const [names, likely] = await Promise.all([
    findPeople(db, by.workspaceId, mentionedIn(message.text)),
    clientOfChannel(db, by.workspaceId, message.channelId),
  ]);
  const words = tidy(plainWords(message.text, names));
  const start = newFeedback(likely, words, by, clock.now(), message.channelId);
  return checkInModal(await withPromised(db, clock, by, start));
}

/** As it is, with what was promised to the client that is chosen now. */
export async function withPromised(
  db: Database,
  clock: Clock,
  by: Requester,
  start: InitialState,
): Promise<InitialState> {
  const { context, draft } = start;
  const clientId = context.client?.id ?? draft.client?.id;
  if (!clientId || context.checkInId) return start;
  const followUps = await openFollowUps(db, by.workspaceId, { clientIds: [clientId] });
  return {
    ...start,
    promised: { followUps, today: clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate() },
  };
}

/**
 * The modal on an earlier check-in.
 *
 * @throws UserError when it is somebody else's, or gone.
 */
export async function openEarlier(
  db: Database,
  clock: Clock,
  by: Requester,
  checkInId: string,
  from: string | null,
): Promise<ModalView> {
  const checkIn = await findCheckIn(db, by.workspaceId, checkInId);
  if (!checkIn) throw gone();
  if (checkIn.authorId !== by.userId) throw notYours();
  const [client, followUp] = await Promise.all([
    requireClient(db, by.workspaceId, checkIn.clientId),
    followUpOf(db, by.workspaceId, checkIn.id),
  ]);
  return checkInModal(earlierCheckIn(checkIn, followUp, client, by, clock.now(), from));
}
