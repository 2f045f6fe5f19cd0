import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createPrompts,
  markAnswered,
  markAsked,
  markDropped,
  markEscalated,
  markMissed,
  markNudged,
  markSkipped,
  markSnoozed,
  postponeNudge,
  reassign,
  requeue,
  reschedule,
} from '../../src/reminders/prompts/state-machine.ts';
import { addRound } from '../../src/reminders/rounds/store.ts';
import type { Transaction } from '../../src/storage/database.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const now = TUESDAY_9_LONDON;
const later = now.add({ hours: 30 });
const workspaceId = ID.team;

beforeAll(() => seedAgency(database.db));

/** A prompt that is the only one of its client. */
interface Subject {
  clientId: string;
  promptId: string;
}

const STATES = ['waiting', 'asked', 'answered', 'skipped', 'missed', 'dropped'] as const;
type State = (typeof STATES)[number];

const planFor = (assigneeId: string, coveringFor: string | null = null) => ({
  assigneeId,
  coveringFor,
  askAt: later,
});

/** What can happen to a prompt, with something in the row that tells that it has. */
const TRANSITIONS = {
  reschedule: (trx, { promptId }) => reschedule(trx, { workspaceId, promptId }, planFor(ID.ben, ID.ana)),
  markAsked: (trx, { promptId }) => markAsked(trx, workspaceId, [{ promptId, coveringFor: ID.ben }], later),
  markNudged: (trx, { promptId }) =>
    markNudged(trx, { workspaceId, promptIds: [promptId] }, { nudgeCount: 1, nextNudgeAt: later }),
  postponeNudge: (trx, { promptId }) => postponeNudge(trx, { workspaceId, promptIds: [promptId] }, later),
  markEscalated: (trx, { promptId }) => markEscalated(trx, { workspaceId, promptIds: [promptId] }, now),
  requeue: (trx, { promptId }) => requeue(trx, { workspaceId, promptIds: [promptId] }, later),
  markSnoozed: (trx, { promptId }) => markSnoozed(trx, { workspaceId, promptId }, later),
  reassign: (trx, { promptId }) => reassign(trx, workspaceId, [{ promptId, ...planFor(ID.ben, ID.ana) }]),
  markAnswered: (trx, { clientId }) => markAnswered(trx, { workspaceId, clientId }, ID.ben, later),
  markSkipped: (trx, { promptId }) =>
    markSkipped(trx, { workspaceId, promptId }, { by: ID.ben, reason: 'On holiday' }, later),
  markMissed: (trx, { promptId }) =>
    markMissed(trx, { workspaceId, promptIds: [promptId] }, 'undeliverable', later),
  markDropped: (trx, { promptId }) => markDropped(trx, { workspaceId, promptIds: [promptId] }, ID.ben, later),
} satisfies Record<string, (trx: Transaction, subject: Subject) => Promise<unknown>>;
type Transition = keyof typeof TRANSITIONS;

const ALLOWED: Record<Transition, readonly State[]> = {
  reschedule: ['waiting'],
  markAsked: ['waiting'],
  markNudged: ['asked'],
  postponeNudge: ['asked'],
  markEscalated: ['asked'],
  requeue: ['asked'],
  markSnoozed: ['waiting', 'asked'],
  reassign: ['waiting', 'asked'],
  markAnswered: ['waiting', 'asked'],
  markSkipped: ['waiting', 'asked'],
  markMissed: ['waiting', 'asked'],
  markDropped: ['waiting', 'asked'],
};

/** What each makes of a prompt that was asked of Ana; a column that is not named stays. */
const closed = { ask_at: null, next_nudge_at: null, closed_at: later };
const RESULTS: Record<Transition, Partial<Row>> = {
  reschedule: { assignee_id: ID.ben, covering_for: ID.ana, ask_at: later },
  markAsked: { covering_for: ID.ben, ask_at: null, nudge_count: 0, next_nudge_at: later },
  markNudged: { nudge_count: 1, next_nudge_at: later },
  postponeNudge: { next_nudge_at: later },
  markEscalated: { escalated_at: now, next_nudge_at: null },
  requeue: { ask_at: later, next_nudge_at: null },
  markSnoozed: { ask_at: later, next_nudge_at: null },
  reassign: {
    assignee_id: ID.ben,
    covering_for: ID.ana,
    ask_at: later,
    nudge_count: 0,
    next_nudge_at: null,
    escalated_at: null,
  },
  markAnswered: { ...closed, status: 'answered', closed_by: ID.ben },
  markSkipped: { ...closed, status: 'skipped', closed_by: ID.ben, skip_reason: 'On holiday' },
  markMissed: { ...closed, status: 'missed', missed_reason: 'undeliverable' },
  markDropped: { ...closed, status: 'dropped', closed_by: ID.ben },
};

/** Those that change nothing that a message shows. */
const UNSEEN: readonly Transition[] = ['markNudged', 'postponeNudge', 'markEscalated', 'requeue'];

const inTransaction = <T>(work: (trx: Transaction) => Promise<T>) => database.db.transaction().execute(work);

/** A prompt in a state, shown by the one message of a round. */
async function promptIn(state: State): Promise<Subject> {
  const { id: clientId } = await seedClient(database.db, `Client ${crypto.randomUUID()}`);
  const promptId = await inTransaction(async (trx) => {
    const ask = { assigneeId: ID.ana, coveringFor: null, askAt: now };
    await createPrompts(trx, workspaceId, [{ clientId, occurrenceAt: now, ask }], now);
    const { id } = await trx
      .selectFrom('prompts')
      .select('id')
      .where('client_id', '=', clientId)
      .executeTakeFirstOrThrow();
    await addRound(trx, { workspaceId, personId: ID.ana }, { promptIds: [id], followUps: [] }, nextRoundAt());
    return id;
  });
  const subject = { clientId, promptId };
  await inTransaction(async (trx) => {
    if (state !== 'waiting') {
      await markAsked(trx, workspaceId, [{ promptId, coveringFor: null }], now.add({ hours: 24 }));
    }
    if (state === 'answered') await markAnswered(trx, { workspaceId, clientId }, ID.ana, now);
    const key = { workspaceId, promptIds: [promptId] };
    if (state === 'skipped') {
      await markSkipped(trx, { workspaceId, promptId }, { by: ID.ana, reason: 'Not now' }, now);
    }
    if (state === 'missed') await markMissed(trx, key, 'not-answered', now);
    if (state === 'dropped') await markDropped(trx, key, null, now);
  });
  return subject;
}

let roundNumber = 0;

/** A person has one round at a time. */
function nextRoundAt(): Temporal.Instant {
  roundNumber += 1;
  return now.add({ seconds: roundNumber });
}

type Row = Awaited<ReturnType<typeof rowOf>>;

async function rowOf({ promptId }: Subject) {
  return database.db.selectFrom('prompts').selectAll().where('id', '=', promptId).executeTakeFirstOrThrow();
}

/** How often the message that shows a prompt was to be updated. */
async function revisionOf({ promptId }: Subject): Promise<number> {
  const { revision } = await database.db
    .selectFrom('round_prompts')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .innerJoin('deliveries', 'deliveries.id', 'rounds.delivery_id')
    .select('deliveries.revision')
    .where('round_prompts.prompt_id', '=', promptId)
    .executeTakeFirstOrThrow();
  return revision;
}

const cases = (Object.keys(TRANSITIONS) as Transition[]).flatMap((transition) =>
  STATES.map((state) => [transition, state] as const),
);

describe.each(cases)('%s, for a prompt that is %s,', (transition, state) => {
  const isAllowed = ALLOWED[transition].includes(state);

  test(isAllowed ? 'changes just what it says' : 'changes nothing', async () => {
    const subject = await promptIn(state);
    const [before, revision] = [await rowOf(subject), await revisionOf(subject)];
    await inTransaction<unknown>((trx) => TRANSITIONS[transition](trx, subject));
    const after = await rowOf(subject);
    expect(after).toEqual(isAllowed ? { ...before, ...RESULTS[transition] } : before);
    const isShown = isAllowed && !UNSEEN.includes(transition);
    expect(await revisionOf(subject)).toBe(isShown ? revision + 1 : revision);
  });
});

test.each([
  ['asked', true],
  ['dropped', false],
] as const)(
  'of a prompt that is %s, who answers, skips or snoozes it hears whether it was open: %s',
  async (state, isOpen) => {
    const [answered, skipped, snoozed] = [
      await promptIn(state),
      await promptIn(state),
      await promptIn(state),
    ];
    expect(await inTransaction((trx) => TRANSITIONS.markAnswered(trx, answered))).toBe(
      isOpen ? answered.promptId : null,
    );
    expect(await inTransaction((trx) => TRANSITIONS.markSkipped(trx, skipped))).toBe(isOpen);
    expect(await inTransaction((trx) => TRANSITIONS.markSnoozed(trx, snoozed))).toBe(isOpen);
  },
);

test('an occurrence gets one prompt, and a client one open prompt', async () => {
  const { clientId } = await promptIn('asked');
  const ask = { assigneeId: ID.ana, coveringFor: null, askAt: now };
  const occurrences = [now, later];
  await inTransaction((trx) =>
    createPrompts(
      trx,
      workspaceId,
      occurrences.map((occurrenceAt) => ({ clientId, occurrenceAt, ask })),
      now,
    ),
  );
  expect(await rowsOf(clientId)).toHaveLength(1);
});

test('an occurrence that came while Rapport was down is missed from the start', async () => {
  const { id: clientId } = await seedClient(database.db, `Client ${crypto.randomUUID()}`);
  const missed = { clientId, occurrenceAt: now, missed: 'rapport-was-down', assigneeId: ID.ben } as const;
  await inTransaction((trx) => createPrompts(trx, workspaceId, [missed], later));
  expect(await rowsOf(clientId)).toEqual([
    expect.objectContaining({
      status: 'missed',
      missed_reason: 'rapport-was-down',
      assignee_id: ID.ben,
      ask_at: null,
      closed_at: later,
    }),
  ]);
});

async function rowsOf(clientId: string) {
  return database.db
    .selectFrom('prompts')
    .selectAll()
    .where('client_id', '=', clientId)
    .orderBy('occurrence_at')
    .execute();
}

test('any sequence of transitions keeps the invariants of a client’s prompts, and closed ones never change', async () => {
  const steps = fc.array(
    fc.constantFrom('createPrompts' as const, ...(Object.keys(TRANSITIONS) as Transition[])),
    {
      minLength: 5,
      maxLength: 25,
    },
  );
  const follow = async (names: readonly (Transition | 'createPrompts')[]) => {
    const { clientId, promptId } = await promptIn('waiting');
    let subject = { clientId, promptId };
    let occurrenceAt = now;
    const closedRows = new Map<string, Row>();
    for (const name of names) {
      await inTransaction(async (trx) => {
        if (name !== 'createPrompts') {
          await TRANSITIONS[name](trx, subject);
          return;
        }
        occurrenceAt = occurrenceAt.add({ hours: 24 });
        const ask = { assigneeId: ID.ana, coveringFor: null, askAt: now };
        await createPrompts(trx, workspaceId, [{ clientId, occurrenceAt, ask }], now);
      });
      const rows = await rowsOf(clientId);
      expect(rows.filter(({ status }) => status === 'open').length).toBeLessThanOrEqual(1);
      for (const row of rows) {
        expectSense(row);
        const before = closedRows.get(row.id);
        if (before) expect(row).toEqual(before);
        else if (row.status !== 'open') closedRows.set(row.id, row);
      }
      subject = { clientId, promptId: rows.at(-1)?.id ?? promptId };
    }
  };
  await fc.assert(fc.asyncProperty(steps, follow), { numRuns: 25, interruptAfterTimeLimit: 10_000 });
});

function expectSense(row: Row): void {
  const isOpen = row.status === 'open';
  expect(isOpen).toBe(row.closed_at === null);
  if (!isOpen) expect([row.ask_at, row.next_nudge_at]).toEqual([null, null]);
  if (row.closed_by !== null) expect(['answered', 'skipped', 'dropped']).toContain(row.status);
  if (row.ask_at !== null) expect(row.next_nudge_at).toBeNull();
  expect(row.missed_reason !== null).toBe(row.status === 'missed');
  expect(row.skip_reason !== null).toBe(row.status === 'skipped');
}
