import { createDoNotDisturb } from '../../src/calendars/do-not-disturb.ts';
import { applyOwnerTimes } from '../../src/clients/apply-owner-times.ts';
import { reassignFromLeavers } from '../../src/hand-overs/reassign-from-leavers.ts';
import type { Plan } from '../../src/jobs/tick.ts';
import { renderNotification } from '../../src/notifications/render-notification.ts';
import { refreshPeople } from '../../src/people/refresh-people.ts';
import { notifyCovers } from '../../src/reminders/covering/notify-covers.ts';
import { endUndeliverable } from '../../src/reminders/escalation/end-undeliverable.ts';
import { escalateUnanswered } from '../../src/reminders/escalation/escalate-unanswered.ts';
import { planNudges } from '../../src/reminders/nudges/plan-nudges.ts';
import { renderNudge } from '../../src/reminders/nudges/render-nudge.ts';
import { createNotBefore } from '../../src/reminders/planning/not-before.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { nextReminderAt } from '../../src/reminders/planning/store.ts';
import { renderRound } from '../../src/reminders/rounds/render-round.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { type DeliverDeps, deliver, type Render } from '../../src/slack/outbound/deliver.ts';
import { dueDeliveries } from '../../src/slack/outbound/delivery-store.ts';
import { unlimited } from '../../src/slack/outbound/rate-limiter.ts';
import type { DeliveryKind } from '../../src/slack/outbound/rules.ts';
import type { Database } from '../../src/storage/database.ts';
import { NOTIFICATION_KINDS } from '../../test/support/notification-kinds.ts';
import { WORKSPACE } from './population.ts';
import type { Scene } from './scene.ts';

/**
 * Rapport's own planning and sending, joined as the app joins them, without a queue. Plans that look at everyone run once an
 * hour, since more often would find nothing.
 */
export interface Rapport {
  /** Looks for what has fallen due, as every tick does. */
  plan(): Promise<void>;
  /** Sends and updates what is owed to Slack now. */
  send(): Promise<void>;
  /** When there is something to plan or send next; null if there is nothing. */
  nextAt(): Promise<{ plan: Temporal.Instant | null; send: Temporal.Instant | null }>;
}

export function startRapport({ db, clock, slack }: Scene): Rapport {
  const renders: Record<DeliveryKind, Render> = {
    round: renderRound({ db, clock }),
    nudge: renderNudge(db),
    notification: renderNotification({ db, clock }, NOTIFICATION_KINDS),
    digest: async () => null,
  };
  const doNotDisturbUntil = createDoNotDisturb({ web: slack.web, clock, log: silentLog });
  const hourly: Plan[] = [
    () => reassignFromLeavers(db, clock),
    () => notifyCovers(db, clock),
    () => refreshPeople({ db, web: slack.web, clock }, WORKSPACE),
  ];
  const plans: Plan[] = [
    () => applyOwnerTimes(db),
    () => planRounds(db, clock, doNotDisturbUntil),
    () => planNudges(db, clock, doNotDisturbUntil),
    () => escalateUnanswered(db, clock),
  ];
  let hourlyAt = clock.at;
  const delivering: DeliverDeps = {
    db,
    clock,
    log: silentLog,
    messenger: slack,
    renderOf: (kind) => renders[kind],
    rateLimiter: unlimited,
    onUndeliverable: endUndeliverable,
    notBefore: createNotBefore(db, clock, doNotDisturbUntil),
  };
  return {
    async plan() {
      const isHourly = Temporal.Instant.compare(clock.at, hourlyAt) >= 0;
      if (isHourly) hourlyAt = clock.at.add({ hours: 1 });
      for (const plan of isHourly ? [...hourly, ...plans] : plans) await plan();
    },
    async send() {
      for (const key of await dueDeliveries(db, clock.now(), 1_000)) await deliver(delivering, key);
    },
    async nextAt() {
      return { plan: await nextReminderAt(db), send: await nextDeliveryAt(db) };
    },
  };
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
