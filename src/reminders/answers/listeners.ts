import { openCheckIn } from '../../check-ins/open-check-in.ts';
import { latestCheckIns } from '../../check-ins/store.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Deps } from '../../slack/deps.ts';
import type { ActionArgs } from '../../slack/inbound/actions.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import type { SnoozeName } from '../prompts/rules.ts';
import {
  PROMPT_MENU,
  PROMPT_SKIP,
  PROMPT_SNOOZE,
  PROMPT_SPOKE,
  type PromptChoice,
  promptChoices,
} from '../rounds/controls-view.ts';
import { closedPromptMessage } from '../rounds/view.ts';
import { findOwnPrompt, type PromptAndClient } from './find-own-prompt.ts';
import { parseSkip, parseSnooze, SKIP_SAVE, SNOOZE_SAVE, skipModal, snoozeModal } from './modal.ts';
import { skipPrompt } from './skip-prompt.ts';
import { snoozePrompt } from './snooze-prompt.ts';

/** The check-in that answered a prompt is looked for in so many. */
const CHECK_INS_BACK = 5;

type Answer = (args: ActionArgs, promptId: string) => Promise<void>;

/** What can be pressed in a round's DM. The DM itself is updated by its delivery. */
export function registerReminderListeners(slack: Slack, deps: Deps): void {
  const { db, clock } = deps;
  const todayIn = (timeZone: string) => clock.now().toZonedDateTimeISO(timeZone).toPlainDate();

  const answers: Record<PromptChoice, Answer> = {
    'check-in': openTheirCheckIn(false),
    spoke: openTheirCheckIn(true),
    skip: askForReason,
    date: askForDay,
    hour: snoozeBy('hour'),
    tomorrow: snoozeBy('tomorrow'),
    'working-day': snoozeBy('working-day'),
  };
  const choose = async (args: ActionArgs) => {
    const { choice, id } = promptChoices.parse(args.value);
    await answers[choice](args, id);
  };
  slack.onAction(PROMPT_SNOOZE, choose);
  slack.onAction(PROMPT_MENU, choose);
  slack.onAction(PROMPT_SKIP, (args) => answers.skip(args, args.value));
  slack.onAction(PROMPT_SPOKE, (args) => answers.spoke(args, args.value));

  slack.onSubmit(SKIP_SAVE, async ({ by, view }) => {
    const { promptId, reason } = parseSkip(view);
    await skipPrompt(deps, by, promptId, reason);
    return undefined;
  });

  slack.onSubmit(SNOOZE_SAVE, async ({ by, view }) => {
    const { promptId, day } = parseSnooze(view, todayIn(by.timeZone));
    const { until, client } = await snoozePrompt(deps, by, promptId, day);
    if (!until) throw new UserError(`${client.name} no longer needs this check-in. You can close this.`);
    return undefined;
  });

  function snoozeBy(snooze: SnoozeName): Answer {
    return async (args, promptId) => {
      const { until, ...found } = await snoozePrompt(deps, args.by, promptId, snooze);
      if (!until) await replyClosed(args, found);
    };
  }

  async function askForDay(args: ActionArgs, promptId: string): Promise<void> {
    const found = await findOwnPrompt(db, args.by, promptId);
    if (found.prompt.status !== 'open') await replyClosed(args, found);
    else await args.open(async () => snoozeModal(promptId, found.client.name, todayIn(args.by.timeZone)));
  }

  async function askForReason(args: ActionArgs, promptId: string): Promise<void> {
    const found = await findOwnPrompt(db, args.by, promptId);
    if (found.prompt.status !== 'open') await replyClosed(args, found);
    else await args.open(async () => skipModal(promptId, found.client.name));
  }

  function openTheirCheckIn(hasSpoken: boolean): Answer {
    return async (args, promptId) => {
      const { client } = await findOwnPrompt(db, args.by, promptId);
      const from = args.surface.kind === 'message' ? args.surface.channelId : null;
      await args.open(() => openCheckIn(deps, args.by, { clientId: client.id, from, asksWhen: hasSpoken }));
    };
  }

  async function replyClosed(args: ActionArgs, { prompt, client }: PromptAndClient): Promise<void> {
    const checkIns = await latestCheckIns(db, args.by.workspaceId, [client.id], CHECK_INS_BACK);
    const answer = checkIns.get(client.id)?.find(({ promptId }) => promptId === prompt.id);
    const own = answer?.authorId === args.by.userId ? answer : null;
    await args.reply(closedPromptMessage(prompt, client, own));
  }
}
