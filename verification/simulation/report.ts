/** The report about a simulated year: how every occurrence ended, and everything that has no explanation. */

import { sql } from 'kysely';
import type { Transaction } from '../../src/storage/database.ts';
import type { MemorySlack, Posted } from './memory-slack.ts';
import type { Notes } from './notes.ts';

export interface YearReport {
  occurrences: number;
  /** How many ended in each way, such as `answered`, `covered` or `missed: away`. */
  ends: Record<string, number>;
  /** How many of them the owner's cover was asked about. */
  askedOfCover: number;
  rounds: number;
  nudges: number;
  notifications: Record<string, number>;
  handOvers: number;
  /** People who left. */
  leavers: number;
  /** How often Slack said not to disturb someone. */
  notNow: number;
  /** Messages that Slack delivered without confirming. */
  lostAnswers: number;
  /** What must not happen: each says what and when. */
  lost: string[];
  doubled: string[];
  disturbed: string[];
}

/** Two occurrences of one client are always further apart than this, in hours. */
const APART_HOURS = 20;

/** The longest a message waits for its reader's next good moment: Christmas, a weekend and a long pause in Slack. */
const LONGEST_WAIT_DAYS = 14;

interface Ended {
  id: string;
  client_id: string;
  status: 'open' | 'answered' | 'skipped' | 'dropped' | 'missed';
  missed_reason: string | null;
  covering_for: string | null;
  occurrence_at: Temporal.Instant;
  closed_at: Temporal.Instant | null;
  check_ins: number;
  /** The state of its newest round when it ended; null if it was in none. */
  delivery: 'sent' | 'unknown' | 'owed' | null;
}

/** Sums everything up. For a year this takes longer than Rapport allows a statement. */
export async function buildReport(
  trx: Transaction,
  { posted, lostAnswers, notNow }: MemorySlack,
  notes: Notes,
  found: { lost: string[]; disturbed: string[]; now: Temporal.Instant },
): Promise<YearReport> {
  await sql`set local statement_timeout = 0`.execute(trx);
  const prompts = await endedPrompts(trx);
  const ends = Map.groupBy(prompts, endOf);
  const sent = await sentByKind(trx);
  const notifications = Object.entries(sent).flatMap(([kind, count]) =>
    kind.startsWith('notification: ') ? [[kind.slice('notification: '.length), count] as const] : [],
  );
  return {
    occurrences: prompts.length,
    ends: Object.fromEntries([...ends].sort().map(([end, members]) => [end, members.length])),
    askedOfCover: prompts.filter((prompt) => prompt.covering_for && prompt.delivery).length,
    rounds: sent.round ?? 0,
    nudges: sent.nudge ?? 0,
    notifications: Object.fromEntries(notifications),
    handOvers: notes.handOvers.length,
    leavers: notes.leavings,
    notNow,
    lostAnswers,
    lost: [
      ...found.lost,
      ...prompts.flatMap((prompt) => unexplained(prompt, notes) ?? []),
      ...(await stuckPrompts(trx)),
      ...(await stuckMessages(trx, found.now)),
    ],
    doubled: [...postedTwice(posted), ...(await askedTwice(trx, notes)), ...(await tooNear(trx))],
    disturbed: found.disturbed,
  };
}

async function endedPrompts(trx: Transaction): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    select p.id, p.client_id, p.status, p.missed_reason, p.covering_for, p.occurrence_at, p.closed_at,
      coalesce(c.check_ins, 0) as check_ins,
      (select case
          when d.status = 'unknown' then 'unknown'
          when d.sent_at < p.closed_at or p.closed_at is null and d.sent_at is not null then 'sent'
          else 'owed'
        end from round_prompts rp
        join rounds r on r.id = rp.round_id join deliveries d on d.id = r.delivery_id
        where rp.prompt_id = p.id order by r.due_at desc limit 1) as delivery
    from prompts p
    left join (
      select prompt_id, count(*)::int as check_ins from check_ins group by prompt_id) c on c.prompt_id = p.id`.execute(
    trx,
  );
  return rows;
}

function endOf({ status, missed_reason, covering_for }: Ended): string {
  if (status === 'missed') return `missed: ${missed_reason}`;
  return status === 'answered' && covering_for ? 'covered' : status;
}

/** What an end must rest on, told apart from the row that claims it. */
function unexplained(prompt: Ended, notes: Notes): string | null {
  const { id, client_id, status, missed_reason, occurrence_at, closed_at, check_ins, delivery } = prompt;
  const isSo = (): boolean => {
    const closedAt = closed_at ?? occurrence_at;
    switch (endOf({ ...prompt, covering_for: null })) {
      case 'open':
        return check_ins === 0;
      case 'answered':
        return check_ins === 1;
      case 'skipped':
        return notes.wasSkipped(id);
      case 'dropped':
        return notes.wasPaused(client_id, closedAt);
      case 'missed: not-answered':
        return delivery === 'sent' || delivery === 'unknown';
      case 'missed: undeliverable':
        return delivery === 'owed';
      case 'missed: away':
        return delivery === null;
      case 'missed: rapport-was-down':
        return notes.wasDownBetween(occurrence_at, closedAt);
      default:
        return false;
    }
  };
  if (isSo()) return null;
  return `prompt ${id} of ${occurrence_at} is ${status}${missed_reason ? ` (${missed_reason})` : ''} for no reason`;
}

async function sentByKind(trx: Transaction): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select case d.kind when 'notification' then 'notification: ' || n.kind else d.kind end as kind, count(*)::int as count
    from deliveries d left join notifications n on n.delivery_id = d.id
    where d.status in ('sent', 'unknown')
    group by 1 order by 1`.execute(trx);
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** What is open, waits for nothing, and is in no round that was or will be sent. */
async function stuckPrompts(trx: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select prompts.id from prompts
    where status = 'open' and ask_at is null and not exists (
      select from round_prompts
      join rounds on rounds.id = round_prompts.round_id
      join deliveries on deliveries.id = rounds.delivery_id
      where round_prompts.prompt_id = prompts.id
        and deliveries.status in ('sent', 'pending', 'sending', 'unknown'))`.execute(trx);
  return rows.map(({ id }) => `prompt ${id} is open and forgotten`);
}

async function stuckMessages(trx: Transaction, now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string; kind: string; created_at: Temporal.Instant }>`
    select id, kind, created_at from deliveries
    where status in ('pending', 'sending') and created_at < ${now.subtract({ hours: LONGEST_WAIT_DAYS * 24 })}`.execute(
    trx,
  );
  return rows.map(({ id, kind, created_at }) => `${kind} ${id} of ${created_at} was never sent`);
}

function postedTwice(posted: readonly Posted[]): string[] {
  return [...Map.groupBy(posted, ({ deliveryId }) => deliveryId)]
    .filter(([, times]) => times.length > 1)
    .map(([id, times]) => `delivery ${id} was posted ${times.length} times`);
}

/** In two rounds, though nobody had put it off, handed it over, or was away. */
async function askedTwice(trx: Transaction, notes: Notes): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
    client_id: string;
    before: Temporal.Instant;
    after: Temporal.Instant;
    people: string[];
  }>`
    select * from (
      select p.id, p.client_id, r.due_at as after, lag(r.due_at) over asked as before,
        array[r.recipient_id, lag(r.recipient_id) over asked, p.assignee_id, p.covering_for] as people
      from prompts p join round_prompts rp on rp.prompt_id = p.id join rounds r on r.id = rp.round_id
      window asked as (partition by p.id order by r.due_at)) asked
    where before is not null`.execute(trx);
  return rows.flatMap(({ id, client_id, before, after, people }) => {
    const hasReason =
      notes.wasSnoozed(id, before, after) ||
      notes.changedHands(client_id, before, after) ||
      notes.wasAway(people, before, after);
    return hasReason ? [] : [`prompt ${id} was in a round at ${before} and again at ${after}`];
  });
}

async function tooNear(trx: Transaction): Promise<string[]> {
  const { rows } = await sql<{ client_id: string; before: Temporal.Instant; after: Temporal.Instant }>`
    select client_id, before, after from (
      select client_id, occurrence_at as after,
        lag(occurrence_at) over (partition by client_id order by occurrence_at) as before
      from prompts) pairs
    where after - before < make_interval(hours => ${APART_HOURS})`.execute(trx);
  return rows.map(
    ({ client_id, before, after }) => `${client_id} had an occurrence at ${before} and at ${after}`,
  );
}
