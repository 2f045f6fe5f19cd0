import { loadNextAssignee } from '../clients/load-calendars.ts';
import type { InvalidateFollowUpMessages } from '../follow-ups/change-follow-up.ts';
import { requireMember } from '../people/require-member.ts';
import type { Deps } from '../slack/deps.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { SubmitArgs, Submitted } from '../slack/inbound/submissions.ts';
import { replyEphemeralOrDm } from '../slack/outbound/reply-ephemeral-or-dm.ts';
import { editCheckIn } from './edit-check-in.ts';
import { FIELDS, type Filled, type FormContext, parseForm, readContext } from './form.ts';
import { type AnswerPrompt, type Recorded, recordCheckIn } from './record-check-in.ts';
import { savedMessage } from './view.ts';

/** Saves a new check-in; then tells its author when the next one is due. */
export async function submitNew(
  deps: Deps,
  answerPrompt: AnswerPrompt,
  args: SubmitArgs,
): Promise<Submitted> {
  const { db, clock, refreshHomes } = deps;
  const { by, view } = args;
  const { context, filled } = await read(deps, args);
  const recorded = await recordCheckIn(db, clock, answerPrompt, {
    workspaceId: by.workspaceId,
    authorId: by.userId,
    viewId: view.id,
    clientId: filled.clientId,
    answers: filled.answers,
    promised: filled.promised ?? null,
  });
  return {
    clear: true,
    async afterwards() {
      await Promise.all([
        refreshHomes(by.userId, recorded.client.ownerId, filled.promised?.promisedById ?? by.userId),
        recorded.isNew && tell(deps, by, context, recorded),
      ]);
    },
  };
}

async function tell(
  { db, clock, messenger }: Deps,
  by: Requester,
  context: FormContext,
  { checkIn, client, nextDueAt }: Recorded,
): Promise<void> {
  const next = await loadNextAssignee(db, { ...client, nextDueAt }, clock.now());
  const message = savedMessage(checkIn, client, next, by.timeZone, clock.now());
  await replyEphemeralOrDm(messenger, context.from, by.userId, message);
}

/** Saves the changes to an earlier check-in. */
export async function submitChange(
  deps: Deps,
  invalidateFollowUpMessages: InvalidateFollowUpMessages,
  args: SubmitArgs,
): Promise<Submitted> {
  const { db, clock, refreshHomes } = deps;
  const { by } = args;
  const { context, filled } = await read(deps, args);
  if (!context.checkInId) throw new Error('The modal names no check-in');
  const { client } = await editCheckIn(db, clock, invalidateFollowUpMessages, {
    workspaceId: by.workspaceId,
    checkInId: context.checkInId,
    authorId: by.userId,
    answers: filled.answers,
    promised: filled.promised,
  });
  return {
    clear: true,
    afterwards: () => refreshHomes(by.userId, client.ownerId, filled.promised?.promisedById ?? by.userId),
  };
}

async function read(deps: Deps, { by, view }: SubmitArgs): Promise<{ context: FormContext; filled: Filled }> {
  const context = readContext(view.private_metadata);
  const today = deps.clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
  const filled = parseForm(view.state, context, by.userId, today);
  if (filled.promised) {
    await requireMember(deps, by.workspaceId, filled.promised.promisedById, FIELDS.followUpWho.block);
  }
  return { context, filled };
}
