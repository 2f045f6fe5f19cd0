import type { CheckIn } from '../../check-ins/rules.ts';
import { editCheckInButton } from '../../check-ins/view.ts';
import type { Client } from '../../clients/rules.ts';
import type { Viewer } from '../../people/rules.ts';
import { actions, escapeText, type Message, plain, section } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import type { Prompt } from '../prompts/rules.ts';
import { compactFollowUps, fullFollowUp } from './follow-up-view.ts';
import { compactPrompts, fullPrompt } from './prompt-view.ts';
import { type FollowUpItem, followUpItemStatus, type PromptItem, promptItemStatus } from './rules.ts';
import { greetingText, notificationText } from './summary-view.ts';

/** What a round's message is made of. */
export interface RoundItems {
  prompts: readonly PromptItem[];
  followUps: readonly FollowUpItem[];
}

/** The greeting, the line of closed ones and the line that counts the rest need a block each. */
const OTHER_BLOCKS = 3;

/**
 * One person's DM about all clients that fell due together, and all promises that are due; closed ones stay in it, struck
 * through.
 */
export function roundMessage(items: RoundItems, viewer: Viewer, now: Temporal.Instant): Message {
  const prompts = items.prompts.map((item) => ({ ...item, status: promptItemStatus(item, viewer.userId) }));
  const followUps = items.followUps.map((item) => ({
    ...item,
    status: followUpItemStatus(item, viewer.userId),
  }));
  const today = now.toZonedDateTimeISO(viewer.timeZone).toPlainDate();
  const greeting = section(plain(greetingText(prompts, followUps)));
  const full = [
    greeting,
    ...prompts.flatMap((item) => fullPrompt(item, viewer, now)),
    ...followUps.flatMap((item) => fullFollowUp(item, today)),
  ];
  const compact = () => {
    const below = compactFollowUps(followUps, today);
    const max = LIMITS.messageBlocks - OTHER_BLOCKS - below.length;
    return [greeting, ...compactPrompts(prompts, viewer, now, max), ...below];
  };
  return {
    text: escapeText(notificationText(prompts, followUps, today)),
    blocks: full.length <= LIMITS.messageBlocks ? full : compact(),
  };
}

/**
 * Answers a press on a button of a prompt that is not open any more.
 *
 * @param answer the person's own check-in that answered it, for them to change.
 */
export function closedPromptMessage(prompt: Prompt, client: Client, answer: CheckIn | null): Message {
  const { name } = client;
  const text = {
    open: `${name} is still waiting for a check-in.`,
    answered: `${name} has been checked in on already, so there’s nothing to do.`,
    skipped: `${name} was already skipped this time, so there’s nothing to do.`,
    dropped:
      client.status === 'ended'
        ? `${name} was ended, so there are no more check-ins. Resume it first.`
        : `${name} needs no check-in at the moment, so there’s nothing to do.`,
    missed: `The next check-in with ${name} is due by now. Use the newer message.`,
  }[prompt.status];
  return {
    text: escapeText(text),
    blocks: [
      section(plain(text)),
      ...(answer ? [actions(`closed-${prompt.id}`, [editCheckInButton(answer)])] : []),
    ],
  };
}
