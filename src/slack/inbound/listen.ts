/**
 * How a feature listens to Slack. Each function takes care of what every listener owes the person: an acknowledgement
 * within 3 s, a check that they may use Rapport at all, and a plain sentence when something fails.
 */
import type { App, BlockAction, GlobalShortcut, MessageShortcut, ViewOutput } from '@slack/bolt';
import type { ModalView, PlainTextOption } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { InvalidFields, TooSlow, toUserError, UserError } from '../../runtime/errors.ts';
import { type Message, plain, section } from '../blocks/blocks.ts';
import { escapeText } from '../blocks/text.ts';
import { sendWithPlainFallback } from '../outbound/send-with-plain-fallback.ts';
import { inputBlockIds, messageModal, openModal, updateModal } from './modals.ts';
import { chosenValue, onlySpeaks, onModal, type Surface, surfaceOf } from './surface.ts';

/** Who is asking: a member of the workspace, checked. */
export interface Requester {
  workspaceId: string;
  userId: string;
  name: string;
  /** IANA zone. */
  timeZone: string;
}

/** Finds out who `userId` is. @throws UserError for guests, bots and people of other companies. */
export type Identify = (userId: string, teamId: string | undefined) => Promise<Requester>;

/** What listeners stand on. */
export interface Slack {
  bolt: App;
  web: WebClient;
  identify: Identify;
  log: Logger;
}

export interface ActionArgs {
  by: Requester;
  /** The button's value, or the value of the chosen option; empty when there is none. */
  value: string;
  surface: Surface;
  web: WebClient;
  /** Says something to this person only: beside the message, as a modal, or in a modal that only says something. */
  reply(message: Message | string): Promise<void>;
  /** Says it in the place of the message that the button is on, where only this person sees that; else as `reply`. */
  replace(message: Message | string): Promise<void>;
  /** Opens a modal: on top of the one that the button is on, if it is on one. */
  open(build: () => Promise<ModalView>): Promise<void>;
}

/** @throws Error when Slack sends an action of another kind under that id. */
export function onAction(
  slack: Slack,
  actionId: string | RegExp,
  run: (args: ActionArgs) => Promise<void>,
): void {
  slack.bolt.action<BlockAction>(
    { type: 'block_actions', action_id: actionId },
    async ({ ack, action, body, respond }) => {
      await ack();
      const surface = surfaceOf(body);
      const say = async (message: Message | string, replaceOriginal: boolean) => {
        if (body.response_url) {
          await sendWithPlainFallback(asMessage(message), (said) =>
            respond({ ...said, response_type: 'ephemeral', replace_original: replaceOriginal }),
          );
        } else if (surface.kind === 'view' && onlySpeaks(surface)) {
          await updateModal(slack.web, surface.viewId, messageModal(asMessage(message)));
        } else {
          await openModal(
            slack.web,
            body.trigger_id,
            async () => messageModal(asMessage(message)),
            onModal(surface),
          );
        }
      };
      const reply = (message: Message | string) => say(message, false);
      await answering(slack, { userId: body.user.id, listener: action.action_id }, reply, async () => {
        await run({
          by: await slack.identify(body.user.id, body.user.team_id),
          value: chosenValue(action),
          surface,
          web: slack.web,
          reply,
          replace: (message) => say(message, surface.kind === 'message' && surface.ephemeral),
          open: (build) => openModal(slack.web, body.trigger_id, build, onModal(surface)),
        });
      });
    },
  );
}

export interface SubmitArgs {
  by: Requester;
  view: ViewOutput;
  web: WebClient;
}

/** What follows a submission that was saved. Without `view` the modal closes. */
export interface Submitted {
  view?: ModalView;
  /** Closes every modal of the stack, not only the topmost. */
  clear?: boolean;
  /** Runs after the person has their answer; its failure is logged, for what was typed is safe. */
  afterwards?: () => Promise<void>;
}

/** How long a save may take, in ms, so that Slack still gets its answer within 3 s. */
const SAVE_WITHIN_MS = 2_400;

/**
 * `save` has to have committed when it resolves: only then is the submission acknowledged and the modal closed. When it
 * throws, the modal stays with everything that was typed, and says why: `InvalidFields` at their fields, all else at the
 * first. A save that is merely slow may still succeed, so it must be idempotent for one view id.
 */
export function onSubmit(
  slack: Slack,
  callbackId: string,
  save: (args: SubmitArgs) => Promise<Submitted | undefined>,
): void {
  slack.bolt.view({ type: 'view_submission', callback_id: callbackId }, async ({ ack, view, body }) => {
    let saved: Submitted | undefined;
    try {
      saved = await within(
        SAVE_WITHIN_MS,
        slack.identify(body.user.id, body.user.team_id).then((by) => save({ by, view, web: slack.web })),
      );
    } catch (error) {
      const fields = fieldsOf(error, view);
      logFailure(slack, error, {
        userId: body.user.id,
        listener: callbackId,
        fields: Object.keys(fields),
      });
      await ack({ response_action: 'errors', errors: fields });
      return;
    }
    if (saved?.view) await ack({ response_action: 'update', view: saved.view });
    else if (saved?.clear) await ack({ response_action: 'clear' });
    else await ack();
    await saved?.afterwards?.().catch((error: unknown) => {
      logFailure(slack, error, { userId: body.user.id, listener: `${callbackId} afterwards` });
    });
  });
}

export interface ShortcutArgs {
  by: Requester;
  web: WebClient;
  /** The message that a message shortcut was used on. */
  message: { text: string; channelId: string } | null;
  reply(message: Message | string): Promise<void>;
  open(build: () => Promise<ModalView>): Promise<void>;
}

export function onShortcut(
  slack: Slack,
  callbackId: string,
  run: (args: ShortcutArgs) => Promise<void>,
): void {
  slack.bolt.shortcut<GlobalShortcut | MessageShortcut>(callbackId, async ({ ack, shortcut }) => {
    await ack();
    const open = (build: () => Promise<ModalView>) => openModal(slack.web, shortcut.trigger_id, build, false);
    const reply = (message: Message | string) => open(async () => messageModal(asMessage(message)));
    await answering(slack, { userId: shortcut.user.id, listener: callbackId }, reply, async () => {
      await run({
        by: await slack.identify(shortcut.user.id, shortcut.user.team_id),
        web: slack.web,
        message:
          shortcut.type === 'message_action'
            ? {
                text: shortcut.message.text ?? '',
                channelId: shortcut.channel.id,
              }
            : null,
        reply,
        open,
      });
    });
  });
}

/** Answers an `external_select` as the person types. On failure there are no options, and the log says why. */
export function onOptions(
  slack: Slack,
  actionId: string,
  find: (by: Requester, query: string) => Promise<PlainTextOption[]>,
): void {
  slack.bolt.options({ type: 'block_suggestion', action_id: actionId }, async ({ ack, body }) => {
    // Bolt types the options as those of the old dialogs; Slack takes Block Kit's here.
    const answer = ack as unknown as (options: { options: PlainTextOption[] }) => Promise<void>;
    try {
      const by = await slack.identify(body.user.id, body.user.team_id);
      await answer({ options: await find(by, body.value) });
    } catch (error) {
      logFailure(slack, error, { userId: body.user.id, listener: actionId });
      await answer({ options: [] });
    }
  });
}

/**
 * Runs what answers a person, and tells them in plain words when it fails. `reply` may itself fail (the database and
 * Slack can both be away); then the log is all there is. Either way one line says who asked for what, in ids.
 */
export async function answering(
  slack: Slack,
  context: { userId: string; listener: string },
  reply: (message: string) => Promise<void>,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
    slack.log.info(context, 'answered');
  } catch (error) {
    logFailure(slack, error, context);
    await reply(toUserError(error).text).catch((failed: unknown) => logFailure(slack, failed, context));
  }
}

function logFailure(
  slack: Slack,
  error: unknown,
  context: { userId: string; listener: string; fields?: string[] },
): void {
  const { code, expected } = toUserError(error);
  if (expected) slack.log.info({ ...context, code }, 'refused');
  else
    slack.log.error(
      { ...context, code, stack: error instanceof Error ? stackOnly(error) : undefined },
      'failed',
    );
}

/** Where it happened, without the message: a database's error can quote what a person typed. */
function stackOnly(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

function fieldsOf(error: unknown, view: ViewOutput): Record<string, string> {
  const inputs = inputBlockIds(view);
  if (error instanceof InvalidFields && Object.keys(error.fields).every((id) => inputs.includes(id))) {
    return error.fields;
  }
  const field =
    error instanceof UserError && error.field && inputs.includes(error.field) ? error.field : inputs[0];
  const text = toUserError(error).text;
  return {
    [field ?? 'unknown']: error instanceof UserError ? text : `${text} Everything you typed is still here.`,
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TooSlow(`Not saved after ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A sentence can hold what somebody typed, such as a client's name: nothing in it is parsed. */
export function asMessage(message: Message | string): Message {
  if (typeof message !== 'string') return message;
  return { text: escapeText(message), blocks: [section(plain(message))] };
}
