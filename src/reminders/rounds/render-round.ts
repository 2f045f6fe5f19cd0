import type { CheckIn } from '../../check-ins/rules.ts';
import { latestCheckIns } from '../../check-ins/store.ts';
import { findClients } from '../../clients/store.ts';
import { findPeople } from '../../people/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Render } from '../../slack/outbound/deliver.ts';
import type { Database } from '../../storage/database.ts';
import { type FollowUpItem, followUpStanding, type RoundItem, standing } from './rules.ts';
import { roundOfDelivery } from './store.ts';
import { roundMessage } from './view.ts';

/** So far back are a client's last words looked for. */
const CHECK_INS_BACK = 5;

/** Makes a round's DM from what is so now. There is nothing to say when all was settled before it could be sent. */
export function renderRound(db: Database, clock: Clock): Render {
  return async (workspaceId, deliveryId) => {
    const round = await roundOfDelivery(db, workspaceId, deliveryId);
    if (!round) return null;
    const clientIds = round.entries.map(({ prompt }) => prompt.clientId);
    const promisedTo = round.followUps.map(({ followUp }) => followUp.clientId);
    const promisers = round.followUps.map(({ followUp }) => followUp.promisedById);
    const [people, clients, checkIns] = await Promise.all([
      findPeople(db, workspaceId, [round.recipientId, ...promisers]),
      findClients(db, workspaceId, [...clientIds, ...promisedTo]),
      latestCheckIns(db, workspaceId, clientIds, CHECK_INS_BACK),
    ]);
    const items: RoundItem[] = round.entries.flatMap((entry) => {
      const client = clients.get(entry.prompt.clientId);
      const known: CheckIn[] = checkIns.get(entry.prompt.clientId) ?? [];
      return client ? [{ ...entry, client, checkIns: known }] : [];
    });
    const promised = round.followUps.flatMap((each): FollowUpItem[] => {
      const client = clients.get(each.followUp.clientId);
      const who = people.get(each.followUp.promisedById);
      return client && who ? [{ ...each, client, who }] : [];
    });
    if (!round.isSent) {
      const isAsked = items.some((item) => standing(item, round.recipientId) === 'waiting');
      const isReminded = promised.some((item) => followUpStanding(item, round.recipientId) === 'waiting');
      if (!isAsked && !isReminded) return null;
    }
    const reader = { id: round.recipientId, timeZone: people.get(round.recipientId)?.timeZone ?? 'UTC' };
    return roundMessage(items, reader, clock.now(), promised);
  };
}
