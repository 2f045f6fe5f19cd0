import type { Button, Overflow, StaticSelect } from '@slack/types';
import { button, option, plain } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { menuValues } from '../../slack/forms/button-values.ts';
import { SNOOZES, type SnoozeName } from '../prompts/rules.ts';
import type { PromptItem } from './rules.ts';

export const PROMPT_SNOOZE = 'prompt-snooze';
export const PROMPT_SKIP = 'prompt-skip';
/** Opens the check-in for somebody who has spoken with the client already, maybe on an earlier day. */
export const PROMPT_SPOKE = 'prompt-spoke';
/** The menu that holds everything at once, where a round has too many clients for rows of buttons. */
export const PROMPT_MENU = 'prompt-menu';

/** What can be chosen about a prompt: `date` asks for a day, `spoke` opens what `PROMPT_SPOKE` does. */
const PROMPT_CHOICES = [...SNOOZES, 'date', 'check-in', 'spoke', 'skip'] as const;
export type PromptChoice = (typeof PROMPT_CHOICES)[number];

export const promptChoices = menuValues(PROMPT_CHOICES);

const SNOOZE_WORDS: Record<SnoozeName, string> = {
  hour: 'For an hour',
  tomorrow: 'Until tomorrow',
  'working-day': 'Until the next working day',
};

export function skipButton({ prompt, client }: PromptItem): Button {
  return button('Skip this time', PROMPT_SKIP, prompt.id, { label: `Skip this time: ${client.name}` });
}

export function spokeButton({ prompt, client }: PromptItem): Button {
  return button('I already spoke to them', PROMPT_SPOKE, prompt.id, {
    label: `I already spoke to them: ${client.name}`,
  });
}

export function snoozeMenu(promptId: string): StaticSelect {
  return {
    type: 'static_select',
    action_id: PROMPT_SNOOZE,
    placeholder: plain('Snooze', LIMITS.optionText),
    options: [
      ...SNOOZES.map((snooze) => option(SNOOZE_WORDS[snooze], promptChoices.encode(snooze, promptId))),
      option('Pick a date…', promptChoices.encode('date', promptId)),
    ],
  };
}

/** Slack takes five options at most. */
export function promptMenu(promptId: string): Overflow {
  const choice = (text: string, which: PromptChoice) => option(text, promptChoices.encode(which, promptId));
  return {
    type: 'overflow',
    action_id: PROMPT_MENU,
    options: [
      choice('Check in', 'check-in'),
      choice('I already spoke to them', 'spoke'),
      choice('Snooze for an hour', 'hour'),
      choice('Snooze until…', 'date'),
      choice('Skip this time', 'skip'),
    ],
  };
}
