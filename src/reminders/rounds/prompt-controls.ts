import type { Button, Overflow, StaticSelect } from '@slack/types';
import { button, option, plain } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { menuValues } from '../../slack/forms/button-values.ts';
import { SNOOZES } from '../prompts/rules.ts';
import type { RoundItem } from './rules.ts';

export const PROMPT_SNOOZE = 'prompt-snooze';
export const PROMPT_SKIP = 'prompt-skip';
/** Opens the check-in for somebody who has spoken with the client already, maybe on an earlier day. */
export const PROMPT_SPOKE = 'prompt-spoke';
/** The menu that holds everything at once, where a round has too many clients for rows of buttons. */
export const PROMPT_MENU = 'prompt-menu';

/** What can be chosen from a menu. `date` asks for a day; `spoke` is as `PROMPT_SPOKE`. */
export const promptChoices = menuValues([
  ...(Object.keys(SNOOZES) as (keyof typeof SNOOZES)[]),
  'check-in',
  'skip',
  'date',
  'spoke',
]);
export type PromptChoice = ReturnType<typeof promptChoices.parse>['choice'];

export function skipButton({ prompt, client }: RoundItem): Button {
  return button('Skip this time', PROMPT_SKIP, prompt.id, { label: `Skip this time: ${client.name}` });
}

export function snoozeMenu(promptId: string): StaticSelect {
  return {
    type: 'static_select',
    action_id: PROMPT_SNOOZE,
    placeholder: plain('Snooze', LIMITS.optionText),
    options: [
      ...Object.entries(SNOOZES).map(([snooze, words]) =>
        option(words, promptChoices.encode(snooze as PromptChoice, promptId)),
      ),
      option('Until a day that I pick', promptChoices.encode('date', promptId)),
    ],
  };
}

export function spokeButton({ prompt, client }: RoundItem): Button {
  return button('I already spoke to them', PROMPT_SPOKE, prompt.id, {
    label: `I already spoke to them: ${client.name}`,
  });
}

/** Slack takes five options at most. */
export function promptMenu(promptId: string): Overflow {
  return {
    type: 'overflow',
    action_id: PROMPT_MENU,
    options: [
      option('Check in', promptChoices.encode('check-in', promptId)),
      option('I already spoke to them', promptChoices.encode('spoke', promptId)),
      option('Snooze for an hour', promptChoices.encode('hour', promptId)),
      option('Snooze until a day that I pick', promptChoices.encode('date', promptId)),
      option('Skip this time', promptChoices.encode('skip', promptId)),
    ],
  };
}
