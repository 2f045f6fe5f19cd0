/** What Rapport answers after a client was added or changed. */
import { dayAndTimeText, timeText, zonePlace } from '../runtime/formats/dates.ts';
import {
  actions,
  type Block,
  escapeText,
  type Message,
  paragraph,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import type { StatusChange } from './change-status.ts';
import type { NextAssignment } from './load-calendars.ts';
import type { Client } from './rules.ts';
import { clientButtons } from './view.ts';

/** Who reads the answer, and when. */
export interface Reader {
  userId: string;
  /** IANA zone. */
  timeZone: string;
  now: Temporal.Instant;
}

export function addedMessage(client: Client, next: NextAssignment | null, reader: Reader): Message {
  return say([{ bold: client.name }, ' is added. ', whenAsked(client, next, reader)]);
}

export function editedMessage(client: Client, next: NextAssignment | null, reader: Reader): Message {
  return say([{ bold: client.name }, ' is saved. ', whenAsked(client, next, reader)]);
}

/** After *Pause*, *Resume* or *End*, with the buttons that are of use now. */
export function statusMessage(change: StatusChange, reader: Reader): Message {
  const { client, owner, next } = change;
  const name = { bold: client.name };
  const buttons = actions(`client-status-${client.id}`, clientButtons(client));
  const verb = change.changed ? 'is now' : 'is already';
  if (client.status === 'ended') {
    return say([name, ` ${verb} ended: I won’t ask about it, and what was recorded stays.`], buttons);
  }
  if (client.status === 'paused') {
    return say([name, ` ${verb} paused: I won’t ask about it until it is resumed.`], buttons);
  }
  const moved =
    change.formerOwnerId === client.ownerId
      ? ''
      : ` Its owner has left, so it is now with ${owner.id === reader.userId ? 'you' : owner.name}.`;
  const channel = change.lostChannel ? ' Its channel belongs to another client by now, so it has none.' : '';
  const asked = ` ${whenAsked(client, next, reader)}`;
  return say([name, ` ${verb} ${ASKED_WORDS[client.status]}.`, moved, channel, asked], buttons);
}

const ASKED_WORDS = { active: 'active', prospect: 'a prospect', leaving: 'noted as leaving' } as const;

/** For the old button of a client who was ended since. */
export function endedMessage(client: Client): Message {
  return say(
    [{ bold: client.name }, ' was ended. Resume it first, then you can edit it.'],
    actions(`client-status-${client.id}`, clientButtons(client)),
  );
}

/** "I’ll ask Ana about it on Tuesday 24 November, 09:00 (Lisbon).", with the reader's own time where that differs. */
function whenAsked(client: Client, next: NextAssignment | null, reader: Reader): string {
  if (!client.nextDueAt) return 'I won’t ask about it until it is resumed.';
  if (!next) return 'For a year from now nobody is there to be asked about it.';
  const { at, person, coveringFor } = next;
  const who = person.id === reader.userId ? 'you' : person.name;
  const asCover = coveringFor ? ', standing in,' : '';
  const there = dayAndTimeText(at, person.timeZone, reader.now);
  const here = dayAndTimeText(at, reader.timeZone, reader.now);
  const forReader = here === there ? '' : `, ${timeHere(next, reader)} for you`;
  return `I’ll ask ${who}${asCover} about it on ${there} (${zonePlace(person.timeZone)})${forReader}.`;
}

function timeHere({ at, person }: NextAssignment, reader: Reader): string {
  const here = at.toZonedDateTimeISO(reader.timeZone);
  const there = at.toZonedDateTimeISO(person.timeZone);
  return here.toPlainDate().equals(there.toPlainDate())
    ? timeText(here.toPlainTime())
    : dayAndTimeText(at, reader.timeZone, reader.now);
}

function say(runs: Run[], ...more: Block[]): Message {
  const text = runs.map((run) => (typeof run === 'string' ? run : 'bold' in run ? run.bold : '')).join('');
  return { text: escapeText(text), blocks: [richText(paragraph(...runs)), ...more] };
}
