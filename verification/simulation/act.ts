import { loadCalendar } from '../../src/calendars/store.ts';
import { recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import { type Answers, UNANSWERED } from '../../src/check-ins/rules.ts';
import { dueAfterChange } from '../../src/clients/rules.ts';
import { lockClient, updateClient } from '../../src/clients/store.ts';
import { skipPrompt } from '../../src/reminders/answers/skip-prompt.ts';
import { snoozePrompt } from '../../src/reminders/answers/snooze-prompt.ts';
import { dropPrompts } from '../../src/reminders/prompts/client-changes.ts';
import { markAnswered } from '../../src/reminders/prompts/state-machine.ts';
import { UserError } from '../../src/runtime/errors.ts';
import type { Random } from '../random.ts';
import type { Posted } from './memory-slack.ts';
import { WORKSPACE } from './population.ts';
import type { Scene } from './scene.ts';

/** What someone does about a prompt, some time after they were asked. */
export interface Act {
  at: Temporal.Instant;
  promptId: string;
  clientId: string;
  personId: string;
  what: 'answer' | 'spoke' | 'snooze' | 'skip';
}

/** What a person decides to do about a message: something for each client in it, or nothing. */
export async function decide(scene: Scene, { personId, deliveryId }: Posted): Promise<Act[]> {
  const { db, random, clock } = scene;
  const rows = await db
    .selectFrom('prompts')
    .innerJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .leftJoin('nudges', 'nudges.round_id', 'rounds.id')
    .select(['prompts.id', 'prompts.client_id'])
    .distinct()
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', 'is', null)
    .where('prompts.assignee_id', '=', personId)
    .where(({ or, eb }) =>
      or([eb('rounds.delivery_id', '=', deliveryId), eb('nudges.delivery_id', '=', deliveryId)]),
    )
    .orderBy('prompts.client_id')
    .execute();
  return rows.flatMap(({ id: promptId, client_id: clientId }) => {
    const lot = random.next();
    const what =
      lot < 0.5 ? 'answer' : lot < 0.57 ? 'spoke' : lot < 0.7 ? 'snooze' : lot < 0.77 ? 'skip' : null;
    const at = clock.at.add({ minutes: 2 + random.int(300) });
    return what ? [{ promptId, clientId, personId, what, at }] : [];
  });
}

/** Does it, sometimes twice, like an impatient finger. Someone who has left by then does nothing. */
export async function perform(scene: Scene, act: Act): Promise<void> {
  const { random, slack, notes } = scene;
  if (slack.accounts.of(act.personId).hasLeft) return;
  const viewId = `V${notes.number()}`;
  const presses = random.chance(0.1) ? 2 : 1;
  for (let press = 0; press < presses; press += 1) {
    try {
      await doOnce(scene, act, viewId);
    } catch (error) {
      if (error instanceof UserError) return;
      throw error;
    }
  }
}

async function doOnce({ db, clock, random, notes }: Scene, act: Act, viewId: string): Promise<void> {
  const by = { workspaceId: WORKSPACE, userId: act.personId };
  const { clientId, promptId, what } = act;
  if (what === 'skip') {
    await skipPrompt({ db, clock }, by, promptId, 'They are on holiday');
    notes.skipped(promptId);
  } else if (what === 'snooze') {
    const day = clock
      .now()
      .toZonedDateTimeISO('UTC')
      .toPlainDate()
      .add({ days: 2 + random.int(20) });
    const way = random.pick(['hour', 'tomorrow', 'working-day', day] as const);
    const { until } = await snoozePrompt({ db, clock }, by, promptId, way);
    if (until) notes.snoozed(promptId, clientId, clock.at);
  } else {
    const answers = answersOf(random, act, clock.now());
    await recordCheckIn({ db, clock, answerPrompt: markAnswered }, by, {
      clientId,
      viewId,
      answers,
      promised: null,
    });
    notes.answered(clientId);
  }
}

function answersOf(random: Random, { what }: Act, now: Temporal.Instant): Answers {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const spokeOn = what === 'spoke' ? today.subtract({ days: 1 + random.int(30) }) : null;
  const isOwnRead = what === 'answer' && random.chance(0.2);
  return {
    source: isOwnRead ? 'own-impression' : 'call',
    ourImpression: 4,
    ...UNANSWERED,
    clientSentiment: isOwnRead ? null : 4,
    spokeOn,
  };
}

/** Pauses a client, or resumes one that is paused. */
export async function togglePause({ db, clock, notes }: Scene, clientId: string): Promise<void> {
  const now = clock.at;
  await db.transaction().execute(async (trx) => {
    const client = await lockClient(trx, WORKSPACE, clientId);
    if (!client) return;
    if (client.status === 'active') {
      await dropPrompts(trx, { workspaceId: WORKSPACE, clientId }, null, now);
      await updateClient(trx, { ...client, status: 'paused', nextDueAt: null }, now);
      notes.paused(clientId, now);
      return;
    }
    const { zone: timeZone, remindAt } = await loadCalendar(trx, WORKSPACE, client.ownerId);
    const resumed = { ...client, status: 'active' as const };
    await updateClient(
      trx,
      { ...resumed, nextDueAt: dueAfterChange(resumed, { timeZone, remindAt }, now) },
      now,
    );
    notes.resumed(clientId);
  });
}
