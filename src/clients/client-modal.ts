import type { ModalView } from '@slack/types';
import { context, header, plain } from '../slack/blocks/blocks.ts';
import type { FormState } from '../slack/forms/field.ts';
import { draftDays, withCadenceDefaults } from './cadence/form.ts';
import { usualLongestGap } from './cadence/rules.ts';
import { clientDraft, clientForm, hasUsualGap } from './form.ts';
import type { Client, ClientDetails } from './rules.ts';

export const ADD_CLIENT_SAVE = 'client-add';
export const EDIT_CLIENT_SAVE = 'client-edit';

type Context = ReturnType<typeof clientForm.read>['context'];
type State = FormState<typeof clientForm.fields, Context>;

/** @param currency the workspace's, where the client has none yet. */
export function addClientModal(details: ClientDetails, currency: string): ModalView {
  const usualGap = usualLongestGap(details.cadence);
  return clientModal({
    context: { edited: null, usualGap },
    draft: clientDraft({ ...details, status: null }, currency),
  });
}

export function editClientModal(client: Client, currency: string): ModalView {
  const edited = { clientId: client.id, updatedAt: client.updatedAt };
  const usualGap = usualLongestGap(client.cadence);
  return clientModal({ context: { edited, usualGap }, draft: clientDraft(client, currency) });
}

/**
 * The open modal with the fields that belong to the chosen cadence, and its usual longest gap unless somebody typed
 * another. What was in a field earlier is in it again.
 */
export function withChosenCadence(view: { private_metadata: string; state: unknown }): ModalView {
  const filled = clientForm.read(view);
  const draft = withCadenceDefaults(filled.draft);
  if (!hasUsualGap(filled)) return clientModal({ context: filled.context, draft });
  const usualGap = usualLongestGap(draftDays(draft));
  return clientModal({
    context: { ...filled.context, usualGap },
    draft: { ...draft, longestGap: usualGap },
  });
}

function clientModal(state: State): ModalView {
  const isNew = state.context.edited === null;
  return clientForm.modal(state, {
    callbackId: isNew ? ADD_CLIENT_SAVE : EDIT_CLIENT_SAVE,
    title: isNew ? 'Add a client' : 'Edit client',
    submit: isNew ? 'Add' : 'Save',
    blocks: [
      ...clientForm.blocks(state, { to: 'status' }),
      header('Optional'),
      context(plain('You can add these later.')),
      ...clientForm.blocks(state, { after: 'status' }),
    ],
  });
}
