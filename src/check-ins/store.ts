import { type Selectable, sql } from 'kysely';
import { markHealthDue } from '../clients/store.ts';
import { fromRow, toRow } from '../storage/column-names.ts';
import type { Database, Transaction } from '../storage/database.ts';
import type { CheckInTable } from '../storage/tables.ts';
import { type Answers, type CheckIn, NO_CONTACT, UNANSWERED } from './rules.ts';

export interface NewCheckIn {
  workspaceId: string;
  clientId: string;
  authorId: string;
  /** Slack's id of the modal that it was typed into. */
  viewId: string;
  answers: Answers;
  spokeAt: Temporal.Instant;
}

/** Adds a check-in; null when one was already typed into the same modal. */
export async function addCheckIn(
  trx: Transaction,
  { workspaceId, clientId, authorId, viewId, answers, spokeAt }: NewCheckIn,
  now: Temporal.Instant,
): Promise<CheckIn | null> {
  const row = await trx
    .insertInto('check_ins')
    .values({
      workspace_id: workspaceId,
      client_id: clientId,
      author_id: authorId,
      prompt_id: null,
      view_id: viewId,
      ...toColumns(answers),
      spoke_at: spokeAt,
      created_at: now,
      edited_at: null,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'view_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
  await markHealthDue(trx, workspaceId, [clientId]);
  return row ? toCheckIn(row) : null;
}

export async function findCheckIn(db: Database, workspaceId: string, id: string): Promise<CheckIn | null> {
  const row = await db
    .selectFrom('check_ins')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toCheckIn(row) : null;
}

/** The check-in that was typed into the modal `viewId`. */
export async function checkInOfView(
  db: Database,
  workspaceId: string,
  viewId: string,
): Promise<CheckIn | null> {
  const row = await db
    .selectFrom('check_ins')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('view_id', '=', viewId)
    .executeTakeFirst();
  return row ? toCheckIn(row) : null;
}

/** Notes which prompt a check-in answered. */
export async function linkPrompt(
  trx: Transaction,
  workspaceId: string,
  checkInId: string,
  promptId: string,
): Promise<void> {
  await trx
    .updateTable('check_ins')
    .set({ prompt_id: promptId })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', checkInId)
    .execute();
}

/** Replaces what was answered, and with it when they spoke. With `editedAt` null the check-in is not marked as edited. */
export async function updateAnswers(
  trx: Transaction,
  { workspaceId, id }: Pick<CheckIn, 'workspaceId' | 'id'>,
  { answers, spokeAt }: Pick<NewCheckIn, 'answers' | 'spokeAt'>,
  editedAt: Temporal.Instant | null,
): Promise<CheckIn> {
  const row = await trx
    .updateTable('check_ins')
    .set({ ...toColumns(answers), spoke_at: spokeAt, ...(editedAt ? { edited_at: editedAt } : {}) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await markHealthDue(trx, workspaceId, [row.client_id]);
  return toCheckIn(row);
}

/** The newest check-ins of each client, newest first; clients without any are not in the map. */
export async function latestCheckIns(
  db: Database,
  workspaceId: string,
  clientIds: string[],
  perClient: number,
): Promise<Map<string, CheckIn[]>> {
  if (clientIds.length === 0) return new Map();
  const rows = await db
    .selectFrom(sql<{ id: string }>`unnest(${clientIds}::uuid[])`.as<'wanted'>(sql`wanted(id)`))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('check_ins')
          .selectAll()
          .where('check_ins.workspace_id', '=', workspaceId)
          .whereRef('check_ins.client_id', '=', 'wanted.id')
          .orderBy('check_ins.created_at', 'desc')
          .orderBy('check_ins.id', 'desc')
          .limit(perClient)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .selectAll('latest')
    .orderBy('latest.created_at', 'desc')
    .orderBy('latest.id', 'desc')
    .execute();
  return Map.groupBy(rows.map(toCheckIn), ({ clientId }) => clientId);
}

/** The check-ins made at `since` or later, oldest first. */
export async function checkInsSince(
  db: Database,
  workspaceId: string,
  since: Temporal.Instant,
): Promise<CheckIn[]> {
  const rows = await db
    .selectFrom('check_ins')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('created_at', '>=', since)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toCheckIn);
}

/** Corrects when somebody last spoke with the client, after a check-in was changed. */
export async function recountLastContact(
  trx: Transaction,
  { workspaceId, clientId }: Pick<CheckIn, 'workspaceId' | 'clientId'>,
): Promise<void> {
  await trx
    .updateTable('clients')
    .set((eb) => ({
      last_contact_at: eb
        .selectFrom('check_ins')
        .select(({ fn }) => fn.max('spoke_at').as('last'))
        .where('workspace_id', '=', workspaceId)
        .where('client_id', '=', clientId)
        .where('source', '<>', NO_CONTACT),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', clientId)
    .execute();
}

/** Turns to the client's next open question. */
export async function askNextQuestion(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
): Promise<void> {
  await trx
    .updateTable('clients')
    .set((eb) => ({ question_number: eb('question_number', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', clientId)
    .execute();
}

type AnswerColumns = Omit<
  Selectable<CheckInTable>,
  | ('id' | 'workspace_id' | 'client_id' | 'author_id' | 'prompt_id' | 'view_id')
  | ('spoke_at' | 'created_at' | 'edited_at')
>;

const ANSWERS = ['source', 'ourImpression', ...Object.keys(UNANSWERED)];

/** An answer without a column makes `toCheckIn` not compile, and a column that is no answer this. */
function toColumns(answers: Answers): AnswerColumns {
  const given = Object.entries(answers).filter(([name]) => ANSWERS.includes(name));
  return toRow(Object.fromEntries(given) as unknown as Answers);
}

function toCheckIn(row: Selectable<CheckInTable>): CheckIn {
  const { viewId, ...checkIn } = fromRow(row);
  return checkIn;
}
