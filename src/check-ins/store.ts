import { type Selectable, sql } from 'kysely';
import { markHealthDue } from '../clients/store.ts';
import type { Database, Transaction } from '../storage/database.ts';
import type { CheckInTable } from '../storage/tables.ts';
import type { Answers, CheckIn, Sentiment } from './rules.ts';

export interface NewCheckIn {
  workspaceId: string;
  clientId: string;
  authorId: string;
  /** Slack's id of the modal that it was typed into. */
  viewId: string;
  answers: Answers;
}

/** Adds a check-in; null when one was already typed into the same modal. */
export async function addCheckIn(
  trx: Transaction,
  { workspaceId, clientId, authorId, viewId, answers }: NewCheckIn,
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
      ...columns(answers),
      created_at: now,
      edited_at: null,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'view_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
  await markHealthDue(trx, workspaceId, [clientId]);
  return row ? checkIn(row) : null;
}

export async function findCheckIn(db: Database, workspaceId: string, id: string): Promise<CheckIn | null> {
  const row = await db
    .selectFrom('check_ins')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? checkIn(row) : null;
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
  return row ? checkIn(row) : null;
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

/** Replaces what was answered. With `editedAt` null the check-in is not marked as edited. */
export async function updateAnswers(
  trx: Transaction,
  { workspaceId, id }: Pick<CheckIn, 'workspaceId' | 'id'>,
  answers: Answers,
  editedAt: Temporal.Instant | null,
): Promise<CheckIn> {
  const row = await trx
    .updateTable('check_ins')
    .set({ ...columns(answers), ...(editedAt ? { edited_at: editedAt } : {}) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await markHealthDue(trx, workspaceId, [row.client_id]);
  return checkIn(row);
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
  return Map.groupBy(rows.map(checkIn), ({ clientId }) => clientId);
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
  return rows.map(checkIn);
}

/**
 * Reckons anew when somebody last spoke with the client, after a check-in has turned out to be a contact, none, or one on
 * another day.
 *
 * @param zone that of whoever says on which day it was.
 */
export async function recountLastContact(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  zone: string,
): Promise<void> {
  await trx
    .updateTable('clients')
    .set((eb) => ({
      last_contact_at: eb
        .selectFrom('check_ins')
        .select(
          sql<Temporal.Instant>`max(coalesce(
          ((spoke_on + time '12:00') at time zone ${zone}), created_at))`.as('last'),
        )
        .where('workspace_id', '=', workspaceId)
        .where('client_id', '=', clientId)
        .where('source', '<>', 'own-impression'),
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

function columns(answers: Answers) {
  return {
    source: answers.source,
    client_sentiment: answers.clientSentiment,
    our_impression: answers.ourImpression,
    question: answers.question,
    client_words: answers.clientWords,
    spoke_on: answers.spokeOn,
    went_well: answers.wentWell,
    better_ours: answers.betterOurs,
    better_theirs: answers.betterTheirs,
    effort: answers.effort,
    hours: answers.hours,
    signs: answers.signs,
  };
}

function checkIn(row: Selectable<CheckInTable>): CheckIn {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    clientId: row.client_id,
    authorId: row.author_id,
    promptId: row.prompt_id,
    source: row.source,
    clientSentiment: row.client_sentiment as Sentiment | null,
    ourImpression: row.our_impression as Sentiment,
    question: row.question,
    clientWords: row.client_words,
    spokeOn: row.spoke_on,
    wentWell: row.went_well,
    betterOurs: row.better_ours,
    betterTheirs: row.better_theirs,
    effort: row.effort,
    hours: row.hours,
    signs: row.signs,
    createdAt: row.created_at,
    editedAt: row.edited_at,
  };
}
