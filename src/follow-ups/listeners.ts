import { FIELDS } from '../check-ins/form.ts';
import { clientCommand } from '../clients/client-command.ts';
import { CHOOSE } from '../clients/view.ts';
import { requireMember } from '../people/require-member.ts';
import { findPerson } from '../people/store.ts';
import type { Message } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import { idIn } from '../slack/forms/button-values.ts';
import type { ActionArgs } from '../slack/inbound/actions.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { channelOf } from '../slack/inbound/surface.ts';
import { replyEphemeralOrDm } from '../slack/outbound/reply-ephemeral-or-dm.ts';
import { noteFollowUp } from './add-follow-up.ts';
import {
  type Changed,
  completeFollowUp,
  dropFollowUp,
  findMovable,
  type InvalidateFollowUpMessages,
  moveFollowUp,
  undoFollowUp,
} from './change-follow-up.ts';
import { FOLLOW_UP_SAVE, parseFollowUpModal } from './modal.ts';
import { FOLLOW_UP_MOVE_SAVE, followUpMoveModal, parseFollowUpMove } from './move-modal.ts';
import { openFollowUp } from './open-follow-up.ts';
import { isOpen } from './rules.ts';
import {
  addedMessage,
  FOLLOW_UP_ADD,
  FOLLOW_UP_DONE,
  FOLLOW_UP_DROP,
  FOLLOW_UP_MENU,
  FOLLOW_UP_MOVE,
  FOLLOW_UP_TAKE_BACK,
  FOLLOW_UP_UNDO,
  followUpMessage,
  parseFollowUpChoice,
} from './view.ts';

type Pressed = Parameters<typeof followUpMessage>[1];

/** Listens to all that makes a follow-up, and to whatever is pressed where one is shown. */
export function registerFollowUpListeners(
  slack: Slack,
  deps: Deps,
  invalidateFollowUpMessages: InvalidateFollowUpMessages,
): void {
  const { db, clock, log, messenger, refreshHomes } = deps;
  const todayOf = ({ timeZone }: Requester) => clock.now().toZonedDateTimeISO(timeZone).toPlainDate();

  slack.onAction(new RegExp(`^${FOLLOW_UP_ADD}(-\\d+)?$`), async ({ by, value, surface, open }) => {
    const clientId = value === CHOOSE ? null : value;
    await open(() => openFollowUp(db, clock, by, clientId, channelOf(surface)));
  });

  slack.onSubmit(FOLLOW_UP_SAVE, async ({ by, view }) => {
    const { context, clientId, promised } = parseFollowUpModal(view, by.userId, todayOf(by));
    await requireMember(deps, by.workspaceId, promised.promisedById, FIELDS.followUpWho.block);
    const noted = await noteFollowUp(db, clock, invalidateFollowUpMessages, by, {
      clientId,
      viewId: view.id,
      promised,
    });
    const { followUp, client, isNew } = noted;
    log.info({ userId: by.userId, followUpId: followUp.id, isNew }, 'a follow-up was noted');
    return {
      clear: true,
      async afterwards() {
        const who = await findPerson(db, by.workspaceId, followUp.promisedById);
        const message = who && addedMessage(followUp, client, who, by, clock.now());
        if (isNew && message) await replyEphemeralOrDm(messenger, context.from, by.userId, message);
        await refresh(by, noted);
      },
    };
  });

  slack.onAction(FOLLOW_UP_DONE, (args) => done(args, idIn(args.value)));
  slack.onAction(FOLLOW_UP_DROP, (args) => drop(args, idIn(args.value)));
  slack.onAction(FOLLOW_UP_MOVE, choose);
  slack.onAction(FOLLOW_UP_MENU, choose);

  slack.onAction(FOLLOW_UP_TAKE_BACK, async ({ by, value, replace }) => {
    const changed = await dropFollowUp(db, clock, invalidateFollowUpMessages, by, idIn(value));
    await answer(by, 'drop', changed, replace);
  });
  slack.onAction(FOLLOW_UP_UNDO, async ({ by, value, replace }) => {
    const changed = await undoFollowUp(db, clock, invalidateFollowUpMessages, by, idIn(value));
    await answer(by, 'undo', changed, replace);
  });

  slack.onSubmit(FOLLOW_UP_MOVE_SAVE, async ({ by, view }) => {
    const { followUpId, from, day } = parseFollowUpMove(view, todayOf(by));
    const changed = await moveFollowUp(db, clock, invalidateFollowUpMessages, by, followUpId, day);
    return {
      clear: true,
      afterwards: () =>
        answer(by, 'move', changed, (message) => replyEphemeralOrDm(messenger, from, by.userId, message)),
    };
  });

  async function choose(args: ActionArgs): Promise<void> {
    const { choice, id } = parseFollowUpChoice(args.value);
    if (choice === 'done') return done(args, id);
    if (choice === 'drop') return drop(args, id);
    if (choice === 'date') return askForDay(args, id);
    await answer(
      args.by,
      'move',
      await moveFollowUp(db, clock, invalidateFollowUpMessages, args.by, id, choice),
      args.reply,
    );
  }

  async function done({ by, reply }: ActionArgs, id: string): Promise<void> {
    await answer(by, 'done', await completeFollowUp(db, clock, invalidateFollowUpMessages, by, id), reply);
  }

  async function drop({ by, reply }: ActionArgs, id: string): Promise<void> {
    await answer(by, 'drop', await dropFollowUp(db, clock, invalidateFollowUpMessages, by, id), reply);
  }

  async function askForDay({ by, surface, open, reply }: ActionArgs, id: string): Promise<void> {
    const { followUp, client } = await findMovable(db, by, id);
    if (isOpen(followUp)) {
      await open(async () => followUpMoveModal(followUp, client.name, channelOf(surface), todayOf(by)));
    } else {
      await reply(followUpMessage(followUp, 'move', false, todayOf(by)));
    }
  }

  async function answer(
    by: Requester,
    pressed: Pressed,
    changed: Changed,
    say: (message: Message) => Promise<void>,
  ): Promise<void> {
    const { followUp } = changed;
    log.info(
      { userId: by.userId, followUpId: followUp.id, pressed, changed: changed.changed },
      'something was pressed about a follow-up',
    );
    await say(followUpMessage(followUp, pressed, changed.changed, todayOf(by)));
    if (changed.changed) await refresh(by, changed);
  }

  function refresh(by: Requester, { followUp, client }: Pick<Changed, 'followUp' | 'client'>): Promise<void> {
    const covers = client.coverId ? [client.coverId] : [];
    return refreshHomes(by.userId, followUp.promisedById, client.ownerId, ...covers);
  }
}

/** `/client-health todo [client]`. */
export function todoCommand({ db, clock }: Deps): SubCommand {
  return clientCommand(db, {
    name: 'todo',
    summary: 'Note what you promised a client: who does it, and by when.',
    opens: { actionId: FOLLOW_UP_ADD, label: 'Add a follow-up for' },
    build: ({ by, channelId }, clientId) => openFollowUp(db, clock, by, clientId, channelId),
  });
}
