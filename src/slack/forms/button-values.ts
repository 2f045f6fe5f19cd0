import { z } from 'zod';
import { UserError } from '../../runtime/errors.ts';

/** The id that a button carries. @throws UserError for one that is none. */
export function idIn(value: string): string {
  const id = z.uuid().safeParse(value);
  if (!id.success) throw new UserError('That button is out of date. Type “/client-health” for a fresh one.');
  return id.data;
}

/** What the options of a menu carry: a choice, and the id of what it is about. */
export interface MenuValues<Choice extends string> {
  encode(choice: Choice, id: string): string;
  /** @throws Error for a value that `encode` did not make. */
  parse(value: string): { choice: Choice; id: string };
}

export function menuValues<const Choice extends string>(choices: readonly Choice[]): MenuValues<Choice> {
  return {
    encode: (choice, id) => `${choice} ${id}`,
    parse(value) {
      const [word = '', id = ''] = value.split(' ');
      const choice = choices.find((each) => each === word);
      if (!choice || id === '') throw new Error('A menu’s value was not written by Rapport');
      return { choice, id };
    },
  };
}
