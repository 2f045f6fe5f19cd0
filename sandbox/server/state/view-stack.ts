import { withIds } from '../../elements.ts';
import { type Raw, rawList } from '../../raw.ts';
import { newId, secret, shortId } from './ids.ts';
import { carriedState, initialState } from './input-values.ts';
import { changed, nowSeconds, type SandboxState, type StoredView, screenOf } from './state.ts';

/** A view that is not yet on any screen; a modal may lie on top of another one. */
export function newView(userId: string, type: 'modal' | 'home', given: Raw, below?: StoredView): StoredView {
  const view = { ...given, blocks: withIds(rawList(given.blocks), shortId) };
  const id = newId('V');
  return {
    id,
    type,
    userId,
    view,
    state: initialState(view.blocks),
    hash: secret(8),
    errors: {},
    busy: false,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
  };
}

/** Puts a modal on top of what the person has open. */
export function addModal(state: SandboxState, userId: string, given: Raw): StoredView {
  const { modals } = screenOf(state, userId);
  const view = newView(userId, 'modal', given, modals.at(-1));
  view.hash = freshHash(state);
  modals.push(view);
  changed(state);
  return view;
}

/** Replaces a view's content; inputs that remain keep what was typed, errors go. */
export function replaceView(state: SandboxState, stored: StoredView, given: Raw): void {
  stored.view = { ...given, blocks: withIds(rawList(given.blocks), shortId) };
  stored.state = carriedState(stored.state, rawList(stored.view.blocks));
  stored.errors = {};
  stored.hash = freshHash(state);
  changed(state);
}

/** Takes one modal off the screen, so that the one below shows again. */
export function removeModal(state: SandboxState, stored: StoredView): void {
  const screen = screenOf(state, stored.userId);
  screen.modals = screen.modals.filter((view) => view !== stored);
  changed(state);
}

export function clearModals(state: SandboxState, userId: string): void {
  screenOf(state, userId).modals = [];
  changed(state);
}

/** A view as Slack writes it in answers and payloads. */
export function viewJson(state: SandboxState, stored: StoredView): Raw {
  const { view } = stored;
  const isModal = stored.type === 'modal';
  return {
    id: stored.id,
    team_id: state.team.id,
    type: stored.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: stored.state },
    hash: stored.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: isModal && view.clear_on_close === true,
    notify_on_close: isModal && view.notify_on_close === true,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: stored.previousId,
    root_view_id: stored.rootId,
    app_id: state.app.id,
    external_id: view.external_id ?? '',
    app_installed_team_id: state.team.id,
    bot_id: state.app.botId,
  };
}

function freshHash(state: SandboxState): string {
  return `${nowSeconds(state)}.${secret(4)}`;
}
