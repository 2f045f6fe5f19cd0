import { SPREAD_UNDO } from '../notifications/view.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageModal } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import type { Database } from '../storage/database.ts';
import { loadUpcoming } from './load-upcoming.ts';
import { planSpread, spreadClients, undoSpread } from './spread-clients.ts';
import { readMoves, SPREAD_SAVE, spreadMessage, spreadModal } from './spread-modal.ts';
import { SPREAD_SHOW, UPCOMING_SHOW, upcomingMessage, upcomingModal } from './view.ts';

export function upcomingCommand(db: Database, clock: Clock): SubCommand {
  return {
    name: 'upcoming',
    takes: '',
    summary: 'Show the next four weeks by person, and spread your clients over the week.',
    async run({ by, reply }) {
      const { ahead, people } = await loadUpcoming(db, by.workspaceId, clock.now());
      await reply(upcomingMessage(ahead, { ...by, people }));
    },
  };
}

export function registerUpcomingListeners(slack: Slack, { db, clock, log, refreshHomes }: Deps): void {
  slack.onAction(UPCOMING_SHOW, ({ by, open }) =>
    open(async () => {
      const { ahead, people } = await loadUpcoming(db, by.workspaceId, clock.now());
      return upcomingModal(ahead, { ...by, people });
    }),
  );

  slack.onAction(SPREAD_SHOW, ({ by, open }) =>
    open(async () => spreadModal(await planSpread(db, by, clock.now()))),
  );

  slack.onSubmit(SPREAD_SAVE, async ({ by, view }) => {
    const moves = await spreadClients(db, clock, by, readMoves(view.private_metadata), view.id);
    log.info({ userId: by.userId, clients: moves.length }, 'clients were spread over the week');
    return { view: messageModal(spreadMessage(moves)), afterwards: () => refreshHomes(by.userId) };
  });

  slack.onAction(SPREAD_UNDO, async ({ by, value }) => {
    await undoSpread(db, clock, by, value);
    await refreshHomes(by.userId);
  });
}
