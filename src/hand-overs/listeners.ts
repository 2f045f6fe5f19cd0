import { requireClient, resolveClient } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { CURRENT_STATUSES } from '../clients/rules.ts';
import { listClients } from '../clients/store.ts';
import { findPerson } from '../people/store.ts';
import { UserError } from '../runtime/errors.ts';
import { messageModal } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import type { Database } from '../storage/database.ts';
import { handOverClients } from './hand-over-clients.ts';
import {
  CLIENT_HAND_OVER,
  HAND_OVER_ALL,
  HAND_OVER_FROM_LEAVER,
  HAND_OVER_SAVE,
  handedOverMessage,
  handOverAllModal,
  handOverFromModal,
  handOverModal,
  parseHandOver,
} from './modal.ts';

export function registerHandOverListeners(slack: Slack, deps: Deps): void {
  const { db, log, refreshHomes } = deps;
  slack.onAction(CLIENT_HAND_OVER, async ({ by, value, open }) => {
    const client = await requireClient(db, by.workspaceId, value);
    assertNotEnded(client);
    await open(async () => handOverModal(client));
  });

  slack.onAction(HAND_OVER_ALL, ({ by, open }) => open(async () => handOverAllModal(by.userId)));

  slack.onAction(HAND_OVER_FROM_LEAVER, async ({ by, value, open }) => {
    const clients = await listClients(db, by.workspaceId, { ownedBy: value, statuses: CURRENT_STATUSES });
    const from = await findPerson(db, by.workspaceId, value);
    if (!from || clients.length === 0) throw new UserError('All of these clients have a new owner already.');
    await open(async () => handOverFromModal(from, clients));
  });

  slack.onSubmit(HAND_OVER_SAVE, async ({ by, view }) => {
    const done = await handOverClients(deps, by, parseHandOver(view), view.id);
    log.info(
      { userId: by.userId, fromId: done.fromId, toId: done.to.id, clients: done.clients.length },
      'clients were handed over',
    );
    return {
      view: messageModal(handedOverMessage(done.clients, done.to, by.userId)),
      afterwards: () => refreshHomes(by.userId, done.fromId, done.to.id),
    };
  });
}

export function handOverCommand(db: Database): SubCommand {
  return {
    name: 'hand-over',
    takes: '[client]',
    summary: 'Hand over a client, or all of somebody’s clients.',
    async run({ by, rest, open }) {
      if (rest === '') {
        await open(async () => handOverAllModal(by.userId));
        return;
      }
      const resolved = await resolveClient(db, by.workspaceId, rest);
      if (!('found' in resolved)) throw new UserError(notFound(rest, resolved.near));
      const { found } = resolved;
      assertNotEnded(found);
      await open(async () => handOverModal(found));
    },
  };
}

function notFound(typed: string, near: readonly Client[]): string {
  const unknown = `I couldn’t find a client called “${typed}”.`;
  if (near.length === 0) return `${unknown} Type “/client-health list” to see them all.`;
  const names = near.map(({ name }) => `“${name}”`).join(', ');
  return `${unknown} Type the command again with one of these: ${names}.`;
}

function assertNotEnded({ name, status }: Client): void {
  if (status === 'ended') throw new UserError(`${name} was ended. Resume it first, then hand it over.`);
}
