import { followZones } from '../../src/clients/follow-zones.ts';
import { silentLog } from '../../src/log.ts';
import { NEVER_DISTURBED } from '../../src/reminders/do-not-disturb.ts';
import { createNotBefore } from '../../src/reminders/not-before.ts';
import { planDue } from '../../src/reminders/plan.ts';
import { planNudges } from '../../src/reminders/plan-nudges.ts';
import { renderNotice } from '../../src/reminders/render-notice.ts';
import { renderNudge } from '../../src/reminders/render-nudge.ts';
import { renderRound } from '../../src/reminders/render-round.ts';
import { nextReminderAt } from '../../src/reminders/store.ts';
import { tellUnanswered } from '../../src/reminders/tell-unanswered.ts';
import { type Around, deliver, type Render } from '../../src/slack/deliveries.ts';
import { type Delivery, dueDeliveries } from '../../src/slack/delivery-store.ts';
import { unpaced } from '../../src/slack/pace.ts';
import type { Database } from '../../src/storage/database.ts';
import { StillClock } from '../reminders/agency.ts';
import { type Act, decide, perform, turn } from './act.ts';
import { closeBooks, disturbance, Ledger, type Tally } from './ledger.ts';
import { MemorySlack } from './memory-slack.ts';
import { populate } from './population.ts';
import { createRandom } from './random.ts';
import { happenings } from './world.ts';

export interface Size {
  people: number;
  clients: number;
  days: number;
  seed: number;
}

/** Rapport looks every so often here, where there is anything to look for. */
const STEP_MINUTES = 15;

/** Runs Rapport's own planning and delivery through a year of a workspace, against a Slack in memory. */
export async function runYear(
  db: Database,
  size: Size,
  onMonth: (soFar: string) => void = () => {},
): Promise<Tally> {
  const start = Temporal.Instant.from('2026-01-05T00:00:00Z');
  const end = start.add({ hours: 24 * size.days });
  const clock = new StillClock(start);
  const random = createRandom(size.seed);
  const slack = new MemorySlack(clock, random);
  const ledger = new Ledger(db);
  const { people, clientIds } = await populate(db, random, size, start);
  const coming = happenings(random, people, start, size.days);
  const acts: Act[] = [];
  const turns = Array.from({ length: Math.round((clientIds.length * size.days) / 1_000) }, () => ({
    at: start.add({ minutes: random.int(size.days * 24 * 60) }),
    clientId: random.pick(clientIds),
  })).sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  const disturbed: string[] = [];
  const snoozed = new Set<string>();
  const renders: Record<Delivery['kind'], Render> = {
    round: renderRound(db, clock),
    nudge: renderNudge(db),
    notice: renderNotice(db, clock),
    digest: async () => null,
          alert: async () => null,
  };
  const around: Around = {
    pace: unpaced,
    undeliverable: async () => {},
    notBefore: createNotBefore(db, clock, NEVER_DISTURBED),
  };
  let views = 0;
  let month = '';

  const isDue = (each: { at: Temporal.Instant } | undefined): boolean =>
    each !== undefined && Temporal.Instant.compare(each.at, clock.at) <= 0;

  async function happen(): Promise<void> {
    while (isDue(coming[0])) {
      const next = coming.shift();
      if (next?.slackIsDown !== undefined) slack.isDown = next.slackIsDown;
      if (next?.downUntil && Temporal.Instant.compare(next.downUntil, clock.at) > 0)
        clock.at = next.downUntil;
      for (const personId of (await next?.run?.(db)) ?? []) await touchClientsOf(personId);
    }
    while (isDue(turns[0])) {
      const next = turns.shift();
      if (!next) break;
      await turn(db, next.clientId, clock.at);
      ledger.touched(next.clientId);
    }
    acts.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
    while (isDue(acts[0])) {
      const act = acts.shift();
      if (!act) break;
      views += 1;
      const done = await perform(db, clock, random, act, `V${views}`);
      if (!done) continue;
      ledger.touched(act.clientId);
      if (act.what === 'snooze') snoozed.add(act.promptId);
    }
  }

  async function touchClientsOf(ownerId: string): Promise<void> {
    const rows = await db.selectFrom('clients').select('id').where('owner_id', '=', ownerId).execute();
    for (const { id } of rows) ledger.touched(id);
  }

  async function tick(): Promise<void> {
    await followZones(db);
    await planDue(db, clock);
    await planNudges(db, clock);
    await tellUnanswered(db, clock);
    await ledger.afterTick(clock.at);
    const before = slack.posted.length;
    for (const ids of await dueDeliveries(db, clock.at, 1_000)) {
      await deliver(db, slack, clock, silentLog, renders, ids, around);
    }
    for (const { personId, deliveryId, at } of slack.posted.slice(before)) {
      const why = await disturbance(db, personId, at);
      if (why) disturbed.push(why);
      acts.push(...(await reactions(personId, deliveryId)));
    }
  }

  async function reactions(personId: string, deliveryId: string): Promise<Act[]> {
    const rows = await db
      .selectFrom('prompts')
      .innerJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
      .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
      .leftJoin('nudges', 'nudges.round_id', 'rounds.id')
      .select(['prompts.id', 'prompts.client_id'])
      .distinct()
      .where('prompts.status', '=', 'open')
      .where('prompts.ask_at', 'is', null)
      .where('prompts.owner_id', '=', personId)
      .where(({ or, eb }) =>
        or([eb('rounds.delivery_id', '=', deliveryId), eb('nudges.delivery_id', '=', deliveryId)]),
      )
      .orderBy('prompts.client_id')
      .execute();
    return rows.flatMap((row) => {
      const asked = { promptId: row.id, clientId: row.client_id, personId };
      return decide(random, asked, clock.at) ?? [];
    });
  }

  while (Temporal.Instant.compare(clock.at, end) < 0) {
    await happen();
    await tick();
    const inMonth = clock.at.toString().slice(0, 7);
    if (inMonth !== month) {
      month = inMonth;
      onMonth(`${month}: ${slack.posted.length} messages, ${slack.faults} failures of Slack’s so far`);
    }
    const next = [
      await nextReminderAt(db),
      await nextDeliveryAt(db),
      coming[0]?.at,
      turns[0]?.at,
      ...acts.map(({ at }) => at),
    ];
    clock.at = onGrid(clock.at, next, end);
  }
  slack.isDown = false;
  await tick();
  return closeBooks(db, slack, disturbed, ledger.lost, snoozed, clock.at);
}

/** The first step of the clock's grid at which anything is due: later than `now`. */
function onGrid(
  now: Temporal.Instant,
  next: readonly (Temporal.Instant | null | undefined)[],
  end: Temporal.Instant,
): Temporal.Instant {
  const times = next.filter((at) => at instanceof Temporal.Instant);
  const first = times.sort(Temporal.Instant.compare)[0] ?? end;
  const step = STEP_MINUTES * 60_000;
  const grid = Math.ceil(first.epochMilliseconds / step) * step;
  const later = Math.max(grid, (Math.floor(now.epochMilliseconds / step) + 1) * step);
  return Temporal.Instant.fromEpochMilliseconds(Math.min(later, end.epochMilliseconds));
}

async function nextDeliveryAt(db: Database): Promise<Temporal.Instant | null> {
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.min(eb.fn.coalesce('lease_until', 'next_attempt_at')).as('at'))
    .where((eb) =>
      eb.or([
        eb('status', 'in', ['pending', 'sending']),
        eb.and([eb('status', '=', 'sent'), eb('shown_revision', '<', eb.ref('revision'))]),
      ]),
    )
    .executeTakeFirst();
  return row?.at ?? null;
}
