import { beforeAll, describe, expect, test } from 'vitest';
import { type Edit, editCheckIn } from '../../src/check-ins/edit-check-in.ts';
import { type AnswerPrompt, type Recording, recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import { findCheckIn, latestCheckIns } from '../../src/check-ins/store.ts';
import { findClient } from '../../src/clients/store.ts';
import type { InvalidateFollowUpMessages } from '../../src/follow-ups/save-follow-up.ts';
import { followUpOfCheckIn } from '../../src/follow-ups/store.ts';
import { UserError } from '../../src/runtime/errors.ts';
import { useDatabase } from '../support/database.ts';
import { NOW, someAnswers, TODAY } from './samples.ts';
import { addSomeClient, setUpWorkspace } from './workspace.ts';

const database = useDatabase();
const clock = { now: () => NOW };
const nobodyAsked: AnswerPrompt = async () => null;
const nothingShown: InvalidateFollowUpMessages = async () => {};
const ownImpression = { source: 'own-impression', clientSentiment: null, question: null } as const;
let views = 0;

beforeAll(() => setUpWorkspace(database.db, 'T1'));

function recording(clientId: string, but: Partial<Recording> = {}): Recording {
  views += 1;
  return {
    clientId,
    viewId: `V${views}`,
    answers: someAnswers(),
    promised: null,
    ...but,
  };
}

const ana = { workspaceId: 'T1', userId: 'UANA' };
const ben = { workspaceId: 'T1', userId: 'UBEN' };

const record = (what: Recording, answerPrompt = nobodyAsked, { at = clock, by = ana } = {}) =>
  recordCheckIn({ db: database.db, clock: at, answerPrompt }, by, what);

async function clientNow(id: string) {
  const client = await findClient(database.db, 'T1', id);
  if (!client) throw new Error('no client');
  return client;
}

async function countOf(clientId: string): Promise<number> {
  return (await latestCheckIns(database.db, 'T1', [clientId], 100)).get(clientId)?.length ?? 0;
}

describe('a recorded check-in', () => {
  test('resets the clock: the next one is a gap from now, at the owner’s local time', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Reset', { ownerId: 'UBEN' });
    const { nextDueAt } = await record(recording(client.id));
    expect(String(nextDueAt)).toBe('2026-03-17T13:00:00Z');
    const after = await clientNow(client.id);
    expect(after.lastContactAt?.equals(NOW)).toBe(true);
    expect(String(after.nextDueAt)).toBe('2026-03-17T13:00:00Z');
  });

  test('about an earlier conversation resets the clock to that day', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Spoke before');
    const spokeOn = TODAY.subtract({ days: 4 });
    const { nextDueAt } = await record(recording(client.id, { answers: someAnswers({ spokeOn }) }));
    const after = await clientNow(client.id);
    expect(String(after.lastContactAt)).toBe(`${spokeOn}T12:00:00Z`);
    expect(after.nextDueAt?.equals(nextDueAt ?? NOW)).toBe(true);
    const { nextDueAt: fromToday } = await record(recording(client.id));
    expect(Temporal.Instant.compare(nextDueAt ?? NOW, fromToday ?? NOW)).toBeLessThanOrEqual(0);
  });

  test('about a conversation long ago plans nothing in the past', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Spoke long ago');
    const spokeOn = TODAY.subtract({ days: 58 });
    const { nextDueAt } = await record(recording(client.id, { answers: someAnswers({ spokeOn }) }));
    expect(Temporal.Instant.compare(nextDueAt ?? NOW, NOW)).toBe(1);
  });

  test('about a conversation before the last one leaves the clock alone', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Spoke since');
    const { nextDueAt } = await record(recording(client.id));
    const spokeOn = TODAY.subtract({ days: 10 });
    await record(recording(client.id, { answers: someAnswers({ spokeOn }) }));
    const after = await clientNow(client.id);
    expect(after.lastContactAt?.equals(NOW)).toBe(true);
    expect(String(after.nextDueAt)).toBe(String(nextDueAt));
  });

  test('changed to an earlier conversation moves the last contact', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Spoke then');
    const { checkIn } = await record(recording(client.id));
    const spokeOn = TODAY.subtract({ days: 3 });
    const deps = { db: database.db, clock, invalidateFollowUpMessages: nothingShown };
    await editCheckIn(deps, ana, {
      checkInId: checkIn.id,
      answers: someAnswers({ spokeOn }),
      promised: undefined,
    });
    expect(String((await clientNow(client.id)).lastContactAt)).toBe(`${spokeOn}T12:00:00Z`);
  });

  test('moves on to the client’s next question', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Asked');
    await record(recording(client.id));
    expect((await clientNow(client.id)).questionNumber).toBe(1);
  });

  test('answers the open prompt, and names it', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Prompted');
    const { id: promptId } = await database.db
      .insertInto('prompts')
      .values({
        workspace_id: 'T1',
        client_id: client.id,
        assignee_id: 'UANA',
        occurrence_at: NOW,
        ask_at: null,
        skip_reason: null,
        closed_at: null,
        closed_by: null,
        created_at: NOW,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { checkIn } = await record(
      recording(client.id),
      async (_trx, of, by) => {
        expect([of, by]).toEqual([{ workspaceId: 'T1', clientId: client.id }, 'UBEN']);
        return promptId;
      },
      { by: ben },
    );
    expect((await findCheckIn(database.db, 'T1', checkIn.id))?.promptId).toBe(promptId);
  });

  test('keeps what was promised', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Promised');
    const promised = { what: 'Send it', promisedById: 'UBEN', dueOn: TODAY };
    const { checkIn } = await record(recording(client.id, { promised }));
    expect(await followUpOfCheckIn(database.db, 'T1', checkIn.id)).toMatchObject({
      what: 'Send it',
      promisedById: 'UBEN',
      clientId: client.id,
      doneAt: null,
    });
  });

  test('that is our own impression puts off the next prompt, but is no contact and uses up no question', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Read');
    const { nextDueAt } = await record(recording(client.id, { answers: someAnswers(ownImpression) }));
    expect(String(nextDueAt)).toBe('2026-03-17T09:00:00Z');
    expect(await clientNow(client.id)).toMatchObject({ lastContactAt: null, questionNumber: 0 });
    expect(String((await clientNow(client.id)).nextDueAt)).toBe('2026-03-17T09:00:00Z');
  });

  test.each(['call', 'own-impression'] as const)(
    'about a paused client plans nothing (%s)',
    async (source) => {
      const client = await addSomeClient(database.db, 'T1', `Paused ${source}`, {
        status: 'paused',
        nextDueAt: null,
      });
      const answers = source === 'call' ? someAnswers() : someAnswers(ownImpression);
      expect((await record(recording(client.id, { answers }))).nextDueAt).toBeNull();
      expect((await clientNow(client.id)).nextDueAt).toBeNull();
    },
  );
});

describe('the same modal submitted again', () => {
  test('makes one check-in, and resets the clock once', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Twice');
    const once = recording(client.id, { promised: { what: 'Once', promisedById: 'UANA', dueOn: TODAY } });
    const first = await record(once);
    let settled = 0;
    const second = await record(once, async () => {
      settled += 1;
      return null;
    });
    expect(second).toMatchObject({ isNew: false, checkIn: { id: first.checkIn.id, editedAt: null } });
    expect(settled).toBe(0);
    expect(await countOf(client.id)).toBe(1);
    expect((await clientNow(client.id)).questionNumber).toBe(1);
  });

  test('at the same moment, in several processes, makes one check-in', async () => {
    const client = await addSomeClient(database.db, 'T1', 'At once');
    const once = recording(client.id);
    const all = await Promise.all(Array.from({ length: 5 }, () => record(once)));
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await countOf(client.id)).toBe(1);
  });

  test('with more typed meanwhile keeps what was typed last', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Late words');
    const first = recording(client.id);
    await record(first);
    const promised = { what: 'Added', promisedById: 'UANA', dueOn: TODAY };
    const { checkIn } = await record({ ...first, answers: someAnswers({ clientWords: 'More' }), promised });
    expect(checkIn).toMatchObject({ clientWords: 'More', editedAt: null });
    expect((await followUpOfCheckIn(database.db, 'T1', checkIn.id))?.what).toBe('Added');
  });

  test('with another source becomes a contact, or stops being one', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Of two minds');
    const first = recording(client.id);
    await record(first);
    await record({ ...first, answers: someAnswers(ownImpression) });
    expect((await clientNow(client.id)).lastContactAt).toBeNull();
    await record(first);
    expect((await clientNow(client.id)).lastContactAt?.equals(NOW)).toBe(true);
  });

  test('about another client, or by somebody else, is refused', async () => {
    const [one, other] = [
      await addSomeClient(database.db, 'T1', 'First choice'),
      await addSomeClient(database.db, 'T1', 'Second choice'),
    ];
    const first = recording(one.id);
    await record(first);
    await expect(record({ ...first, clientId: other.id })).rejects.toThrow(UserError);
    await expect(record(first, nobodyAsked, { by: ben })).rejects.toThrow(UserError);
    expect(await countOf(other.id)).toBe(0);
    expect(await clientNow(other.id)).toMatchObject({ lastContactAt: null, questionNumber: 0 });
  });
});

describe('nothing is written', () => {
  test('about a client who was ended, and the refusal says since when and what to do', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Over', { status: 'ended', nextDueAt: null });
    await expect(record(recording(client.id))).rejects.toThrow(
      'Over was ended on Monday 2 March, so nothing was saved. Resume it first.',
    );
    expect(await countOf(client.id)).toBe(0);
  });

  test('when the prompt cannot be answered', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Half');
    const promised = { what: 'Never', promisedById: 'UANA', dueOn: TODAY };
    const failing: AnswerPrompt = () => Promise.reject(new Error('away'));
    await expect(record(recording(client.id, { promised }), failing)).rejects.toThrow('away');
    expect(await countOf(client.id)).toBe(0);
    expect(await clientNow(client.id)).toMatchObject({ lastContactAt: null, questionNumber: 0 });
  });

  test('about a client of another workspace', async () => {
    await setUpWorkspace(database.db, 'T2');
    const theirs = await addSomeClient(database.db, 'T2', 'Theirs');
    await expect(record(recording(theirs.id))).rejects.toThrow(UserError);
  });
});

describe('an edited check-in', () => {
  const later = { now: () => NOW.add({ hours: 5 }) };
  const edit = (checkInId: string, but: Partial<Edit> = {}, by = ana) => {
    const deps = { db: database.db, clock: later, invalidateFollowUpMessages: nothingShown };
    return editCheckIn(deps, by, { checkInId, answers: someAnswers(), promised: undefined, ...but });
  };

  test('has the new answers and says when it was edited', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Edited');
    const { checkIn } = await record(recording(client.id));
    await edit(checkIn.id, { answers: someAnswers({ clientWords: 'Better', signs: ['praised-us'] }) });
    const after = await findCheckIn(database.db, 'T1', checkIn.id);
    expect(after).toMatchObject({ clientWords: 'Better', signs: ['praised-us'] });
    expect(after?.editedAt?.equals(later.now())).toBe(true);
    expect(after?.createdAt.equals(NOW)).toBe(true);
  });

  test('is refused to anybody but its author', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Guarded');
    const { checkIn } = await record(recording(client.id));
    await expect(edit(checkIn.id, { answers: someAnswers({ ourImpression: 1 }) }, ben)).rejects.toThrow(
      /Only the person who wrote/,
    );
    expect((await findCheckIn(database.db, 'T1', checkIn.id))?.ourImpression).toBe(3);
  });

  test('that turns out to have been a call counts as a contact at its own time', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Was a call');
    const { checkIn } = await record(recording(client.id, { answers: someAnswers(ownImpression) }));
    await edit(checkIn.id);
    expect((await clientNow(client.id)).lastContactAt?.equals(NOW)).toBe(true);
  });

  test('that turns out to have been a call weeks ago plans no occurrence in the past', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Was a call once');
    const weeksAgo = { now: () => NOW.subtract({ hours: 24 * 7 * 8 }) };
    const { checkIn } = await record(
      recording(client.id, { answers: someAnswers(ownImpression) }),
      nobodyAsked,
      {
        at: weeksAgo,
      },
    );
    const { nextDueAt } = await record(recording(client.id, { answers: someAnswers(ownImpression) }));
    await edit(checkIn.id);
    const after = await clientNow(client.id);
    expect(String(after.lastContactAt)).toBe(String(weeksAgo.now()));
    expect(String(after.nextDueAt)).toBe(String(nextDueAt));
  });

  test('that turns out to be our own impression makes the contact before it the last one', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Was no call');
    const before = { now: () => NOW.subtract({ hours: 24 }) };
    await record(recording(client.id), nobodyAsked, { at: before });
    const { checkIn } = await record(recording(client.id));
    await edit(checkIn.id, { answers: someAnswers(ownImpression) });
    expect((await clientNow(client.id)).lastContactAt?.equals(before.now())).toBe(true);
  });

  test('can change, take away or leave alone what was promised', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Promises');
    const promised = { what: 'One', promisedById: 'UANA', dueOn: TODAY };
    const { checkIn } = await record(recording(client.id, { promised }));
    const what = async () => (await followUpOfCheckIn(database.db, 'T1', checkIn.id))?.what;

    await edit(checkIn.id);
    expect(await what()).toBe('One');
    await edit(checkIn.id, { promised: { ...promised, what: 'Two' } });
    expect(await what()).toBe('Two');
    await edit(checkIn.id, { promised: null });
    expect(await what()).toBeUndefined();
  });
});
