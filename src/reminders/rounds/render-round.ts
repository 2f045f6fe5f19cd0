import { latestCheckIns } from '../../check-ins/store.ts';
import { findClients } from '../../clients/store.ts';
import { findPeople } from '../../people/store.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Render } from '../../slack/outbound/deliver.ts';
import type { Database } from '../../storage/database.ts';
import { followUpItemStatus, promptItemStatus, type Round } from './rules.ts';
import { findRoundByDelivery } from './store.ts';
import { type RoundItems, roundMessage } from './view.ts';

/** A client's last words are looked for in so many check-ins. */
const CHECK_INS_BACK = 5;

/** Makes a round's DM from what is so now. Nothing is sent where nothing is waiting by then. */
export function renderRound({ db, clock }: Pick<Deps, 'db' | 'clock'>): Render {
  return async (workspaceId, deliveryId) => {
    const round = await findRoundByDelivery(db, workspaceId, deliveryId);
    if (!round) return null;
    const { items, timeZone } = await loadItems(db, workspaceId, round);
    if (!round.isSent && !isAnythingWaiting(items, round.recipientId)) return null;
    return roundMessage(items, { userId: round.recipientId, timeZone }, clock.now());
  };
}

async function loadItems(
  db: Database,
  workspaceId: string,
  round: Round,
): Promise<{ items: RoundItems; timeZone: string }> {
  const { recipientId, prompts, followUps } = round;
  const askedAbout = prompts.map(({ prompt }) => prompt.clientId);
  const promisedTo = followUps.map(({ followUp }) => followUp.clientId);
  const promisers = followUps.map(({ followUp }) => followUp.promisedById);
  const [people, clients, checkIns] = await Promise.all([
    findPeople(db, workspaceId, [recipientId, ...promisers]),
    findClients(db, workspaceId, [...askedAbout, ...promisedTo]),
    latestCheckIns(db, workspaceId, askedAbout, CHECK_INS_BACK),
  ]);
  return {
    items: {
      prompts: prompts.flatMap((each) => {
        const client = clients.get(each.prompt.clientId);
        return client ? [{ ...each, client, checkIns: checkIns.get(client.id) ?? [] }] : [];
      }),
      followUps: followUps.flatMap((each) => {
        const client = clients.get(each.followUp.clientId);
        const promiser = people.get(each.followUp.promisedById);
        return client && promiser ? [{ ...each, client, promiser }] : [];
      }),
    },
    timeZone: people.get(recipientId)?.timeZone ?? 'UTC',
  };
}

function isAnythingWaiting({ prompts, followUps }: RoundItems, recipientId: string): boolean {
  return (
    prompts.some((item) => promptItemStatus(item, recipientId) === 'waiting') ||
    followUps.some((item) => followUpItemStatus(item, recipientId) === 'waiting')
  );
}
