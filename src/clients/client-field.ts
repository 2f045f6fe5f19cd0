import { z } from 'zod';
import { type Found, searchField } from '../slack/forms/choice-fields.ts';
import { checked, type Field, required } from '../slack/forms/field.ts';
import type { Client } from './rules.ts';
import { CLIENT_SEARCH } from './view.ts';

/**
 * The field in which a client is found by typing.
 *
 * @param missing what is said where no client is chosen.
 * @param dispatch tells at once which one was chosen.
 */
export function clientField(missing: string, { dispatch = false } = {}): Field<string, Found | null> {
  const field = searchField({
    label: 'Which client?',
    placeholder: 'Type the first letters',
    actionId: CLIENT_SEARCH,
    dispatch,
  });
  return required(
    checked(field, (id) => (z.uuid().safeParse(id).success ? null : missing)),
    missing,
  );
}

/** A client as that field shows it. */
export function foundClient({ id, name }: Pick<Client, 'id' | 'name'>): Found {
  return { value: id, text: name };
}
