import { messageModal } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import type { ActionArgs } from '../slack/inbound/actions.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import type { Database } from '../storage/database.ts';
import { addClient } from './add-client.ts';
import { changeStatus, type NewStatus } from './change-status.ts';
import { ADD_CLIENT_SAVE, EDIT_CLIENT_SAVE, withChosenCadence } from './client-modal.ts';
import { type ClientHooks, editClient } from './edit-client.ts';
import { searchClients } from './find-client.ts';
import { clientForm, readClient } from './form.ts';
import { addedMessage, editedMessage, type Reader, statusMessage } from './messages-view.ts';
import { openAddClient, openEditClient } from './open-client.ts';
import {
  CLIENT_ADD,
  CLIENT_EDIT,
  CLIENT_END,
  CLIENT_PAUSE,
  CLIENT_RESUME,
  CLIENT_SEARCH,
  clientOption,
} from './view.ts';

export function registerClientListeners(slack: Slack, deps: Deps, hooks: ClientHooks): void {
  const { db, clock, log, refreshHomes } = deps;
  const readerOf = (by: Requester): Reader => ({ ...by, now: clock.now() });

  slack.onAction(CLIENT_ADD, (args) => openAddClient(db, args));

  slack.onSubmit(ADD_CLIENT_SAVE, async ({ by, view }) => {
    const { details } = readClient(clientForm.read(view));
    const { client, next } = await addClient(deps, by, { details, viewId: view.id });
    log.info({ clientId: client.id, userId: by.userId }, 'a client was added');
    return {
      view: messageModal(addedMessage(client, next, readerOf(by))),
      afterwards: () => refreshHomes(by.userId, client.ownerId),
    };
  });

  slack.onAction(CLIENT_EDIT, (args) => openEditClient(db, args, args.value));

  slack.onAction(clientForm.actionId('howOften'), async ({ surface, update }) => {
    if (surface.kind !== 'view' || ![ADD_CLIENT_SAVE, EDIT_CLIENT_SAVE].includes(surface.view.callback_id))
      return;
    await update(withChosenCadence(surface.view));
  });

  slack.onSubmit(EDIT_CLIENT_SAVE, async ({ by, view }) => {
    const filled = clientForm.read(view);
    const { edited } = filled.context;
    if (!edited) throw new Error('The modal names no client');
    const edit = { ...edited, ...readClient(filled), viewId: view.id };
    const { client, next, formerOwnerId } = await editClient(deps, hooks, by, edit);
    log.info({ clientId: client.id, userId: by.userId }, 'a client was edited');
    return {
      view: messageModal(editedMessage(client, next, readerOf(by))),
      afterwards: () => refreshHomes(by.userId, client.ownerId, formerOwnerId),
    };
  });

  const onStatusButton = (actionId: string, status: NewStatus['status']) => {
    slack.onAction(actionId, async ({ by, value, replace }: ActionArgs) => {
      const change = await changeStatus(deps, hooks.dropPrompts, by, { clientId: value, status });
      log.info(
        { clientId: value, userId: by.userId, status, changed: change.changed },
        'a client’s status button was pressed',
      );
      await replace(statusMessage(change, readerOf(by)));
      if (change.changed) await refreshHomes(by.userId, change.client.ownerId, change.formerOwnerId);
    });
  };
  onStatusButton(CLIENT_PAUSE, 'paused');
  onStatusButton(CLIENT_RESUME, 'active');
  onStatusButton(CLIENT_END, 'ended');

  slack.onOptions(CLIENT_SEARCH, async (by, query) =>
    (await searchClients(db, by.workspaceId, query)).map(clientOption),
  );
}

export function clientSubCommands(db: Database): SubCommand[] {
  return [
    {
      name: 'add',
      takes: '[name]',
      summary: 'Add a client.',
      run: (args) => openAddClient(db, args, args.rest),
    },
  ];
}
