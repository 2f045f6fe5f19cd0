import { z } from 'zod';
import type { FollowUp } from '../follow-ups/rules.ts';
import { openFollowUps } from '../follow-ups/store.ts';
import { clientListKind } from '../notifications/client-list.ts';
import { type ClientList, clientLines, type Directory, dateFor } from '../notifications/client-list-view.ts';
import { personName } from '../people/rules.ts';
import { dayText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { clip } from '../runtime/formats/text.ts';
import { COMMAND } from '../slack/inbound/rules.ts';
import { handOverFromButton } from './modal.ts';

/** So much of a promise is told beside a client, in UTF-16 units. */
const PROMISE_SHOWN = 120;

const clientIds = z.array(z.string());
/** `byId` is who did it; nobody where the owner has left. */
const handOver = z.object({ fromId: z.string(), toId: z.string(), byId: z.string().nullable(), clientIds });
const ownerLeft = z.object({
  ownerId: z.string(),
  given: z.array(z.object({ clientId: z.string(), toId: z.string() })),
  /** Those that have no cover. */
  clientIds,
});

/** To the former and the new owner. */
export const HANDED_OVER = clientListKind({
  name: 'handed-over',
  subject: handOver,
  isAtOnce: ({ byId }, recipientId) => byId === recipientId,
  async read(db, { workspaceId, subject }) {
    const { fromId, toId, byId, clientIds } = subject;
    const promises = await openFollowUps(db, workspaceId, { clientIds });
    const promisedBy = promises.map(({ promisedById }) => promisedById);
    return { promises, clientIds, personIds: [fromId, toId, ...(byId ? [byId] : []), ...promisedBy] };
  },
  word({ subject, recipientId }, directory, { promises }) {
    const clients = clientLines(directory, subject.clientIds).map((client) => ({
      ...client,
      ...promiseAside(
        directory,
        promises.filter(({ clientId }) => clientId === client.id),
        recipientId,
      ),
    }));
    return recipientId === subject.toId
      ? toNewOwner(subject, { ...directory, clients }, recipientId)
      : toFormerOwner(subject, { ...directory, clients }, recipientId);
  },
});

type Told = Omit<Directory, 'clients'> & Pick<ClientList, 'clients'>;

function toNewOwner(
  { fromId, toId, byId }: z.infer<typeof handOver>,
  { clients, people }: Told,
  recipientId: string,
): ClientList {
  const from = personName(people, fromId);
  const how = (): string => {
    if (byId === null) {
      const yours = clients.length === 1 ? 'this client is' : 'these clients are';
      return `${from} has left. You were the cover, so ${yours} yours now:`;
    }
    const whose = byId === fromId ? '' : ` from ${from}`;
    if (byId === toId) return `You took over ${count(clients.length, 'client')}${whose}:`;
    const by = byId === recipientId ? 'You' : personName(people, byId);
    return `${by} handed ${count(clients.length, 'client')}${whose} over to you:`;
  };
  const them = clients.length === 1 ? 'it' : 'them';
  return {
    says: how(),
    clients,
    next: `From now on I’ll ask you about ${them}. To see what we know, type “${COMMAND}” and the client’s name.`,
  };
}

function toFormerOwner(
  { fromId, toId, byId }: z.infer<typeof handOver>,
  { clients, people }: Told,
  recipientId: string,
): ClientList {
  const by = byId === recipientId ? 'You' : personName(people, byId ?? fromId);
  const yours = clients.length === 1 ? 'one of your clients' : `${clients.length} of your clients`;
  return {
    says:
      byId === toId
        ? `${by} took over ${yours}:`
        : `${by} handed ${yours} over to ${personName(people, toId)}:`,
    clients,
    next: `I won’t ask you about ${clients.length === 1 ? 'it' : 'them'} any more.`,
  };
}

/** To the lead: an owner who has left, whose clients went to their covers, and those that have none. */
export const OWNER_LEFT = clientListKind({
  name: 'owner-left',
  subject: ownerLeft,
  read: (_db, { subject }) => ({
    clientIds: [...subject.given.map(({ clientId }) => clientId), ...subject.clientIds],
    personIds: [subject.ownerId, ...subject.given.map(({ toId }) => toId)],
  }),
  word({ subject }, directory) {
    const { people } = directory;
    const owner = personName(people, subject.ownerId);
    return [
      {
        says: `${owner} has left. Their covers took over:`,
        clients: subject.given.flatMap(({ clientId, toId }) =>
          clientLines(directory, [clientId]).map(({ name }) => ({
            name,
            aside: `now with ${personName(people, toId)}`,
          })),
        ),
      },
      withoutCover(subject, directory, owner),
    ];
  },
});

/** Handed over since, or still to be. */
function withoutCover(
  { ownerId, clientIds }: { ownerId: string; clientIds: readonly string[] },
  directory: Directory,
  owner: string,
): ClientList {
  const clients = clientIds.flatMap((id) => {
    const now = directory.clients.get(id)?.ownerId ?? ownerId;
    const aside = now === ownerId ? {} : { aside: `now with ${personName(directory.people, now)}` };
    return clientLines(directory, [id]).map(({ name }) => ({ name, ...aside }));
  });
  if (clients.every((client) => 'aside' in client)) {
    return { says: `${owner} has left. These clients have a new owner:`, clients };
  }
  return {
    says: `${owner} has left, and nobody covers for these clients:`,
    clients,
    next: 'I’ll ask you about them until you hand them over.',
    buttons: [handOverFromButton(ownerId, owner)],
  };
}

/** A promise stays with the person who made it when the owner changes. */
function promiseAside(
  directory: Directory,
  promises: readonly FollowUp[],
  recipientId: string,
): { aside?: string } {
  const [first, ...others] = promises;
  if (!first) return {};
  const who = first.promisedById === recipientId ? 'you' : personName(directory.people, first.promisedById);
  const by = dayText(first.dueOn, dateFor(directory, recipientId, directory.now));
  const rest = others.length > 0 ? `, and ${count(others.length, 'more promise')}` : '';
  return { aside: `${who} promised: ${clip(first.what, PROMISE_SHOWN)} (by ${by})${rest}` };
}
