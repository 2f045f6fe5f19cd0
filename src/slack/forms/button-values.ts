import { z } from 'zod';
import { UserError } from '../../runtime/errors.ts';

/** The id that a button carries. @throws UserError for one that is none. */
export function idIn(value: string): string {
  const id = z.uuid().safeParse(value);
  if (!id.success) throw new UserError('That button is out of date. Type “/client-health” for a fresh one.');
  return id.data;
}
