import type { z } from 'zod';

interface OptionLike {
  value?: string | undefined;
  text: { type: string; text: string };
}

interface Choosable {
  options?: OptionLike[] | undefined;
  option_groups?: { options: OptionLike[] }[] | undefined;
}

/** All options of a menu, those in groups too. */
export function optionsOf(element: Choosable): OptionLike[] {
  return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
}

/** Whether Slack sees the two as the same option: same value and text, in any order of fields. */
export function sameOption(one: OptionLike, other: OptionLike): boolean {
  return one.value === other.value && one.text.type === other.text.type && one.text.text === other.text.text;
}

/** Slack's pages about menus: the initial choice "exactly matches one of the options". */
export function initialsAreOptions(
  element: Choosable & {
    initial_option?: OptionLike | undefined;
    initial_options?: OptionLike[] | undefined;
  },
  ctx: z.RefinementCtx,
): void {
  const options = optionsOf(element);
  const isUnknown = (chosen: OptionLike) => !options.some((option) => sameOption(option, chosen));
  if (element.initial_option && isUnknown(element.initial_option)) {
    ctx.addIssue({ code: 'custom', path: ['initial_option'], message: 'must match one of the options' });
  }
  element.initial_options?.forEach((chosen, index) => {
    if (isUnknown(chosen)) {
      ctx.addIssue({
        code: 'custom',
        path: ['initial_options', index],
        message: 'must match one of the options',
      });
    }
  });
}

/** Slack's page "Select menu element": `options` and `option_groups` exclude each other, and one is required. */
export function hasOneOptionSource(element: Choosable, ctx: z.RefinementCtx): void {
  if (element.options === undefined && element.option_groups === undefined) {
    ctx.addIssue({ code: 'custom', message: 'must provide options or option_groups' });
  }
  if (element.options !== undefined && element.option_groups !== undefined) {
    ctx.addIssue({ code: 'custom', message: 'must provide either options or option_groups, not both' });
  }
}

/** No more initial choices than can be chosen. */
export function initialsFit(
  element: { max_selected_items?: number | undefined },
  initials: unknown[] | undefined,
  ctx: z.RefinementCtx,
): void {
  if (element.max_selected_items !== undefined && (initials?.length ?? 0) > element.max_selected_items) {
    ctx.addIssue({ code: 'custom', message: `no more than ${element.max_selected_items} items allowed` });
  }
}
