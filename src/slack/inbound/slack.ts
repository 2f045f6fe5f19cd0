import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../runtime/log.ts';
import { type ActionArgs, listenToAction } from './actions.ts';
import { type CommandRoutes, listenToCommand } from './commands.ts';
import {
  type HomeAction,
  type HomeOpened,
  listenToHomeAction,
  listenToHomeOpened,
  listenToHomePress,
} from './homes.ts';
import { ModalUpdateQueues } from './modal-update-queues.ts';
import type { ModalViews } from './modals.ts';
import { type FindOptions, listenToOptions } from './options.ts';
import type { Identify } from './requester.ts';
import { listenToShortcut, type ShortcutArgs } from './shortcuts.ts';
import { listenToSubmission, type SubmitArgs, type Submitted } from './submissions.ts';
import { listenToUserChange, type UserChange } from './user-changes.ts';

/**
 * How a feature listens to Slack. Each listener acknowledges within 3 s, checks that the person may use Rapport, gives what
 * answers them, and tells them in a plain sentence when something fails.
 */
export interface Slack {
  /** A button was pressed, or something chosen in a message or a modal. */
  onAction(actionId: string | RegExp, run: (args: ActionArgs) => Promise<void>): void;
  /** A modal was submitted: see `listenToSubmission` for what `save` promises. */
  onSubmit(callbackId: string, save: (args: SubmitArgs) => Promise<Submitted | undefined>): void;
  onShortcut(callbackId: string, run: (args: ShortcutArgs) => Promise<void>): void;
  /** Somebody types into an `external_select`. */
  onOptions(actionId: string, find: FindOptions): void;
  /** The slash command was typed. */
  onCommand(routes: CommandRoutes): void;
  onHomeOpened(run: (opened: HomeOpened) => Promise<void>): void;
  /** A button in somebody's Home that shows the Home again. It finds out itself who is asking. */
  onHomeAction(actionId: string | RegExp, run: (pressed: HomeAction) => Promise<void>): void;
  /** Anything was pressed in somebody's Home: `metadata` is what their Home carries along. */
  onHomePress(note: (userId: string, metadata: string) => void): void;
  /** Somebody's profile or account has changed. */
  onUserChange(run: (change: UserChange) => Promise<void>): void;
  /** Runs after each request, once the person has their answer. */
  afterRequest(run: () => Promise<void>): void;
}

/** What the listeners in this folder stand on. Features have `Slack` alone. */
export interface ListenerContext {
  bolt: App;
  views: ModalViews;
  modalUpdates: ModalUpdateQueues;
  identify: Identify;
  log: Logger;
}

export function createSlack(bolt: App, web: WebClient, identify: Identify, log: Logger): Slack {
  const { open, push, update } = web.views;
  const views: ModalViews = { open, push, update };
  const context: ListenerContext = { bolt, views, modalUpdates: new ModalUpdateQueues(views), identify, log };
  return {
    onAction: (actionId, run) => listenToAction(context, actionId, run),
    onSubmit: (callbackId, save) => listenToSubmission(context, callbackId, save),
    onShortcut: (callbackId, run) => listenToShortcut(context, callbackId, run),
    onOptions: (actionId, find) => listenToOptions(context, actionId, find),
    onCommand: (routes) => listenToCommand(context, routes),
    onHomeOpened: (run) => listenToHomeOpened(context, run),
    onHomeAction: (actionId, run) => listenToHomeAction(context, actionId, run),
    onHomePress: (note) => listenToHomePress(context, note),
    onUserChange: (run) => listenToUserChange(context, run),
    afterRequest(run) {
      bolt.use(async ({ next }) => {
        await next();
        await run();
      });
    },
  };
}
