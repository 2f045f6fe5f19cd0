import type { Button } from '@slack/types';
import type { Client } from '../clients/rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import { handOverFromButton } from '../hand-overs/modal.ts';
import type { Person } from '../people/rules.ts';
import { daysAway } from '../preferences/away-modal.ts';
import { dayText, weekdayName } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { clip } from '../runtime/formats/text.ts';
import {
  actions,
  type Block,
  bullets,
  button,
  escapeText,
  type Message,
  paragraph,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import { COMMAND } from '../slack/inbound/commands.ts';
import type { Notice, NoticeKind } from './store.ts';

/** A prompt to which nobody has replied. */
export interface OpenPrompt {
  clientId: string;
  ownerId: string;
  occurrenceAt: Temporal.Instant;
}

/** What is known when a notice's message is made. */
export interface NoticeFacts {
  /** Those of the notice's prompts that are still open, the oldest first. */
  prompts: readonly OpenPrompt[];
  /** What was promised to the clients of a hand-over and is still open, the most urgent first. */
  promised: readonly FollowUp[];
  clients: ReadonlyMap<string, Client>;
  people: ReadonlyMap<string, Person>;
  now: Temporal.Instant;
}

/** One paragraph, and the clients that it is about, one a line. */
interface Told {
  says: string;
  clients: { name: string; aside?: string }[];
  /** What to do next. */
  next?: string;
  buttons?: Button[];
}

/** Takes a spread back; the value is its notice's id. */
export const SPREAD_UNDO = 'spread-undo';

type Tell<K extends NoticeKind> = (
  notice: Extract<Notice, { kind: K }>,
  facts: NoticeFacts,
) => Told | readonly Told[];

const NAMES_SHOWN = 40;
const NAMES_SAID = 5;
/** So much of a promise is told beside a client, in UTF-16 units. */
const PROMISE_MAX = 120;

/** Null when nothing that it was about is left. */
export function noticeMessage(notice: Notice, facts: NoticeFacts): Message | null {
  const tell = TELL[notice.kind] as Tell<NoticeKind>;
  const parts = [tell(notice, facts)].flat().filter(({ clients }) => clients.length > 0);
  if (parts.length === 0) return null;
  return {
    text: escapeText(parts.map(spoken).join(' ')),
    blocks: parts.flatMap(({ says, clients, next, buttons = [] }): Block[] => [
      richText(
        paragraph(says),
        bullets(...clients.slice(0, NAMES_SHOWN).map(line), ...more(clients.length - NAMES_SHOWN)),
        ...(next ? [paragraph(next)] : []),
      ),
      ...(buttons.length > 0 ? [actions(`notice-${notice.id}`, buttons)] : []),
    ]),
  };
}

const TELL: { [K in NoticeKind]: Tell<K> } = {
  cover({ subject, personId }, facts) {
    const owner = nameOf(facts, subject.ownerId);
    const until = subject.lastDay ? ` until ${dayFor(facts, personId, subject.lastDay)}` : '';
    return {
      says: `You stand in for ${owner}${until}. I’ll ask you about:`,
      clients: named(facts, subject.clientIds),
    };
  },

  'cover-ahead'({ subject, personId }, facts) {
    const owner = nameOf(facts, subject.ownerId);
    return {
      says: `${owner} is away ${daysFor(facts, personId, subject)}. You stand in, so I’ll ask you about:`,
      clients: named(facts, subject.clientIds),
    };
  },

  'cover-off'({ subject, personId }, facts) {
    const owner = nameOf(facts, subject.ownerId);
    return {
      says: `You no longer stand in for ${owner} ${daysFor(facts, personId, subject)}, so I won’t ask you about:`,
      clients: named(facts, subject.clientIds),
    };
  },

  'handed-over'({ subject, personId }, facts) {
    const { fromId, toId, byId } = subject;
    const clients = named(facts, subject.clientIds).map((client) => ({
      ...client,
      ...promisedAside(facts, client.id, personId),
    }));
    const them = clients.length === 1 ? 'it' : 'them';
    const by = byId === personId ? 'You' : nameOf(facts, byId ?? fromId);
    if (personId === toId) {
      const whose = byId === fromId ? '' : ` that ${nameOf(facts, fromId)} looked after`;
      const given =
        byId === toId
          ? `You took over ${count(clients.length, 'client')}${whose}:`
          : `${by} handed ${count(clients.length, 'client')} over to you${whose}:`;
      return {
        says: byId
          ? given
          : `${by} has left. You stood in for them, so ${clients.length === 1 ? 'this client is' : 'these clients are'} yours now:`,
        clients,
        next: `From now on I’ll ask you about ${them}. What is known so far is on the card: “${COMMAND}” and the client’s name.`,
      };
    }
    return {
      says:
        byId === toId
          ? `${by} took over ${count(clients.length, 'client')} of yours:`
          : `${by} handed ${count(clients.length, 'client')} of yours over to ${nameOf(facts, toId)}:`,
      clients,
      next: `I won’t ask you about ${them} any more.`,
    };
  },

  unanswered(_, facts) {
    const clients = facts.prompts.flatMap(({ clientId, ownerId, occurrenceAt }) =>
      named(facts, [clientId]).map(({ name }) => ({
        name,
        aside: `asked of ${nameOf(facts, ownerId)}, due ${dayText(dateAt(facts, ownerId, occurrenceAt))}`,
      })),
    );
    return {
      says: `Nobody has replied yet about ${count(clients.length, 'client')}:`,
      clients,
      next: `A word with the owner may help. To note how a client is yourself, type “${COMMAND} log” and its name.`,
    };
  },

  undeliverable({ subject }, facts) {
    const name = nameOf(facts, subject.personId);
    return {
      says: `Slack does not let me write to ${name}, so nobody is being asked about:`,
      clients: named(facts, subject.clientIds),
      next: `Ask ${name} to look whether they can open a message with Rapport, or hand their clients over with “${COMMAND} hand-over”.`,
    };
  },

  'owner-left'({ subject }, facts) {
    const owner = nameOf(facts, subject.ownerId);
    return [
      {
        says: `${owner} has left. These went to who stood in for them:`,
        clients: subject.given.flatMap(({ clientId, toId }) =>
          named(facts, [clientId]).map(({ name }) => ({ name, aside: `now with ${nameOf(facts, toId)}` })),
        ),
      },
      withoutCover(subject, facts, owner),
    ];
  },

  spread({ id, subject }, facts) {
    const clients = subject.moves.flatMap(({ clientId, from, to }) =>
      named(facts, [clientId]).map(({ name }) => ({
        name,
        aside: `${weekdayName(from)} → ${weekdayName(to)}`,
      })),
    );
    if (subject.undone)
      return { says: 'Taken back: these are asked about on their former weekdays.', clients };
    return {
      says: 'Your clients are spread over the week. These have another weekday now:',
      clients,
      buttons: [button('Undo', SPREAD_UNDO, id, { label: 'Give these clients their former weekdays back' })],
    };
  },
};

/** Those of a leaver's clients who had no cover: handed over since, or still to be. */
function withoutCover(
  { ownerId, clientIds }: { ownerId: string; clientIds: readonly string[] },
  facts: NoticeFacts,
  owner: string,
): Told {
  const clients = clientIds.flatMap((id) => {
    const now = facts.clients.get(id)?.ownerId ?? ownerId;
    const aside = now === ownerId ? {} : { aside: `now with ${nameOf(facts, now)}` };
    return named(facts, [id]).map(({ name }) => ({ name, ...aside }));
  });
  if (clients.every((client) => 'aside' in client)) {
    return { says: `${owner} has left. These clients have somebody else now:`, clients };
  }
  return {
    says: `${owner} has left, and nobody stands in for these clients:`,
    clients,
    next: 'Until you hand them over I’ll ask you about them.',
    buttons: [handOverFromButton(ownerId, owner)],
  };
}

/** By name. */
function named({ clients }: NoticeFacts, ids: readonly string[]): { id: string; name: string }[] {
  return ids
    .flatMap((id) => {
      const client = clients.get(id);
      return client ? [{ id, name: client.name }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** What was promised stays with whoever promised it, whoever looks after the client. */
function promisedAside(facts: NoticeFacts, clientId: string, readerId: string): { aside?: string } {
  const [first, ...others] = facts.promised.filter((promise) => promise.clientId === clientId);
  if (!first) return {};
  const who = first.promisedById === readerId ? 'you' : nameOf(facts, first.promisedById);
  const by = dayText(first.dueOn, dateAt(facts, readerId, facts.now));
  const rest = others.length > 0 ? `, and ${count(others.length, 'more promise')}` : '';
  return { aside: `${who} promised: ${clip(first.what, PROMISE_MAX)} (by ${by})${rest}` };
}

function nameOf({ people }: NoticeFacts, id: string): string {
  return people.get(id)?.name ?? 'somebody';
}

function dayFor(facts: NoticeFacts, readerId: string, day: string): string {
  return dayText(Temporal.PlainDate.from(day), dateAt(facts, readerId, facts.now));
}

function daysFor(facts: NoticeFacts, readerId: string, days: { firstDay: string; lastDay: string }): string {
  const [first, last] = [Temporal.PlainDate.from(days.firstDay), Temporal.PlainDate.from(days.lastDay)];
  return daysAway({ first, last }, dateAt(facts, readerId, facts.now));
}

function dateAt({ people }: NoticeFacts, personId: string, at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(people.get(personId)?.timeZone ?? 'UTC').toPlainDate();
}

function line({ name, aside }: { name: string; aside?: string }): Run[] {
  return aside ? [{ bold: name }, `, ${aside}`] : [{ bold: name }];
}

function more(rest: number): Run[][] {
  return rest > 0 ? [[{ italic: `and ${count(rest, 'more client')}` }]] : [];
}

function spoken({ says, clients, next }: Told): string {
  const names = clients.slice(0, NAMES_SAID).map(({ name }) => name);
  const rest = clients.length - names.length;
  const all = rest > 0 ? [...names, `${rest} more`] : names;
  const list = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join('');
  return `${says} ${list}.${next ? ` ${next}` : ''}`;
}
