import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/clients/rules.ts';
import { changeFollowUp } from '../../src/follow-ups/change-follow-up.ts';
import type { FollowUpChange, Promised } from '../../src/follow-ups/rules.ts';
import { type FollowUpDeps, type NotedFollowUp, noteFollowUp } from '../../src/follow-ups/save-follow-up.ts';
import { findFollowUp, openFollowUps } from '../../src/follow-ups/store.ts';
import { savePerson } from '../../src/people/store.ts';
import { NOW, TODAY } from '../check-ins/samples.ts';
import { addSomeClient, setUpWorkspace } from '../check-ins/workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
let now = NOW;
const clock = { now: () => now };
/** The ids of the follow-ups whose messages were to be brought up to date. */
const shown: string[] = [];
const ana = { workspaceId: 'T1', userId: 'UANA', timeZone: 'Europe/London' };
const ben = { ...ana, userId: 'UBEN', timeZone: 'America/New_York' };
const cleo = { ...ana, userId: 'UCLEO' };
let clients = 0;
let views = 0;

const deps = (): FollowUpDeps => ({
  db: database.db,
  clock,
  invalidateFollowUpMessages: async (_, __, ids) => void shown.push(...ids),
});
const change = (by: typeof ana, id: string, what: FollowUpChange) => changeFollowUp(deps(), by, id, what);
const done = (by: typeof ana, id: string) => change(by, id, { kind: 'done' });
const drop = (by: typeof ana, id: string) => change(by, id, { kind: 'drop' });
const undo = (by: typeof ana, id: string) => change(by, id, { kind: 'undo' });
const move = (by: typeof ana, id: string, to: Extract<FollowUpChange, { kind: 'move' }>['to']) =>
  change(by, id, { kind: 'move', to });

beforeAll(async () => {
  for (const workspaceId of ['T1', 'T2']) {
    await setUpWorkspace(database.db, workspaceId);
    const person = { id: 'UCLEO', name: 'Cleo', kind: 'member', timeZone: 'Europe/London' } as const;
    await savePerson(database.db, workspaceId, person, NOW);
  }
});

function client(but: Parameters<typeof addSomeClient>[3] = {}, workspaceId = 'T1'): Promise<Client> {
  clients += 1;
  return addSomeClient(database.db, workspaceId, `Client ${clients}`, but);
}

/** Ana promises something, due on Thursday. */
async function note(to: Client, but: Partial<Promised> = {}, by = ana, viewId?: string) {
  views += 1;
  const promised = { what: 'Send the plan', promisedById: by.userId, dueOn: TODAY.add({ days: 3 }), ...but };
  const noted: NotedFollowUp = { clientId: to.id, viewId: viewId ?? `V${views}`, promised };
  return noteFollowUp(deps(), by, noted);
}

const found = (id: string) => findFollowUp(database.db, 'T1', id);

async function reminderOf(id: string): Promise<string> {
  const reminder = (await found(id))?.reminder;
  return reminder ? `${reminder.kind} ${reminder.at}` : 'none';
}

async function isHealthDue({ id }: Client): Promise<boolean> {
  const row = await database.db
    .selectFrom('clients')
    .select('health_due')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await database.db
    .updateTable('clients')
    .set((eb) => ({ processed_revision: eb.ref('health_revision') }))
    .where('id', '=', id)
    .execute();
  return row.health_due;
}

describe('open follow-ups', () => {
  test('come most urgent first, and can be filtered by client, person and day', async () => {
    const [one, other] = [await client(), await client()];
    await note(one, { what: 'later', dueOn: TODAY.add({ days: 9 }) });
    await note(one, { what: 'soon', dueOn: TODAY, promisedById: 'UBEN' });
    await note(other, { what: 'elsewhere', promisedById: 'UANA', dueOn: TODAY });
    const whats = async (filter: Parameters<typeof openFollowUps>[2]) =>
      (await openFollowUps(database.db, 'T1', filter)).map(({ what }) => what);
    expect(await whats({ clientIds: [one.id] })).toEqual(['soon', 'later']);
    expect(await whats({ clientIds: [one.id], dueOnOrBefore: TODAY })).toEqual(['soon']);
    expect(await whats({ clientIds: [one.id, other.id], promisedById: 'UANA' })).toEqual([
      'elsewhere',
      'later',
    ]);
    expect(await whats({ clientIds: [] })).toEqual([]);
  });

  test('leave out what is done or dropped, and clients who were ended', async () => {
    const [one, over] = [await client(), await client()];
    const kept = await note(one);
    const dropped = await note(one);
    await note(over);
    await done(ana, kept.followUp.id);
    await drop(ana, dropped.followUp.id);
    await database.db
      .updateTable('clients')
      .set({ status: 'ended', ended_at: NOW })
      .where('id', '=', over.id)
      .execute();
    expect(await openFollowUps(database.db, 'T1', { clientIds: [one.id, over.id] })).toEqual([]);
  });
});

describe('noting a follow-up', () => {
  test('twice from one modal makes one follow-up, with what was typed last', async () => {
    const to = await client();
    const first = await note(to, {}, ana, 'VONCE');
    expect(await isHealthDue(to)).toBe(true);
    const second = await note(to, { what: 'Send the new plan', dueOn: TODAY.add({ days: 8 }) }, ana, 'VONCE');
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(await openFollowUps(database.db, 'T1', { clientIds: [to.id] })).toMatchObject([
      { id: first.followUp.id, what: 'Send the new plan', createdBy: 'UANA' },
    ]);
    expect(await reminderOf(first.followUp.id)).toBe('day-before 2026-03-09T09:00:00Z');
  });

  test('in two processes at once makes one follow-up', async () => {
    const to = await client();
    const both = await Promise.all([note(to, {}, ana, 'VBOTH'), note(to, {}, ana, 'VBOTH')]);
    expect(both.map(({ isNew }) => isNew).toSorted()).toEqual([false, true]);
    expect(await openFollowUps(database.db, 'T1', { clientIds: [to.id] })).toHaveLength(1);
  });

  test('again after it was done leaves it done', async () => {
    const to = await client();
    const { followUp } = await note(to, {}, ana, 'VDONE');
    await done(ana, followUp.id);
    expect((await note(to, { what: 'Again' }, ana, 'VDONE')).isNew).toBe(false);
    expect(await found(followUp.id)).toMatchObject({ what: 'Send the plan', doneBy: 'UANA' });
  });

  test('for another client from the same modal is refused', async () => {
    await note(await client(), {}, ana, 'VOTHER');
    await expect(note(await client(), {}, ana, 'VOTHER')).rejects.toThrow(/already saved for another client/);
  });

  test('for a client who was ended, or of another workspace, is refused', async () => {
    await expect(note(await client({ status: 'ended', nextDueAt: null }))).rejects.toThrow(
      /was ended.*nothing was saved/,
    );
    await expect(note(await client({}, 'T2'))).rejects.toThrow(/is gone/);
  });

  test('plans reminders on the working day before, and on the day', async () => {
    const { followUp } = await note(await client());
    expect(await reminderOf(followUp.id)).toBe('day-before 2026-03-04T09:00:00Z');
    const friday = await note(await client(), { dueOn: TODAY.add({ days: 7 }), promisedById: 'UBEN' });
    expect(await reminderOf(friday.followUp.id)).toBe('day-before 2026-03-06T14:00:00Z');
  });

  test('due today needs no reminder for yourself; anybody else is reminded right away', async () => {
    now = NOW.add({ hours: 6 });
    const own = await note(await client(), { dueOn: TODAY });
    const bens = await note(await client(), { dueOn: TODAY, promisedById: 'UBEN' });
    expect(await reminderOf(own.followUp.id)).toBe('none');
    expect(await reminderOf(bens.followUp.id)).toBe(`on-the-day ${now}`);
    now = NOW;
  });
});

describe('marking a follow-up as done', () => {
  test('is open to anybody, and the first person counts', async () => {
    const to = await client();
    const { followUp } = await note(to);
    await isHealthDue(to);
    shown.length = 0;
    const first = await done(cleo, followUp.id);
    expect(await isHealthDue(to)).toBe(true);
    const second = await done(ben, followUp.id);
    expect([first.changed, second.changed]).toEqual([true, false]);
    expect(second.followUp).toMatchObject({ doneBy: 'UCLEO' });
    expect(shown).toEqual([followUp.id]);
    expect(await isHealthDue(to)).toBe(false);
  });

  test('is refused where it is gone, or another workspace’s', async () => {
    const { followUp } = await note(await client());
    const elsewhere = { ...ana, workspaceId: 'T2' };
    await expect(done(elsewhere, followUp.id)).rejects.toThrow(/is gone/);
    expect((await found(followUp.id))?.doneAt).toBeNull();
  });

  test('can be undone by the same person, with the reminders that are still ahead', async () => {
    const { followUp } = await note(await client());
    await done(cleo, followUp.id);
    now = Temporal.Instant.from('2026-03-04T12:00:00Z');
    const { changed } = await undo(cleo, followUp.id);
    expect(changed).toBe(true);
    expect(await found(followUp.id)).toMatchObject({ doneAt: null, doneBy: null });
    expect(await reminderOf(followUp.id)).toBe('on-the-day 2026-03-05T09:00:00Z');
    expect((await undo(cleo, followUp.id)).changed).toBe(false);
    now = NOW;
  });

  test('cannot be undone by somebody who has nothing to do with it', async () => {
    const { followUp } = await note(await client());
    await done(ana, followUp.id);
    await expect(undo(cleo, followUp.id)).rejects.toThrow(/Only Ana/);
  });
});

describe('dropping and moving a follow-up', () => {
  test.each([
    ['the person who promised it', 'UANA', {}],
    ['the person who noted it', 'UBEN', {}],
    ['the owner', 'UCLEO', { ownerId: 'UCLEO' }],
    ['the cover', 'UCLEO', { ownerId: 'UBEN', coverId: 'UCLEO' }],
  ])('is open to %s', async (_, userId, but) => {
    const { followUp } = await note(await client(but), { promisedById: 'UANA' }, ben);
    const by = { ...ana, userId };
    const dueOn = TODAY.add({ days: 4 });
    const moved = await move(by, followUp.id, dueOn);
    expect(moved).toMatchObject({ changed: true });
    expect(String(moved.followUp.dueOn)).toBe(String(dueOn));
    expect(await drop(by, followUp.id)).toMatchObject({
      changed: true,
      followUp: { droppedBy: userId },
    });
  });

  test('is open to the lead, and refused to others in a plain sentence', async () => {
    const { followUp, client: theirs } = await note(await client());
    await expect(drop(cleo, followUp.id)).rejects.toThrow(
      `Only Ana, who promised this, the owner of ${theirs.name} and your lead can move or drop it. If it’s done, press Done.`,
    );
    await expect(move(cleo, followUp.id, 'week')).rejects.toThrow(/Only Ana/);
    await database.db.updateTable('workspaces').set({ lead_id: 'UCLEO' }).where('id', '=', 'T1').execute();
    const dropped = await drop(cleo, followUp.id);
    await database.db.updateTable('workspaces').set({ lead_id: null }).where('id', '=', 'T1').execute();
    expect(dropped.changed).toBe(true);
  });

  test('counts from the mover’s own today, by the working days of the person who promised', async () => {
    // Friday evening in London, Saturday in Auckland.
    now = Temporal.Instant.from('2026-03-06T19:00:00Z');
    const { followUp } = await note(await client(), { dueOn: TODAY.add({ days: 4 }) });
    const day = async (by: typeof ana, to: 'tomorrow' | 'working-day' | 'week') =>
      String((await move(by, followUp.id, to)).followUp.dueOn);
    const away = { ...ana, timeZone: 'Pacific/Auckland' };
    expect(await day(ana, 'tomorrow')).toBe('2026-03-07');
    expect(await day(away, 'tomorrow')).toBe('2026-03-08');
    expect(await day(ana, 'working-day')).toBe('2026-03-09');
    expect(await day(ana, 'week')).toBe('2026-03-13');
    now = NOW;
  });

  test('twice does it once, and the reminders follow', async () => {
    const to = await client();
    const { followUp } = await note(to);
    await isHealthDue(to);
    const first = await move(ana, followUp.id, 'week');
    expect(await isHealthDue(to)).toBe(true);
    const second = await move(ana, followUp.id, 'week');
    expect([first.changed, second.changed]).toEqual([true, false]);
    expect(await reminderOf(followUp.id)).toBe('day-before 2026-03-06T09:00:00Z');
    const dropped = await drop(ana, followUp.id);
    const again = await drop(ana, followUp.id);
    expect([dropped.changed, again.changed]).toEqual([true, false]);
  });

  test('leaves a follow-up alone that is done', async () => {
    const { followUp } = await note(await client());
    await done(ana, followUp.id);
    expect((await move(ana, followUp.id, 'week')).changed).toBe(false);
    expect((await drop(ana, followUp.id)).changed).toBe(false);
    expect(await found(followUp.id)).toMatchObject({ doneBy: 'UANA', droppedAt: null });
  });
});
