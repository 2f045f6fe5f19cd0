import { createDoNotDisturb } from './calendars/do-not-disturb.ts';
import { logCommand, registerCheckInListeners } from './check-ins/listeners.ts';
import { followZones } from './clients/follow-zones.ts';
import { clientSubCommands, registerClientListeners } from './clients/listeners.ts';
import type { Config } from './config.ts';
import { digestCommands, registerDigestListeners } from './digests/listeners.ts';
import { planDigests } from './digests/plan-digests.ts';
import { renderDigest } from './digests/render-digest.ts';
import { registerFollowUpListeners, todoCommand } from './follow-ups/listeners.ts';
import { handOverCommand, registerHandOverListeners } from './hand-overs/listeners.ts';
import { followHandOver } from './hand-overs/reassign-clients.ts';
import { followLeavers } from './hand-overs/reassign-from-leavers.ts';
import { takeSnapshots } from './health/snapshots/take-snapshots.ts';
import { registerHomeListeners } from './home/listeners.ts';
import { HomePlaces } from './home/page.ts';
import { createRefreshHomes } from './home/publish-home.ts';
import type { JobKind } from './jobs/job-kind.ts';
import type { JobQueue } from './jobs/queue.ts';
import { registerAlertListeners } from './notifications/listeners.ts';
import { raiseAlerts } from './notifications/raise-alerts.ts';
import { renderAlert } from './notifications/render-alert.ts';
import { renderNotice } from './notifications/render-notification.ts';
import { registerPeopleListeners } from './people/listeners.ts';
import { createAreInsiders, createIdentify } from './people/people.ts';
import { createRefreshPeople } from './people/refresh-people.ts';
import { saveWorkspace } from './people/store.ts';
import { healthCommands, registerHealthListeners } from './portfolio/listeners.ts';
import { preferenceCommands, registerPreferenceListeners } from './preferences/listeners.ts';
import { registerReminderListeners } from './reminders/answers/listeners.ts';
import { tellCovers } from './reminders/covering/notify-covers.ts';
import { followAway } from './reminders/covering/on-absence-changed.ts';
import { endUndeliverable } from './reminders/escalation/end-undeliverable.ts';
import { tellUnanswered } from './reminders/escalation/escalate-unanswered.ts';
import { planNudges } from './reminders/nudges/plan-nudges.ts';
import { renderNudge } from './reminders/nudges/render-nudge.ts';
import { createNotBefore } from './reminders/planning/not-before.ts';
import { planDue } from './reminders/planning/plan.ts';
import { type Plan, runTick } from './reminders/planning/tick.ts';
import { dropPrompts, settlePrompt, showFollowUps } from './reminders/prompts/answer-prompt.ts';
import { renderRound } from './reminders/rounds/render-round.ts';
import type { Clock } from './runtime/clock.ts';
import { explain } from './runtime/errors.ts';
import type { Logger } from './runtime/log.ts';
import { connectSlack } from './slack/connection.ts';
import { registerCommand, type SubCommand } from './slack/inbound/commands.ts';
import type { Slack } from './slack/inbound/listen.ts';
import { DELIVER, deliverJob, type EnqueueDelivery, enqueueDue } from './slack/outbound/delivery-job.ts';
import { createMessenger } from './slack/outbound/messenger.ts';
import { createPace } from './slack/outbound/rate-limiter.ts';
import { inTurn } from './slack/outbound/throttled.ts';
import type { Database } from './storage/database.ts';
import { registerUpcomingListeners, upcomingCommand } from './upcoming/listeners.ts';

export interface AppParts {
  database: Database;
  queue: JobQueue;
  clock: Clock;
  log: Logger;
}

export interface App {
  start(): Promise<void>;
  /** Stops taking from Slack, then waits for listeners and jobs, up to `deadlineMs` for each. */
  stop(deadlineMs: number): Promise<void>;
  /** Whether Slack can reach us now. */
  connected(): boolean;
}

/** Joins the features to Slack, the queue and the database: the only place that knows everyone. */
export async function createApp(config: Config, { database: db, queue, clock, log }: AppParts): Promise<App> {
  const connection = await connectSlack(config.slack, log);
  const { bolt, web, installation } = connection;
  const { workspaceId } = installation;
  await saveWorkspace(db, installation, clock.now());

  const areInsiders = createAreInsiders(db, web, clock, installation);
  const pace = createPace(db, clock);
  const messenger = createMessenger(web, areInsiders, (lanes) => pace.turn(workspaceId, lanes));
  const answers = inTurn(messenger, pace, clock, workspaceId);
  const doNotDisturbUntil = createDoNotDisturb(web, clock, log);
  const slack: Slack = { bolt, web, log, identify: createIdentify(db, web, clock, workspaceId) };
  const enqueue: EnqueueDelivery = (data, options) => queue.enqueue(DELIVER, data, options);

  const keepHealth: Plan = (database, at) => takeSnapshots(database, at, raiseAlerts);

  // What an answer has changed in messages that were sent shows at once, not with the next tick.
  bolt.use(async ({ next }) => {
    await next();
    await keepHealth(db, clock).catch((error: unknown) => {
      log.warn({ code: explain(error).code }, 'health was not looked at; the tick will');
    });
    await enqueueDue(db, clock, enqueue).catch((error: unknown) => {
      log.warn({ code: explain(error).code }, 'what is due was not looked at; the tick will');
    });
  });

  const places = new HomePlaces();
  const refreshHomes = createRefreshHomes(slack, db, clock, places);
  const health = healthCommands(db, clock, () => subCommands);
  const subCommands: SubCommand[] = [
    ...health.subCommands,
    ...clientSubCommands(db),
    logCommand(db, clock),
    todoCommand(db, clock),
    upcomingCommand(db, clock),
    handOverCommand(db),
    ...digestCommands(db, clock, answers, areInsiders),
    ...preferenceCommands(db, clock),
  ];
  registerCommand(slack, subCommands, health.plain, health.otherwise);
  registerPeopleListeners(slack, db, clock, workspaceId, refreshHomes);
  registerPreferenceListeners(slack, db, clock, followAway);
  registerClientListeners(slack, db, clock, { dropPrompts, followHandOver }, refreshHomes);
  registerCheckInListeners(slack, db, clock, messenger, { settlePrompt, showFollowUps }, refreshHomes);
  registerFollowUpListeners(slack, db, clock, messenger, showFollowUps, refreshHomes);
  registerReminderListeners(slack, db, clock);
  registerHandOverListeners(slack, db, clock, refreshHomes);
  registerUpcomingListeners(slack, db, clock, refreshHomes);
  registerHealthListeners(slack, db, clock, answers, refreshHomes);
  registerAlertListeners(slack, db, clock);
  registerHomeListeners(slack, db, clock, places);
  registerDigestListeners(slack, db, clock);

  const kinds: JobKind[] = [
    deliverJob(
      db,
      messenger,
      clock,
      {
        round: renderRound(db, clock),
        digest: renderDigest(db, clock),
        nudge: renderNudge(db),
        notice: renderNotice(db, clock),
        alert: renderAlert(db, clock),
      },
      {
        pace,
        undeliverable: endUndeliverable,
        notBefore: createNotBefore(db, clock, doNotDisturbUntil),
      },
    ) as JobKind,
  ];
  const planInTheirTime: Plan = (database, at) => planDue(database, at, doNotDisturbUntil);
  const nudgeInTheirTime: Plan = (database, at) => planNudges(database, at, doNotDisturbUntil);
  const plans = [
    followZones,
    followLeavers,
    tellCovers,
    planInTheirTime,
    nudgeInTheirTime,
    tellUnanswered,
    keepHealth,
    planDigests,
    createRefreshPeople(web, workspaceId),
  ];

  return {
    async start() {
      await queue.start({ kinds, tick: { run: () => runTick({ db, clock, plans, enqueue }) } });
      await connection.start();
    },
    async stop(deadlineMs) {
      await connection.stop(deadlineMs);
      await queue.close(deadlineMs);
    },
    connected: () => connection.connected(),
  };
}
