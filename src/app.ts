import { createDoNotDisturb } from './calendars/do-not-disturb.ts';
import { checkInsFeature } from './check-ins/feature.ts';
import { clientsFeature } from './clients/feature.ts';
import type { Config } from './config.ts';
import { digestsFeature } from './digests/feature.ts';
import { followUpsFeature } from './follow-ups/feature.ts';
import { HAND_OVER_NOTIFICATIONS, handOversFeature } from './hand-overs/feature.ts';
import { onClientsReassigned } from './hand-overs/reassign-clients.ts';
import { healthFeature } from './health/feature.ts';
import { snapshotHealth } from './health/snapshots/snapshot-health.ts';
import { homeFeature } from './home/feature.ts';
import { createRefreshHomes, type HomeDeps, HomePages } from './home/publish-home.ts';
import type { JobKind } from './jobs/job-kind.ts';
import type { JobQueue } from './jobs/queue.ts';
import { type Plan, runTick } from './jobs/tick.ts';
import { raiseAlerts } from './notifications/alerts/raise-alerts.ts';
import { notificationsFeature } from './notifications/feature.ts';
import { createAreInsiders, createIdentify } from './people/check-access.ts';

import { peopleFeature } from './people/feature.ts';
import { portfolioFeature } from './portfolio/feature.ts';
import { preferencesFeature } from './preferences/feature.ts';
import { onAbsenceChanged } from './reminders/covering/on-absence-changed.ts';
import { endUndeliverable } from './reminders/escalation/end-undeliverable.ts';
import { REMINDER_NOTIFICATIONS, remindersFeature } from './reminders/feature.ts';
import { createNotBefore } from './reminders/planning/not-before.ts';
import { dropPrompts } from './reminders/prompts/drop-prompts.ts';
import { markAnswered } from './reminders/prompts/state-machine.ts';
import { invalidateFollowUpMessages } from './reminders/rounds/store.ts';
import type { Clock } from './runtime/clock.ts';
import { toUserError } from './runtime/errors.ts';
import type { Logger } from './runtime/log.ts';
import { connectSlack } from './slack/connection.ts';
import type { Deps } from './slack/deps.ts';
import { type Feature, joinRenders } from './slack/feature.ts';
import { createSlack } from './slack/inbound/slack.ts';
import { DELIVER, deliverJob, enqueueDue } from './slack/outbound/delivery-job.ts';
import { createMessenger } from './slack/outbound/messenger.ts';
import { createPublishHome } from './slack/outbound/publish-home.ts';
import { createRateLimiter } from './slack/outbound/rate-limiter.ts';
import { throttled } from './slack/outbound/throttled.ts';
import { createWebQueries } from './slack/web-queries.ts';
import type { Database } from './storage/database.ts';
import { UPCOMING_NOTIFICATIONS, upcomingFeature } from './upcoming/feature.ts';
import { saveWorkspace } from './workspaces/store.ts';

export interface AppParts {
  database: Database;
  queue: JobQueue;
  clock: Clock;
  log: Logger;
}

export interface App {
  start(): Promise<void>;
  /** Takes nothing more from Slack, then waits for listeners and jobs, up to `deadlineMs` for each. */
  stop(deadlineMs: number): Promise<void>;
  /** Whether Slack can reach us now. */
  connected(): boolean;
}

/** Joins the features to Slack, the queue and the database: the only place that knows everyone. */
export async function createApp(config: Config, { database: db, queue, clock, log }: AppParts): Promise<App> {
  const connection = await connectSlack(config.slack, log);
  const { bolt, web, installation } = connection;
  const { workspaceId } = installation;
  const queries = createWebQueries(web);
  await saveWorkspace(db, installation, clock.now());

  const queryDeps = { db, web: queries, clock };
  const areInsiders = createAreInsiders(queryDeps, installation);
  const rateLimiter = createRateLimiter(db, clock);
  const messenger = createMessenger(web, areInsiders, (buckets) => rateLimiter.acquire(workspaceId, buckets));
  const answers = throttled(messenger, rateLimiter, clock, workspaceId);
  const doNotDisturbUntil = createDoNotDisturb(queries, clock, log);
  const identify = createIdentify(queryDeps, workspaceId);
  const slack = createSlack(bolt, web, identify, log);
  const home: HomeDeps = {
    db,
    clock,
    log,
    identify,
    publish: createPublishHome(web),
    pages: new HomePages(),
  };
  const deps: Deps = { db, clock, log, web: queries, messenger, refreshHomes: createRefreshHomes(home) };

  const portfolio = portfolioFeature({ ...deps, messenger: answers }, () => commands);
  const features: Feature[] = [
    portfolio,
    clientsFeature(deps, { dropPrompts, onClientsReassigned }),
    checkInsFeature(deps, { answerPrompt: markAnswered, invalidateFollowUpMessages }),
    followUpsFeature(deps, invalidateFollowUpMessages),
    upcomingFeature(deps),
    handOversFeature(deps),
    remindersFeature(deps, doNotDisturbUntil),
    healthFeature(deps, raiseAlerts),
    digestsFeature({ ...deps, messenger: answers }, areInsiders),
    notificationsFeature(deps, {
      ...REMINDER_NOTIFICATIONS,
      ...HAND_OVER_NOTIFICATIONS,
      ...UPCOMING_NOTIFICATIONS,
    }),
    homeFeature(home),
    preferencesFeature(deps, onAbsenceChanged),
    peopleFeature(deps, workspaceId),
  ];
  const commands = features.flatMap((feature) => feature.commands ?? []);
  const plans = features.flatMap((feature) => feature.plans ?? []);

  const enqueueWhatIsDue: Plan = async () => {
    await enqueueDue(db, clock, (data, options) => queue.enqueue(DELIVER, data, options));
  };
  /** What a request has changed in health and in sent messages shows at once, and not with the next tick. */
  const afterRequest: Plan[] = [() => snapshotHealth(db, clock, raiseAlerts), enqueueWhatIsDue];
  slack.afterRequest(async () => {
    for (const plan of afterRequest) {
      await plan().catch((error: unknown) => {
        log.warn({ code: toUserError(error).code }, 'left for the tick to do');
      });
    }
  });

  slack.onCommand({ subCommands: commands, plain: portfolio.plain, otherwise: portfolio.otherwise });
  for (const feature of features) feature.register?.(slack);

  const kinds: JobKind[] = [
    deliverJob({
      db,
      clock,
      log,
      messenger,
      renders: joinRenders(features),
      rateLimiter,
      onUndeliverable: endUndeliverable,
      notBefore: createNotBefore(db, clock, doNotDisturbUntil),
    }) as JobKind,
  ];

  return {
    async start() {
      await queue.start({ kinds, tick: { run: () => runTick(plans, enqueueWhatIsDue) } });
      await connection.start();
    },
    async stop(deadlineMs) {
      await connection.stop(deadlineMs);
      await queue.close(deadlineMs);
    },
    connected: () => connection.connected(),
  };
}
