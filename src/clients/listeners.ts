import type { Clock } from '../runtime/clock.ts';
import { clip, tidyLine } from '../slack/blocks/text.ts';
import type { RefreshHomes } from '../slack/deps.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import {
  type ActionArgs,
  onAction,
  onOptions,
  onSubmit,
  type Requester,
  type Slack,
} from '../slack/inbound/listen.ts';
import { changeModal } from '../slack/inbound/modal-update-queue.ts';
import { messageModal } from '../slack/inbound/modals.ts';
import type { Database } from '../storage/database.ts';
import { addNewClient } from './add-client.ts';
import { withChosenCadence } from './cadence/form.ts';
import { changeStatus } from './change-status.ts';
import { addedMessage, editedMessage, type Reader, statusMessage } from './client-messages.ts';
import { ADD_CLIENT_VIEW, addClientModal, EDIT_CLIENT_VIEW, newDetails, readEdited } from './client-modal.ts';
import { type ClientHooks, editClient } from './edit-client.ts';
import { FIELDS } from './fields.ts';
import { searchClients } from './find-client.ts';
import { currencyOf, openEdit } from './open-edit.ts';
import { parseClientModal } from './parse-client-modal.ts';
import { NAME_MAX } from './rules.ts';
import {
  CLIENT_ADD,
  CLIENT_EDIT,
  CLIENT_END,
  CLIENT_PAUSE,
  CLIENT_RESUME,
  CLIENT_SEARCH,
  clientOption,
} from './view.ts';

export function registerClientListeners(
  slack: Slack,
  db: Database,
  clock: Clock,
  hooks: ClientHooks,
  refreshHomes: RefreshHomes,
): void {
  const { dropPrompts } = hooks;
  const readerOf = (by: Requester): Reader => ({ ...by, now: clock.now() });

  onAction(slack, CLIENT_ADD, async ({ by, open }) => {
    await open(() => buildAddModal(db, by, ''));
  });

  onSubmit(slack, ADD_CLIENT_VIEW, async ({ by, view, web }) => {
    const { details } = parseClientModal(view.state);
    const { client, next } = await addNewClient(db, web, clock, by, details, view.id);
    slack.log.info({ clientId: client.id, userId: by.userId }, 'a client was added');
    return {
      view: messageModal(addedMessage(client, next, readerOf(by))),
      afterwards: () => refreshHomes(by.userId, client.ownerId),
    };
  });

  onAction(slack, CLIENT_EDIT, (args) => openEdit(db, args, args.value));

  onAction(slack, FIELDS.howOften, async ({ surface, web }) => {
    if (surface.kind !== 'view' || ![ADD_CLIENT_VIEW, EDIT_CLIENT_VIEW].includes(surface.view.callback_id))
      return;
    await changeModal(web, surface, withChosenCadence(surface.view));
  });

  onSubmit(slack, EDIT_CLIENT_VIEW, async ({ by, view, web }) => {
    const { client, next, formerOwnerId } = await editClient(db, web, clock, hooks, by, {
      ...readEdited(view.private_metadata),
      ...parseClientModal(view.state),
      viewId: view.id,
    });
    slack.log.info({ clientId: client.id, userId: by.userId }, 'a client was edited');
    return {
      view: messageModal(editedMessage(client, next, readerOf(by))),
      afterwards: () => refreshHomes(by.userId, client.ownerId, formerOwnerId),
    };
  });

  const onStatusButton = (actionId: string, to: 'active' | 'paused' | 'ended') => {
    onAction(slack, actionId, async ({ by, value, replace, web }: ActionArgs) => {
      const change = await changeStatus(db, web, clock, dropPrompts, by, value, to);
      slack.log.info(
        { clientId: value, userId: by.userId, status: to, changed: change.changed },
        'a client’s status button was pressed',
      );
      await replace(statusMessage(change, readerOf(by)));
      if (change.changed) await refreshHomes(by.userId, change.client.ownerId, change.formerOwnerId);
    });
  };
  onStatusButton(CLIENT_PAUSE, 'paused');
  onStatusButton(CLIENT_RESUME, 'active');
  onStatusButton(CLIENT_END, 'ended');

  onOptions(slack, CLIENT_SEARCH, async (by, query) =>
    (await searchClients(db, by.workspaceId, query)).map(clientOption),
  );
}

export function clientSubCommands(db: Database): SubCommand[] {
  return [
    {
      name: 'add',
      takes: '[name]',
      summary: 'Add a client.',
      run: ({ by, rest, open }) => open(() => buildAddModal(db, by, rest)),
    },
  ];
}

async function buildAddModal(db: Database, by: Requester, name: string) {
  return addClientModal(
    newDetails(by.userId, clip(tidyLine(name), NAME_MAX)),
    await currencyOf(db, by.workspaceId),
  );
}
