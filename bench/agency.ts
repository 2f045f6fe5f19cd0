import type { Database } from '../src/storage/database.ts';
import { saveWorkspace } from '../src/workspaces/store.ts';

export const TEAM = 'T0BENCH';

/** Tuesday, the day on which every client is asked about. */
export const DUE = Temporal.Instant.from('2026-03-03T09:00:00Z');

export const personId = (number: number) => `U0P${number}`;

export const clientName = (number: number) => `Client ${String(number).padStart(4, '0')}`;

/** Fills a workspace: `owners` people who share `clients` clients evenly, all of them due at `DUE`. */
export async function seedAgency(
  db: Database,
  { owners, clients }: { owners: number; clients: number },
): Promise<void> {
  const since = weeksBefore(52);
  await saveWorkspace(db, { workspaceId: TEAM, workspaceName: 'Bench', botUserId: 'U0BOT' }, since);
  await db
    .insertInto('people')
    .values(
      Array.from({ length: owners }, (_, number) => ({
        workspace_id: TEAM,
        id: personId(number),
        name: `Person ${number}`,
        time_zone: 'Europe/London',
        kind: 'member' as const,
        refreshed_at: since,
      })),
    )
    .execute();
  await db
    .insertInto('clients')
    .values(
      Array.from({ length: clients }, (_, number) => clientRow(number, personId(number % owners), since)),
    )
    .execute();
}

/** Gives every client a check-in in each of the last `weeks` weeks. */
export async function seedCheckIns(db: Database, weeks: number): Promise<void> {
  const clients = await db.selectFrom('clients').select(['id', 'owner_id']).execute();
  for (let week = 1; week <= weeks; week++) {
    const rows = clients.map(({ id, owner_id }) => checkInRow(id, owner_id, weeksBefore(week)));
    await db.insertInto('check_ins').values(rows).execute();
  }
  await db
    .updateTable('clients')
    .set({ last_contact_at: weeksBefore(1) })
    .execute();
}

const weeksBefore = (weeks: number) => DUE.subtract({ hours: 24 * 7 * weeks });

function clientRow(number: number, ownerId: string, at: Temporal.Instant) {
  const name = clientName(number);
  return {
    workspace_id: TEAM,
    name,
    name_key: name.toLowerCase(),
    status: 'active' as const,
    owner_id: ownerId,
    cover_id: null,
    channel_id: null,
    cadence_every: 1,
    cadence_unit: 'week' as const,
    cadence_weekdays: [2],
    cadence_time: Temporal.PlainTime.from('09:00'),
    longest_gap_days: 30,
    monthly_fee: 2_000,
    currency: 'EUR',
    agreed_hours: 20,
    contact_name: 'Kim Contact',
    contact_salutation: null,
    contact_preferred_channel: null,
    next_due_at: DUE,
    last_contact_at: null,
    created_at: at,
    updated_at: at,
    ended_at: null,
  };
}

function checkInRow(clientId: string, authorId: string, at: Temporal.Instant) {
  return {
    workspace_id: TEAM,
    client_id: clientId,
    author_id: authorId,
    prompt_id: null,
    view_id: `${clientId} ${at}`,
    source: 'call' as const,
    client_sentiment: 4 as const,
    our_impression: 4 as const,
    spoke_at: at,
    question: 'How do you think this is going?',
    client_words: 'Well on the whole; the last report came a day later than we had hoped.',
    went_well: 'They liked the new pages.',
    better_ours: null,
    better_theirs: 'Feedback comes late.',
    effort: 'as-agreed' as const,
    hours: 5,
    created_at: at,
    edited_at: null,
  };
}
