/** A notification that is about clients: a sentence, the clients one a line, and what to do next. */

import type { Button } from '@slack/types';
import type { Client } from '../clients/rules.ts';
import type { People } from '../people/rules.ts';
import { dayText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { listText } from '../runtime/formats/text.ts';
import {
  actions,
  type Block,
  bullets,
  escapeText,
  type Message,
  paragraph,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';

export interface ClientList {
  says: string;
  clients: readonly ClientLine[];
  /** What to do next. */
  next?: string;
  buttons?: Button[];
}

export interface ClientLine {
  name: string;
  aside?: string;
}

/** What a notification's words are made from: the clients and people whom it names, as they are now. */
export interface Directory {
  clients: ReadonlyMap<string, Client>;
  people: People;
  now: Temporal.Instant;
}

const NAMES_SHOWN = 40;
const NAMES_SAID = 5;

/** Null when none of its clients is left. */
export function clientListMessage(notificationId: string, lists: readonly ClientList[]): Message | null {
  const told = lists.filter(({ clients }) => clients.length > 0);
  if (told.length === 0) return null;
  return {
    text: escapeText(told.map(listSentence).join(' ')),
    blocks: told.flatMap(({ says, clients, next, buttons = [] }): Block[] => [
      richText(
        paragraph(says),
        bullets(...clients.slice(0, NAMES_SHOWN).map(line), ...more(clients.length - NAMES_SHOWN)),
        ...(next ? [paragraph(next)] : []),
      ),
      ...(buttons.length > 0 ? [actions(`notification-${notificationId}`, buttons)] : []),
    ]),
  };
}

/** Those of these clients that are still there, by name. */
export function clientLines({ clients }: Directory, ids: readonly string[]): (ClientLine & { id: string })[] {
  return ids
    .flatMap((id) => {
      const client = clients.get(id);
      return client ? [{ id, name: client.name }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The day on which a moment lies for a person. */
export function dateFor({ people }: Directory, personId: string, at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(people.get(personId)?.timeZone ?? 'UTC').toPlainDate();
}

/** "Friday 13 March", as somebody reads it today. */
export function dayFor(directory: Directory, recipientId: string, day: string): string {
  return dayText(Temporal.PlainDate.from(day), dateFor(directory, recipientId, directory.now));
}

function line({ name, aside }: ClientLine): Run[] {
  return aside ? [{ bold: name }, `, ${aside}`] : [{ bold: name }];
}

function more(rest: number): Run[][] {
  return rest > 0 ? [[{ italic: `and ${count(rest, 'more client')}` }]] : [];
}

function listSentence({ says, clients, next }: ClientList): string {
  const names = clients.slice(0, NAMES_SAID).map(({ name }) => name);
  const rest = clients.length - names.length;
  const all = rest > 0 ? [...names, `${rest} more`] : names;
  return `${says} ${listText(all)}.${next ? ` ${next}` : ''}`;
}
