import { messageModal } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { loadSchedules } from './load-schedules.ts';
import { REBALANCE_UNDO } from './notifications.ts';
import { decodeMoves, REBALANCE_SAVE, rebalancedMessage, rebalanceModal } from './rebalance-modal.ts';
import { applyRebalance, previewRebalance, undoRebalance } from './rebalance-week.ts';
import { REBALANCE_SHOW, SCHEDULES_SHOW, schedulesMessage, schedulesModal } from './view.ts';

export function upcomingCommand({ db, clock }: Deps): SubCommand {
  return {
    name: 'upcoming',
    takes: '',
    summary: 'See who checks in with whom over the next four weeks, and rebalance your own week.',
    async run({ by, reply }) {
      const { schedules, people } = await loadSchedules(db, by.workspaceId, clock.now());
      await reply(schedulesMessage(schedules, people, by));
    },
  };
}

export function registerUpcomingListeners(slack: Slack, deps: Deps): void {
  const { db, clock, log, refreshHomes } = deps;

  slack.onAction(SCHEDULES_SHOW, ({ by, open }) =>
    open(async () => {
      const { schedules, people } = await loadSchedules(db, by.workspaceId, clock.now());
      return schedulesModal(schedules, people, by);
    }),
  );

  slack.onAction(REBALANCE_SHOW, ({ by, open }) =>
    open(async () => rebalanceModal(await previewRebalance(deps, by))),
  );

  slack.onSubmit(REBALANCE_SAVE, async ({ by, view }) => {
    const moves = decodeMoves(view.private_metadata);
    const moved = await applyRebalance(deps, by, { moves, viewId: view.id });
    log.info({ userId: by.userId, clients: moved.length }, 'week rebalanced');
    return { view: messageModal(rebalancedMessage(moved)), afterwards: () => refreshHomes(by.userId) };
  });

  slack.onAction(REBALANCE_UNDO, async ({ by, value }) => {
    await undoRebalance(deps, by, value);
    await refreshHomes(by.userId);
  });
}
