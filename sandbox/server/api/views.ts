import { isRaw, type Raw } from '../../raw.ts';
import { checkView } from '../checks/views.ts';
import { refused, SlackError } from '../slack-error.ts';
import { newId } from '../state/ids.ts';
import { findView, openViews, type StoredView, screenOf } from '../state/state.ts';
import { addModal, newView, replaceView, viewJson } from '../state/view-stack.ts';
import { optional, required } from './arguments.ts';
import type { ApiContext, Method } from './method.ts';

function givenView(context: ApiContext, args: Raw, kind: 'modal' | 'home', replaced?: StoredView): Raw {
  const { view } = args;
  if (!isRaw(view)) throw refused('invalid_arguments', ['missing required field: view']);
  const refusal = checkView(view, kind);
  if (refusal) throw refused(refusal.error, refusal.messages);
  const external = optional(view, 'external_id');
  const taken = openViews(context.state).find(({ view: other }) => other.external_id === external);
  if (external !== undefined && taken && taken !== replaced) throw new SlackError('duplicate_external_id');
  return view;
}

function answer(context: ApiContext, view: StoredView): Raw {
  return { view: viewJson(context.state, view) };
}

const open: Method = (context, args) => {
  const triggerId = required(args, 'trigger_id');
  const { userId } = context.triggers.check(triggerId);
  const view = givenView(context, args, 'modal');
  context.triggers.use(triggerId);
  screenOf(context.state, userId).modals = [];
  return answer(context, addModal(context.state, userId, view));
};

const push: Method = (context, args) => {
  const triggerId = required(args, 'trigger_id');
  const { userId, viewId } = context.triggers.check(triggerId);
  const { modals } = screenOf(context.state, userId);
  if (viewId === null || !modals.some(({ id }) => id === viewId)) throw new SlackError('not_found');
  if (modals.length >= 3) throw new SlackError('push_limit_reached');
  const view = givenView(context, args, 'modal');
  context.triggers.use(triggerId);
  return answer(context, addModal(context.state, userId, view));
};

const update: Method = (context, args) => {
  const stored = named(context, args);
  const view = givenView(context, args, stored.type, stored);
  requireHash(stored, args);
  replaceView(context.state, stored, view);
  return answer(context, stored);
};

function named(context: ApiContext, args: Raw): StoredView {
  const viewId = optional(args, 'view_id');
  const externalId = optional(args, 'external_id');
  if (viewId === undefined && externalId === undefined) {
    throw refused('invalid_arguments', ['must provide view_id or external_id']);
  }
  const found = viewId
    ? findView(context.state, viewId)
    : openViews(context.state).find(({ view }) => view.external_id === externalId);
  if (!found) throw new SlackError('not_found');
  return found;
}

function requireHash(stored: StoredView, args: Raw): void {
  const hash = optional(args, 'hash');
  if (hash !== undefined && hash !== stored.hash) throw new SlackError('hash_conflict');
}

const publish: Method = (context, args) => {
  const { state } = context;
  const userId = required(args, 'user_id');
  if (!state.manifest.homeTab) throw new SlackError('not_enabled');
  const person = state.people.get(userId);
  if (!person || person.kind === 'bot' || person.kind === 'deactivated' || person.teamId !== state.team.id) {
    throw refused('invalid_arguments', ['invalid `user_id` [json-pointer:/user_id]']);
  }
  const screen = screenOf(state, userId);
  const view = givenView(context, args, 'home', screen.home ?? undefined);
  if (screen.home) {
    requireHash(screen.home, args);
    replaceView(state, screen.home, view);
  } else {
    screen.home = newView(userId, 'home', view, newId('V'), null);
    replaceView(state, screen.home, view);
  }
  return answer(context, screen.home);
};

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
