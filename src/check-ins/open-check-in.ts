import type { ModalView } from '@slack/types';
import { assertNotEnded, requireClient } from '../clients/find-client.ts';
import { findClient, findClientByChannel } from '../clients/store.ts';
import { followUpOfCheckIn, openFollowUps } from '../follow-ups/store.ts';
import { findPeople } from '../people/store.ts';
import { dateIn } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import { tidy } from '../runtime/formats/text.ts';
import type { Deps } from '../slack/deps.ts';
import { mentionedIn, plainWords } from '../slack/inbound/plain-words.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import { findOwnCheckIn } from './edit-check-in.ts';
import { type CheckInState, checkInForm } from './form.ts';
import { aboutClient, earlierCheckIn, newCheckIn, newFeedback } from './initial-state.ts';
import { checkInModal, type Owed } from './modal.ts';

type OpenDeps = Pick<Deps, 'db' | 'clock'>;

interface Opened {
  /** The channel that the modal is opened from, where the answer goes; null elsewhere. */
  from: string | null;
}

interface OpenedFor extends Opened {
  /** Null where the client is chosen in the modal. */
  clientId: string | null;
  /** Whether it asks on which day they spoke, for it may have been before today. */
  asksWhen?: boolean;
}

/** The modal for a new check-in. @throws UserError when the client is gone or was ended. */
export async function openCheckIn(
  deps: OpenDeps,
  by: Requester,
  { clientId, from, asksWhen = false }: OpenedFor,
): Promise<ModalView> {
  const { db, clock } = deps;
  const client = clientId === null ? null : await requireClient(db, by.workspaceId, clientId);
  if (client) await assertNotEnded(db, client);
  const state = newCheckIn(client, { by, now: clock.now(), from }, asksWhen);
  return buildModal(deps, by, state);
}

/**
 * The modal with a message's text as the client's words. In a client's channel that client is chosen already.
 *
 * @throws UserError when the message has no text.
 */
export async function openFeedback(
  deps: OpenDeps,
  by: Requester,
  message: { text: string; channelId: string },
): Promise<ModalView> {
  if (tidy(message.text) === '') {
    throw new UserError(
      'That message has no text to save. Use “Save as client feedback” on a message with the client’s words, or type “/client-health log”.',
    );
  }
  const { db, clock } = deps;
  const [names, likely] = await Promise.all([
    findPeople(db, by.workspaceId, mentionedIn(message.text)),
    findClientByChannel(db, by.workspaceId, message.channelId),
  ]);
  const words = tidy(plainWords(message.text, names));
  const opening = { by, now: clock.now(), from: message.channelId };
  return buildModal(deps, by, newFeedback(likely, words, opening));
}

/** The modal on an earlier check-in. @throws UserError when it is somebody else's, or gone. */
export async function openEarlier(
  { db, clock }: OpenDeps,
  by: Requester,
  { checkInId, from }: Opened & { checkInId: string },
): Promise<ModalView> {
  const checkIn = await findOwnCheckIn(db, by, checkInId);
  const [client, followUp] = await Promise.all([
    requireClient(db, by.workspaceId, checkIn.clientId),
    followUpOfCheckIn(db, by.workspaceId, checkIn.id),
  ]);
  const state = earlierCheckIn({ checkIn, client, followUp }, { by, now: clock.now(), from });
  return checkInModal(state, null);
}

/**
 * The open modal after a choice in it; what is typed meanwhile stays.
 *
 * @param clientId where another client was chosen.
 */
export async function reopenCheckIn(
  deps: OpenDeps,
  by: Requester,
  view: Parameters<typeof checkInForm.read>[0],
  clientId?: string,
): Promise<ModalView> {
  const state = checkInForm.read(view);
  const client = clientId ? await findClient(deps.db, by.workspaceId, clientId) : null;
  return buildModal(deps, by, client ? aboutClient(state, client) : state);
}

async function buildModal(deps: OpenDeps, by: Requester, state: CheckInState): Promise<ModalView> {
  return checkInModal(state, await loadOwed(deps, by, state));
}

/** What the chosen client is still owed. */
async function loadOwed(
  { db, clock }: OpenDeps,
  by: Requester,
  { context, draft }: CheckInState,
): Promise<Owed | null> {
  const clientId = context.client?.id ?? draft.client?.value;
  if (!clientId || context.checkInId) return null;
  const followUps = await openFollowUps(db, by.workspaceId, { clientIds: [clientId] });
  return { followUps, today: dateIn(by.timeZone, clock.now()) };
}
