import { createDoNotDisturb } from './calendars/do-not-disturb.ts';
import type { DoNotDisturbUntil } from './calendars/rules.ts';
import { checkInsFeature } from './check-ins/feature.ts';
import { clientsFeature } from './clients/feature.ts';
import type { Config } from './config.ts';
import { digestsFeature } from './digests/feature.ts';
import { followUpsFeature } from './follow-ups/feature.ts';
import { HAND_OVER_NOTIFICATIONS, handOversFeature } from './hand-overs/feature.ts';
import { onClientsReassigned } from './hand-overs/reassign-clients.ts';
import { healthFeature } from './health/feature.ts';
import { homeFeature } from './home/feature.ts';
import { createRefreshHomes, type HomeDeps, HomePages } from './home/publish-home.ts';
import type { JobQueue } from './jobs/queue.ts';
import { type Plan, runTick } from './jobs/tick.ts';
import { raiseAlerts } from './notifications/alerts/raise-alerts.ts';
import { notificationsFeature } from './notifications/feature.ts';
import { createAreInsiders, createIdentify } from './people/check-access.ts';
import { peopleFeature } from './people/feature.ts';
import { loadCardModal } from './portfolio/card/load-card.ts';
import { portfolioFeature } from './portfolio/feature.ts';
import { preferencesFeature } from './preferences/feature.ts';
import { onAbsenceChanged } from './reminders/covering/on-absence-changed.ts';
import { endUndeliverable } from './reminders/escalation/end-undeliverable.ts';
import { REMINDER_NOTIFICATIONS, remindersFeature } from './reminders/feature.ts';
import { createNotBefore } from './reminders/planning/not-before.ts';
import { dropPrompts } from './reminders/prompts/client-changes.ts';
import { markAnswered } from './reminders/prompts/state-machine.ts';
import { invalidateFollowUpMessages } from './reminders/rounds/store.ts';
import type { Clock } from './runtime/clock.ts';
import { toUserError } from './runtime/errors.ts';
import type { Logger } from './runtime/log.ts';
import { connectSlack, type SlackConnection } from './slack/connection.ts';
import type { Deps } from './slack/deps.ts';
import { type Feature, joinCommands, joinPlans, joinRenders } from './slack/feature.ts';
import { createSlack, type Slack } from './slack/inbound/slack.ts';
import type { DeliverDeps } from './slack/outbound/deliver.ts';
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
export async function createApp(config: Config, parts: AppParts): Promise<App> {
  const { database: db, queue, clock, log } = parts;
  const connection = await connectSlack(config.slack, log);
  await saveWorkspace(db, connection.installation, clock.now());
  const services = createServices(connection, parts);
  const { slack } = services;
  const features = listFeatures(services, connection.installation.workspaceId);

  slack.onCommand(joinCommands(features));
  for (const feature of features) feature.register?.(slack);

  const enqueueDeliveries: Plan = async () => {
    await enqueueDue(db, clock, (key, options) => queue.enqueue(DELIVER, key, options));
  };
  const afterRequest = [...features.flatMap((feature) => feature.afterRequest ?? []), enqueueDeliveries];
  slack.afterRequest(async () => {
    for (const plan of afterRequest) {
      await plan().catch((error: unknown) => {
        log.warn({ code: toUserError(error).code }, 'left for the tick to do');
      });
    }
  });

  const plans = joinPlans(features);
  const kinds = [deliverJob({ ...services.delivering, renderOf: joinRenders(features) })];
  return {
    async start() {
      await queue.start({ kinds, tick: { run: () => runTick(plans, enqueueDeliveries) } });
      await connection.start();
    },
    async stop(deadlineMs) {
      await connection.stop(deadlineMs);
      await queue.close(deadlineMs);
    },
    connected: () => connection.connected(),
  };
}

/** To add a feature, add a line. `help` lists their commands in this order; `TICK_PHASES` orders their plans. */
function listFeatures({ deps, home, doNotDisturbUntil }: Services, workspaceId: string): Feature[] {
  return [
    portfolioFeature(deps),
    clientsFeature(deps, { dropPrompts, onClientsReassigned }),
    checkInsFeature(deps, { answerPrompt: markAnswered, invalidateFollowUpMessages }),
    followUpsFeature(deps, invalidateFollowUpMessages),
    upcomingFeature(deps),
    handOversFeature(deps),
    remindersFeature(deps, doNotDisturbUntil),
    healthFeature(deps, {
      onSnapshots: raiseAlerts,
      loadCardModal: (client, viewer) => loadCardModal(deps, client, viewer),
    }),
    digestsFeature(deps),
    notificationsFeature(deps, {
      ...REMINDER_NOTIFICATIONS,
      ...HAND_OVER_NOTIFICATIONS,
      ...UPCOMING_NOTIFICATIONS,
    }),
    homeFeature(home),
    preferencesFeature(deps, onAbsenceChanged),
    peopleFeature(deps, workspaceId),
  ];
}

/** What the features are made with. */
interface Services {
  slack: Slack;
  deps: Deps;
  home: HomeDeps;
  doNotDisturbUntil: DoNotDisturbUntil;
  delivering: Omit<DeliverDeps, 'renderOf'>;
}

function createServices(
  { bolt, web: client, installation }: SlackConnection,
  { database: db, clock, log }: AppParts,
): Services {
  const { workspaceId } = installation;
  const web = createWebQueries(client);
  const areInsiders = createAreInsiders({ db, web, clock }, installation);
  const identify = createIdentify({ db, web, clock }, workspaceId);
  const rateLimiter = createRateLimiter(db, clock);
  const messenger = createMessenger(client, areInsiders, (buckets) =>
    rateLimiter.acquire(workspaceId, buckets),
  );
  const doNotDisturbUntil = createDoNotDisturb({ web, clock, log });
  const home: HomeDeps = {
    db,
    clock,
    log,
    identify,
    publish: createPublishHome(client),
    pages: new HomePages(),
  };
  return {
    slack: createSlack(bolt, client, identify, log),
    deps: {
      db,
      clock,
      log,
      web,
      messenger: throttled(messenger, rateLimiter, clock, workspaceId),
      refreshHomes: createRefreshHomes(home),
    },
    home,
    doNotDisturbUntil,
    delivering: {
      db,
      clock,
      log,
      messenger,
      rateLimiter,
      onUndeliverable: endUndeliverable,
      notBefore: createNotBefore(db, clock, doNotDisturbUntil),
    },
  };
}
