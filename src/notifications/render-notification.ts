import { findClients } from '../clients/store.ts';
import { openFollowUps } from '../follow-ups/store.ts';
import { findPeople } from '../people/store.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Render } from '../slack/outbound/deliver.ts';
import type { Database } from '../storage/database.ts';
import { type Notice, noticeOfDelivery } from './store.ts';
import { noticeMessage, type OpenPrompt } from './view.ts';

/** Makes a notice's DM from what is so now: a client that is gone, or a prompt that is settled, is not told of. */
export function renderNotice(db: Database, clock: Clock): Render {
  return async (workspaceId, deliveryId) => {
    const notice = await noticeOfDelivery(db, workspaceId, deliveryId);
    if (!notice) return null;
    const prompts = notice.kind === 'unanswered' ? await stillOpen(db, workspaceId, notice.subject) : [];
    const about = clientIds(notice, prompts);
    const clients = await findClients(db, workspaceId, about);
    const promised =
      notice.kind === 'handed-over' ? await openFollowUps(db, workspaceId, { clientIds: about }) : [];
    const people = await findPeople(db, workspaceId, [
      notice.personId,
      ...personIds(notice),
      ...(notice.kind === 'owner-left' ? [...clients.values()].map(({ ownerId }) => ownerId) : []),
      ...prompts.map(({ ownerId }) => ownerId),
      ...promised.map(({ promisedById }) => promisedById),
    ]);
    return noticeMessage(notice, { prompts, promised, clients, people, now: clock.now() });
  };
}

function clientIds(notice: Notice, prompts: readonly OpenPrompt[]): string[] {
  if (notice.kind === 'unanswered') return prompts.map(({ clientId }) => clientId);
  if (notice.kind === 'spread') return notice.subject.moves.map(({ clientId }) => clientId);
  const { subject } = notice;
  return 'given' in subject
    ? [...subject.given.map(({ clientId }) => clientId), ...subject.clientIds]
    : subject.clientIds;
}

function personIds({ kind, subject }: Notice): string[] {
  switch (kind) {
    case 'cover':
    case 'cover-ahead':
    case 'cover-off':
      return [subject.ownerId];
    case 'handed-over':
      return [subject.fromId, subject.toId, ...(subject.byId ? [subject.byId] : [])];
    case 'undeliverable':
      return [subject.personId];
    case 'owner-left':
      return [subject.ownerId, ...subject.given.map(({ toId }) => toId)];
    case 'unanswered':
    case 'spread':
      return [];
  }
}

async function stillOpen(
  db: Database,
  workspaceId: string,
  subject: { promptIds: readonly string[] },
): Promise<OpenPrompt[]> {
  if (subject.promptIds.length === 0) return [];
  const rows = await db
    .selectFrom('prompts')
    .select(['client_id', 'assignee_id', 'occurrence_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...subject.promptIds])
    .where('status', '=', 'open')
    .orderBy('occurrence_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    clientId: row.client_id,
    ownerId: row.assignee_id,
    occurrenceAt: row.occurrence_at,
  }));
}
