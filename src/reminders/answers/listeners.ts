import { openCheckIn } from '../../check-ins/open-check-in.ts';
import { latestCheckIns } from '../../check-ins/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { UserError } from '../../runtime/errors.ts';
import type { ActionArgs } from '../../slack/inbound/actions.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import type { Database } from '../../storage/database.ts';
import type { Snooze } from '../prompts/rules.ts';
import {
  PROMPT_MENU,
  PROMPT_SKIP,
  PROMPT_SNOOZE,
  PROMPT_SPOKE,
  type PromptChoice,
  promptChoices,
} from '../rounds/prompt-controls.ts';
import { settledMessage } from '../rounds/view.ts';
import { findTheirs, type PromptOfClient } from './open-prompt.ts';
import { parseSkipModal, SKIP_SAVE, skipModal } from './skip-modal.ts';
import { skipPrompt } from './skip-prompt.ts';
import { parseSnoozeModal, SNOOZE_SAVE, snoozeModal } from './snooze-modal.ts';
import { snoozePrompt } from './snooze-prompt.ts';

/** Check-ins looked through for the one that answered a prompt. */
const CHECK_INS_BACK = 5;

/** What an owner presses in a round's DM. The DM itself is brought up to date by its delivery. */
export function registerReminderListeners(slack: Slack, db: Database, clock: Clock): void {
  slack.onAction(PROMPT_SNOOZE, async (args) => {
    const { choice, id: promptId } = promptChoices.parse(args.value);
    await choose(args, choice, promptId);
  });

  slack.onAction(PROMPT_SKIP, (args) => askWhy(args, args.value));

  slack.onAction(PROMPT_SPOKE, (args) => checkIn(args, args.value, true));

  slack.onAction(PROMPT_MENU, async (args) => {
    const { choice, id: promptId } = promptChoices.parse(args.value);
    await choose(args, choice, promptId);
  });

  async function choose(args: ActionArgs, choice: PromptChoice, promptId: string): Promise<void> {
    if (choice === 'skip') await askWhy(args, promptId);
    else if (choice === 'check-in') await checkIn(args, promptId, false);
    else if (choice === 'spoke') await checkIn(args, promptId, true);
    else if (choice === 'date') await askUntilWhen(args, promptId);
    else await snooze(args, promptId, choice);
  }

  slack.onSubmit(SKIP_SAVE, async ({ by, view }) => {
    const { promptId, reason } = parseSkipModal(view);
    await skipPrompt(db, clock, by, promptId, reason);
    return undefined;
  });

  slack.onSubmit(SNOOZE_SAVE, async ({ by, view }) => {
    const { promptId, day } = parseSnoozeModal(view, todayOf(by));
    const { until, client } = await snoozePrompt(db, clock, by, promptId, day);
    if (!until) throw new UserError(`${client.name} is not to be asked about any more. You can close this.`);
    return undefined;
  });

  const todayOf = ({ timeZone }: { timeZone: string }) =>
    clock.now().toZonedDateTimeISO(timeZone).toPlainDate();

  async function askUntilWhen(args: ActionArgs, promptId: string): Promise<void> {
    const found = await findTheirs(db, args.by, promptId);
    if (found.prompt.status !== 'open') await saySettled(args, found);
    else await args.open(async () => snoozeModal(promptId, found.client.name, todayOf(args.by)));
  }

  async function snooze(args: ActionArgs, promptId: string, choice: Snooze): Promise<void> {
    const { until, ...found } = await snoozePrompt(db, clock, args.by, promptId, choice);
    if (!until) await saySettled(args, found);
  }

  async function askWhy(args: ActionArgs, promptId: string): Promise<void> {
    const found = await findTheirs(db, args.by, promptId);
    if (found.prompt.status === 'open') await args.open(async () => skipModal(promptId, found.client.name));
    else await saySettled(args, found);
  }

  async function checkIn(args: ActionArgs, promptId: string, hasSpoken: boolean): Promise<void> {
    const { client } = await findTheirs(db, args.by, promptId);
    const from = args.surface.kind === 'message' ? args.surface.channelId : null;
    await args.open(() =>
      openCheckIn({ db, clock }, args.by, { clientId: client.id, from, asksWhen: hasSpoken }),
    );
  }

  async function saySettled(args: ActionArgs, { prompt, client }: PromptOfClient): Promise<void> {
    const checkIns = await latestCheckIns(db, args.by.workspaceId, [client.id], CHECK_INS_BACK);
    const answer = checkIns.get(client.id)?.find(({ promptId }) => promptId === prompt.id);
    await args.reply(settledMessage(prompt, client, answer?.authorId === args.by.userId ? answer : null));
  }
}
