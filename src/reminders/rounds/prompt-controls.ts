import type { Button, Overflow, StaticSelect } from '@slack/types';
import { button, option, plain } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { SNOOZES } from '../prompts/rules.ts';
import type { RoundItem } from './rules.ts';

export const PROMPT_SNOOZE = 'prompt-snooze';
export const PROMPT_SKIP = 'prompt-skip';
/** Opens the check-in for somebody who has spoken with the client already, maybe on an earlier day. */
export const PROMPT_SPOKE = 'prompt-spoke';
/** The menu that holds everything at once, where a round has too many clients for rows of buttons. */
export const PROMPT_MENU = 'prompt-menu';

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
        option(words, choiceValue(snooze as Choice, promptId)),
      ),
      option('Until a day that I pick', choiceValue('date', promptId)),
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
      option('Check in', choiceValue('check-in', promptId)),
      option('I already spoke to them', choiceValue('spoke', promptId)),
      option('Snooze for an hour', choiceValue('hour', promptId)),
      option('Snooze until a day that I pick', choiceValue('date', promptId)),
      option('Skip this time', choiceValue('skip', promptId)),
    ],
  };
}

/** What can be chosen about a prompt from a menu. */
export type Choice = keyof typeof SNOOZES | (typeof OTHERS)[number];

/** `date` asks for a day; `spoke` opens the check-in for somebody who has spoken with the client already. */
const OTHERS = ['check-in', 'skip', 'date', 'spoke'] as const;

function choiceValue(choice: Choice, promptId: string): string {
  return `${choice} ${promptId}`;
}

/** Reads a menu's value back. @throws Error for one that these views did not make. */
export function parseChoice(value: string): { choice: Choice; promptId: string } {
  const [choice = '', promptId = ''] = value.split(' ');
  if (!promptId || !isChoice(choice))
    throw new Error('A menu of a round sent a value that is none of its own');
  return { choice, promptId };
}

function isChoice(text: string): text is Choice {
  return OTHERS.some((other) => other === text) || Object.hasOwn(SNOOZES, text);
}
