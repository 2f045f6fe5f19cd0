import { registerFollowUpListeners, todoCommand } from './check-ins/follow-up-listeners.ts';
import { logCommand, registerCheckInListeners } from './check-ins/listeners.ts';
import { followZones } from './clients/follow-zones.ts';
import { clientSubCommands, registerClientListeners } from './clients/listeners.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { digestCommands, registerDigestListeners } from './digests/listeners.ts';
import { planDigests } from './digests/plan-digests.ts';
import { renderDigest } from './digests/render-digest.ts';
import { explain } from './errors.ts';
import { registerAlertListeners } from './health/alert-listeners.ts';
import { registerHomeListeners } from './health/home-listeners.ts';
import { HomePlaces } from './health/home-page.ts';
import { healthCommands, registerHealthListeners } from './health/listeners.ts';
import { createRefreshHomes } from './health/publish-home.ts';
import { raiseAlerts } from './health/raise-alerts.ts';
import { renderAlert } from './health/render-alert.ts';
import { takeSnapshots } from './health/take-snapshots.ts';
import type { JobKind } from './jobs/job-kind.ts';
import type { JobQueue } from './jobs/queue.ts';
import type { Logger } from './log.ts';
import { endUndeliverable } from './reminders/end-undeliverable.ts';
import { followAway } from './reminders/follow-away.ts';
import { followHandOver } from './reminders/give-clients.ts';
import { handOverCommand, registerHandOverListeners } from './reminders/hand-over-listeners.ts';
import { registerReminderListeners } from './reminders/listeners.ts';
import { createNotBefore } from './reminders/not-before.ts';
import { followLeavers } from './reminders/owner-left.ts';
import { planDue } from './reminders/plan.ts';
import { planNudges } from './reminders/plan-nudges.ts';
import { renderNotice } from './reminders/render-notice.ts';
import { renderNudge } from './reminders/render-nudge.ts';
import { renderRound } from './reminders/render-round.ts';
import { dropPrompts, settlePrompt, showFollowUps } from './reminders/settle-prompt.ts';
import { tellCovers } from './reminders/tell-covers.ts';
import { tellUnanswered } from './reminders/tell-unanswered.ts';
import { type Plan, runTick } from './reminders/tick.ts';
import { registerUpcomingListeners, upcomingCommand } from './reminders/upcoming-listeners.ts';
import { registerCommand, type SubCommand } from './slack/commands.ts';
import { connectSlack } from './slack/connection.ts';
import { inTurn } from './slack/in-turn.ts';
import { DELIVER, deliverJob, type EnqueueDelivery, enqueueDue } from './slack/jobs.ts';
import type { Slack } from './slack/listen.ts';
import { createMessenger } from './slack/messenger.ts';
import { createPace } from './slack/pace.ts';
import type { Database } from './storage/database.ts';
import { createDoNotDisturb } from './workspaces/do-not-disturb.ts';
import { registerPeopleListeners } from './workspaces/listeners.ts';
import { createAreInsiders, createIdentify } from './workspaces/people.ts';
import { preferenceCommands, registerPreferenceListeners } from './workspaces/preferences-listeners.ts';
import { createRefreshPeople } from './workspaces/refresh-people.ts';
import { saveWorkspace } from './workspaces/store.ts';

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
