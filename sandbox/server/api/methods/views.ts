import type { Raw } from '../../../raw.ts';
import { checkView } from '../../checks/views.ts';
import { refused, SlackError } from '../../slack-error.ts';
import { findView, openViews, type StoredView, screenOf } from '../../state/state.ts';
import { addModal, newView, replaceView, viewJson } from '../../state/view-stack.ts';
import { object, text } from '../arguments.ts';
import { type ApiContext, method } from '../method.ts';

const DEEPEST_STACK = 3;

export const viewMethods = [
  method({
    name: 'views.open',
    scopes: [],
    tier: 4,
    args: { trigger_id: text, view: object },
    run: (context, { trigger_id: triggerId, view }) => {
      const { userId } = context.triggers.check(triggerId);
      requireValid(context, view, 'modal');
      context.triggers.use(triggerId);
      screenOf(context.state, userId).modals = [];
      return answer(context, addModal(context.state, userId, view));
    },
  }),

  method({
    name: 'views.push',
    scopes: [],
    tier: 4,
    args: { trigger_id: text, view: object },
    run: (context, { trigger_id: triggerId, view }) => {
      const { userId, viewId } = context.triggers.check(triggerId);
      const { modals } = screenOf(context.state, userId);
      if (viewId === null || !modals.some(({ id }) => id === viewId)) throw new SlackError('not_found');
      if (modals.length >= DEEPEST_STACK) throw new SlackError('push_limit_reached');
      requireValid(context, view, 'modal');
      context.triggers.use(triggerId);
      return answer(context, addModal(context.state, userId, view));
    },
  }),

  method({
    name: 'views.update',
    scopes: [],
    tier: 4,
    args: { view_id: text.optional(), external_id: text.optional(), hash: text.optional(), view: object },
    run: (context, args) => {
      const stored = named(context, args.view_id, args.external_id);
      requireValid(context, args.view, stored.type, stored);
      requireHash(stored, args.hash);
      replaceView(context.state, stored, args.view);
      return answer(context, stored);
    },
  }),

  method({
    name: 'views.publish',
    scopes: [],
    tier: 4,
    args: { user_id: text, hash: text.optional(), view: object },
    run: (context, { user_id: userId, hash, view }) => {
      const { state } = context;
      if (!state.manifest.homeTab) throw new SlackError('not_enabled');
      requireOwnPerson(context, userId);
      const screen = screenOf(state, userId);
      requireValid(context, view, 'home', screen.home ?? undefined);
      if (screen.home) requireHash(screen.home, hash);
      screen.home ??= newView(userId, 'home', view);
      replaceView(state, screen.home, view);
      return answer(context, screen.home);
    },
  }),
];

/** @throws SlackError when Slack would refuse the view, or another one has its `external_id` */
function requireValid(context: ApiContext, view: Raw, kind: 'modal' | 'home', replaced?: StoredView): void {
  const refusal = checkView(view, kind);
  if (refusal) throw refused(refusal.error, refusal.messages);
  const { external_id: external } = view;
  if (external === undefined || external === '') return;
  const taken = openViews(context.state).find(({ view: other }) => other.external_id === external);
  if (taken && taken !== replaced) throw new SlackError('duplicate_external_id');
}

function requireOwnPerson({ state }: ApiContext, userId: string): void {
  const person = state.people.get(userId);
  if (!person || person.kind === 'bot' || person.kind === 'deactivated' || person.teamId !== state.team.id) {
    throw refused('invalid_arguments', ['invalid `user_id` [json-pointer:/user_id]']);
  }
}

function requireHash(stored: StoredView, hash: string | undefined): void {
  if (hash !== undefined && hash !== stored.hash) throw new SlackError('hash_conflict');
}

function named(
  { state }: ApiContext,
  viewId: string | undefined,
  externalId: string | undefined,
): StoredView {
  if (viewId === undefined && externalId === undefined) {
    throw refused('invalid_arguments', ['must provide view_id or external_id']);
  }
  const found = viewId
    ? findView(state, viewId)
    : openViews(state).find(({ view }) => view.external_id === externalId);
  if (!found) throw new SlackError('not_found');
  return found;
}

function answer({ state }: ApiContext, view: StoredView): Raw {
  return { view: viewJson(state, view) };
}
