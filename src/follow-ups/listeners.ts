import { clientCommand } from '../clients/client-command.ts';
import { CHOOSE } from '../clients/view.ts';
import { requireMember } from '../people/require-member.ts';
import { findPerson } from '../people/store.ts';
import { dateIn } from '../runtime/clock.ts';
import type { Message } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import { idIn } from '../slack/forms/button-values.ts';
import type { ActionArgs } from '../slack/inbound/actions.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import type { SubmitArgs, Submitted } from '../slack/inbound/submissions.ts';
import { channelOf } from '../slack/inbound/surface.ts';
import { replyEphemeralOrDm } from '../slack/outbound/reply-ephemeral-or-dm.ts';
import { type Changed, changeFollowUp, findMovable } from './change-follow-up.ts';
import { followUpForm, parseFollowUp, parseMove } from './form.ts';
import { FOLLOW_UP_MOVE_SAVE, FOLLOW_UP_SAVE, moveModal } from './modal.ts';
import { openFollowUp } from './open-follow-up.ts';
import { type FollowUpChange, isOpen } from './rules.ts';
import { type InvalidateFollowUpMessages, noteFollowUp } from './save-follow-up.ts';
import {
  FOLLOW_UP_ADD,
  FOLLOW_UP_DONE,
  FOLLOW_UP_DROP,
  FOLLOW_UP_MENU,
  FOLLOW_UP_MOVE,
  FOLLOW_UP_TAKE_BACK,
  FOLLOW_UP_UNDO,
  followUpChoices,
  followUpMessage,
  notedMessage,
} from './view.ts';

/** Listens to all that makes a follow-up, and to whatever is pressed where one is shown. */
export function registerFollowUpListeners(
  slack: Slack,
  deps: Deps,
  invalidateFollowUpMessages: InvalidateFollowUpMessages,
): void {
  const { db, clock, log, messenger, refreshHomes } = deps;
  const changing = { db, clock, invalidateFollowUpMessages };

  slack.onAction(new RegExp(`^${FOLLOW_UP_ADD}(-\\d+)?$`), async ({ by, value, surface, open }) => {
    const clientId = value === CHOOSE ? null : value;
    await open(() => openFollowUp(deps, by, { clientId, from: channelOf(surface) }));
  });
  slack.onSubmit(FOLLOW_UP_SAVE, saveNew);

  slack.onAction(FOLLOW_UP_DONE, (args) => press(args, idIn(args.value), { kind: 'done' }));
  slack.onAction(FOLLOW_UP_DROP, (args) => press(args, idIn(args.value), { kind: 'drop' }));
  slack.onAction(FOLLOW_UP_MOVE, choose);
  slack.onAction(FOLLOW_UP_MENU, choose);

  const inPlace = (args: ActionArgs) => ({ by: args.by, reply: args.replace });
  slack.onAction(FOLLOW_UP_TAKE_BACK, (args) => press(inPlace(args), idIn(args.value), { kind: 'drop' }));
  slack.onAction(FOLLOW_UP_UNDO, (args) => press(inPlace(args), idIn(args.value), { kind: 'undo' }));

  slack.onSubmit(FOLLOW_UP_MOVE_SAVE, async ({ by, view }) => {
    const { followUpId, from, dueOn } = parseMove(view, dateIn(by.timeZone, clock.now()));
    const changed = await changeFollowUp(changing, by, followUpId, { kind: 'move', to: dueOn });
    const reply = (message: Message) => replyEphemeralOrDm(messenger, from, by.userId, message);
    return { clear: true, afterwards: () => answer({ by, reply }, 'move', changed) };
  });

  async function saveNew({ by, view }: SubmitArgs): Promise<Submitted> {
    const today = dateIn(by.timeZone, clock.now());
    const filled = followUpForm.read(view);
    const { clientId, promised } = parseFollowUp(filled, { authorId: by.userId, today });
    await filled.atFields(requireMember(deps, by.workspaceId, promised.promisedById, 'promisedBy'));
    const noted = await noteFollowUp(changing, by, { clientId, viewId: view.id, promised });
    const { followUp, isNew } = noted;
    log.info({ userId: by.userId, followUpId: followUp.id, isNew }, 'a follow-up was noted');
    return {
      clear: true,
      async afterwards() {
        const who = await findPerson(db, by.workspaceId, followUp.promisedById);
        const message = who && notedMessage({ ...noted, who }, by, clock.now());
        if (isNew && message) await replyEphemeralOrDm(messenger, filled.context.from, by.userId, message);
        await refresh(by, noted);
      },
    };
  }

  async function choose(args: ActionArgs): Promise<void> {
    const { choice, id } = followUpChoices.parse(args.value);
    if (choice === 'date') await askForDay(args, id);
    else if (choice === 'done' || choice === 'drop') await press(args, id, { kind: choice });
    else await press(args, id, { kind: 'move', to: choice });
  }

  async function askForDay({ by, surface, open, reply }: ActionArgs, id: string): Promise<void> {
    const { followUp, client } = await findMovable(db, by, id);
    const today = dateIn(by.timeZone, clock.now());
    if (isOpen(followUp)) {
      await open(async () => moveModal(followUp, client, { from: channelOf(surface), today }));
    } else {
      await reply(followUpMessage(followUp, { pressed: 'move', changed: false }, today));
    }
  }

  async function press(args: Answered, id: string, change: FollowUpChange): Promise<void> {
    await answer(args, change.kind, await changeFollowUp(changing, args.by, id, change));
  }

  async function answer(
    { by, reply }: Answered,
    pressed: FollowUpChange['kind'],
    { followUp, client, changed }: Changed,
  ): Promise<void> {
    log.info(
      { userId: by.userId, followUpId: followUp.id, pressed, changed },
      'a follow-up’s button was pressed',
    );
    await reply(followUpMessage(followUp, { pressed, changed }, dateIn(by.timeZone, clock.now())));
    if (changed) await refresh(by, { followUp, client });
  }

  function refresh(by: Requester, { followUp, client }: Pick<Changed, 'followUp' | 'client'>): Promise<void> {
    const covers = client.coverId ? [client.coverId] : [];
    return refreshHomes(by.userId, followUp.promisedById, client.ownerId, ...covers);
  }
}

/** Who pressed something, and how they are told. */
interface Answered {
  by: Requester;
  reply: (message: Message) => Promise<void>;
}

/** `/client-health todo [client]`. */
export function todoCommand(deps: Deps): SubCommand {
  return clientCommand(deps.db, {
    name: 'todo',
    summary: 'Note what you promised a client: who does it, and by when.',
    opens: { actionId: FOLLOW_UP_ADD, label: 'Add a follow-up for' },
    build: ({ by, channelId }, clientId) => openFollowUp(deps, by, { clientId, from: channelId }),
  });
}
