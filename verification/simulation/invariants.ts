/** What must hold after every tick. */

import { sql } from 'kysely';
import type { Database } from '../../src/storage/database.ts';
import type { MemorySlack } from './memory-slack.ts';
import type { Notes } from './notes.ts';
import { WORKSPACE } from './population.ts';

/** A day, plus the time that Rapport takes to ask Slack about everyone. */
const SAME_DAY = { hours: 26 };

/** Every open prompt belongs to its client's current owner or cover, and is asked when it is due and suits them. */
export async function misplacedPrompts(
  db: Database,
  { accounts }: MemorySlack,
  now: Temporal.Instant,
): Promise<string[]> {
  const late = 'was not asked when its time came';
  const { rows } = await sql<{ id: string; assignee_id: string; why: string }>`
    select id, assignee_id, why from (
      select p.id, p.assignee_id, case
        when coalesce(p.covering_for, p.assignee_id) <> c.owner_id then 'stayed with the former owner'
        when p.covering_for = p.assignee_id then 'is asked of its owner as their own cover'
        when c.status in ('paused', 'ended') then 'is about a client that is not asked about'
        when p.ask_at < ${now.subtract({ hours: 1 })} then ${late}
      end as why
      from prompts p join clients c on c.id = p.client_id
      where p.status = 'open') open
    where why is not null`.execute(db);
  const mayWait = (personId: string) => accounts.keptUntil(personId, now) !== null;
  return rows.flatMap(({ id, assignee_id, why }) =>
    why === late && mayWait(assignee_id) ? [] : [`prompt ${id} ${why}`],
  );
}

/** Both owners are told about a hand-over, and open prompts wait to be sent to the new one. */
export async function unfinishedHandOvers(db: Database, notes: Notes): Promise<string[]> {
  const wrong: string[] = [];
  for (const { key, toId, fromId, clientIds } of notes.takeHandedOver()) {
    const { rows } = await sql<{ recipient_id: string }>`
      select recipient_id from notifications where workspace_id = ${WORKSPACE} and key = ${key} and kind = 'handed-over'
      order by recipient_id`.execute(db);
    const told = rows.map(({ recipient_id }) => recipient_id);
    const mustKnow = await members(db, [fromId, toId]);
    if (String(told) !== String(mustKnow)) wrong.push(`${key} was told to ${told}, not ${mustKnow}`);
    const { rows: asked } = await sql<{ id: string }>`
      select id from prompts where client_id = any(${[...clientIds]}::uuid[]) and status = 'open' and ask_at is null`.execute(
      db,
    );
    for (const { id } of asked) wrong.push(`prompt ${id} was not sent to ${toId}`);
  }
  return wrong;
}

async function members(db: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from people where workspace_id = ${WORKSPACE} and kind = 'member' and id = any(${[...ids]})
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** On the day someone leaves, their clients go to their covers, or the lead is told that there is none. */
export async function forgottenByLeavers(
  db: Database,
  notes: Notes,
  leadId: string,
  now: Temporal.Instant,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const personId of notes.takeLongGone(now.subtract(SAME_DAY))) {
    const { rows } = await sql<{ id: string }>`
      select c.id from clients c
      left join people cover on cover.workspace_id = c.workspace_id and cover.id = c.cover_id
      where c.owner_id = ${personId} and c.status <> 'ended' and (
        cover.kind = 'member' or not exists (
          select from notifications n
          where n.recipient_id = ${leadId} and n.kind = 'owner-left' and n.subject ->> 'ownerId' = c.owner_id
            and n.subject -> 'clientIds' @> to_jsonb(c.id::text)))
      order by c.id`.execute(db);
    for (const { id } of rows) wrong.push(`${id} stayed with ${personId}, who has left`);
  }
  return wrong;
}
