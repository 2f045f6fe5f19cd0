import { loadNextAssignee } from '../clients/load-calendars.ts';
import type { Client } from '../clients/rules.ts';
import { requireMember } from '../people/require-member.ts';
import { dateIn } from '../runtime/clock.ts';
import type { Deps } from '../slack/deps.ts';
import type { SubmitArgs, Submitted } from '../slack/inbound/submissions.ts';
import { replyEphemeralOrDm } from '../slack/outbound/reply-ephemeral-or-dm.ts';
import { editCheckIn } from './edit-check-in.ts';
import { checkInForm, type ParsedCheckIn, parseCheckIn } from './form.ts';
import { type CheckInHooks, recordCheckIn } from './record-check-in.ts';
import { savedMessage } from './view.ts';

export type CheckInDeps = Deps & CheckInHooks;

/** Saves a new check-in; then tells its author when the next one is due. */
export async function submitNew(deps: CheckInDeps, args: SubmitArgs): Promise<Submitted> {
  const { by, view } = args;
  const { context, promised, ...typed } = await read(deps, args);
  const recorded = await recordCheckIn(deps, by, { ...typed, promised: promised ?? null, viewId: view.id });
  const { checkIn, client, nextDueAt, isNew } = recorded;
  const tell = async () => {
    const now = deps.clock.now();
    const next = await loadNextAssignee(deps.db, { ...client, nextDueAt }, now);
    const message = savedMessage({ checkIn, client, next }, by, now);
    await replyEphemeralOrDm(deps.messenger, context.from, by.userId, message);
  };
  return {
    clear: true,
    async afterwards() {
      await Promise.all([refresh(deps, args, { client, promised }), isNew && tell()]);
    },
  };
}

/** Saves the changes to an earlier check-in. */
export async function submitChange(deps: CheckInDeps, args: SubmitArgs): Promise<Submitted> {
  const { context, answers, promised } = await read(deps, args);
  const { checkInId } = context;
  if (!checkInId) throw new Error('The modal names no check-in');
  const { client } = await editCheckIn(deps, args.by, { checkInId, answers, promised });
  return { clear: true, afterwards: () => refresh(deps, args, { client, promised }) };
}

async function read(deps: CheckInDeps, { by, view }: SubmitArgs) {
  const filled = checkInForm.read(view);
  const today = dateIn(by.timeZone, deps.clock.now());
  const parsed = parseCheckIn(filled, { authorId: by.userId, today });
  const { promised } = parsed;
  if (promised)
    await filled.atFields(requireMember(deps, by.workspaceId, promised.promisedById, 'promisedBy'));
  return { ...parsed, context: filled.context };
}

function refresh(
  { refreshHomes }: CheckInDeps,
  { by }: SubmitArgs,
  { client, promised }: { client: Client; promised: ParsedCheckIn['promised'] },
): Promise<void> {
  return refreshHomes(by.userId, client.ownerId, promised?.promisedById ?? by.userId);
}
