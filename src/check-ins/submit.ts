import { loadNextAsked } from '../clients/who-is-asked.ts';
import type { Clock } from '../clock.ts';
import { InvalidFields, Refusal } from '../errors.ts';
import type { Requester, SubmitArgs, Submitted } from '../slack/listen.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { Database } from '../storage/database.ts';
import { loadPerson } from '../workspaces/people.ts';
import { isInsider, type RefreshHomes } from '../workspaces/rules.ts';
import { editCheckIn } from './edit-check-in.ts';
import { FIELDS, type Filled, type FormContext, parseForm, readContext } from './form.ts';
import { type Recorded, recordCheckIn, type SettlePrompt } from './record-check-in.ts';
import { savedMessage } from './views.ts';

/** Saves a new check-in; then tells its author when the next one is due. */
export async function submitNew(
  db: Database,
  clock: Clock,
  messenger: Messenger,
  settlePrompt: SettlePrompt,
  refreshHomes: RefreshHomes,
  args: SubmitArgs,
): Promise<Submitted> {
  const { by, view } = args;
  const { context, filled } = await read(db, clock, args);
  const recorded = await recordCheckIn(db, clock, settlePrompt, {
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
        refreshHomes(by.userId, recorded.client.ownerId, filled.promised?.whoId ?? by.userId),
        recorded.isNew && tell(db, clock, messenger, by, context, recorded),
      ]);
    },
  };
}

async function tell(
  db: Database,
  clock: Clock,
  messenger: Messenger,
  by: Requester,
  context: FormContext,
  { checkIn, client, nextDueAt }: Recorded,
): Promise<void> {
  const next = await loadNextAsked(db, { ...client, nextDueAt }, clock.now());
  const message = savedMessage(checkIn, client, next, by.timeZone, clock.now());
  // Where the modal was opened, seen by its author alone; else, and where Rapport is not a member, as a DM.
  if (context.from && (await messenger.whisper(context.from, by.userId, message))) return;
  await messenger.sendDm(await messenger.openDm(by.userId), message);
}

/** Saves the changes to an earlier check-in. */
export async function submitChange(
  db: Database,
  clock: Clock,
  refreshHomes: RefreshHomes,
  args: SubmitArgs,
): Promise<Submitted> {
  const { by } = args;
  const { context, filled } = await read(db, clock, args);
  if (!context.checkInId) throw new Error('The modal names no check-in');
  const { client } = await editCheckIn(db, clock, {
    workspaceId: by.workspaceId,
    checkInId: context.checkInId,
    authorId: by.userId,
    answers: filled.answers,
    promised: filled.promised,
  });
  return {
    clear: true,
    afterwards: () => refreshHomes(by.userId, client.ownerId, filled.promised?.whoId ?? by.userId),
  };
}

async function read(
  db: Database,
  clock: Clock,
  { by, view, web }: SubmitArgs,
): Promise<{ context: FormContext; filled: Filled }> {
  const context = readContext(view.private_metadata);
  const today = clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
  const filled = parseForm(view.state, context, by.userId, today);
  const whoId = filled.promised?.whoId;
  if (whoId && whoId !== by.userId) {
    const who = await loadPerson(db, web, clock, by.workspaceId, whoId).catch(atTheirField);
    if (!isInsider(who.kind)) {
      throw atWho('A follow-up needs a member of your workspace: no guest, bot or former member.');
    }
  }
  return { context, filled };
}

function atTheirField(error: unknown): never {
  throw error instanceof Refusal ? atWho(error.message) : error;
}

function atWho(message: string): InvalidFields {
  return new InvalidFields({ [FIELDS.followUpWho.block]: message });
}
