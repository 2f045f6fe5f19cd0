import type { z } from 'zod';
import { findClients } from '../clients/store.ts';
import { findPeople } from '../people/store.ts';
import type { Database } from '../storage/database.ts';
import { type ClientList, clientListMessage, type Directory } from './client-list-view.ts';
import type { Named, NotificationKind } from './kind.ts';
import type { Notification, NotificationName } from './rules.ts';

/** The clients and people whom a notification names. */
interface Mentions {
  clientIds: readonly string[];
  personIds: readonly string[];
}

interface ClientListKind<Subject, Read extends Mentions> {
  name: NotificationName;
  subject: z.ZodType<Subject>;
  isAtOnce?: NotificationKind<Subject>['isAtOnce'];
  /** What it names, and what else its words need from the database. */
  read(db: Database, notification: Notification<Subject>): Read | Promise<Read>;
  word(
    notification: Notification<Subject>,
    directory: Directory,
    read: Read,
  ): ClientList | readonly ClientList[];
}

/** Declares a notification that is about clients, and is no alert. */
export function clientListKind<Subject, Read extends Mentions, Name extends NotificationName>(
  kind: Named<ClientListKind<Subject, Read>, Name>,
): Named<NotificationKind<Subject>, Name> {
  return {
    name: kind.name,
    subject: kind.subject,
    isAtOnce: kind.isAtOnce ?? (() => false),
    alert: null,
    async render(db, notification, now) {
      const { workspaceId, recipientId } = notification;
      const read = await kind.read(db, notification);
      const clients = await findClients(db, workspaceId, [...read.clientIds]);
      const owners = [...clients.values()].map(({ ownerId }) => ownerId);
      const people = await findPeople(db, workspaceId, [recipientId, ...read.personIds, ...owners]);
      const lists = [kind.word(notification, { clients, people, now }, read)].flat();
      return clientListMessage(notification.id, lists);
    },
  };
}
