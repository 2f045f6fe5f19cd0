/** What Rapport answers after a client was added or changed. */
import type { Viewer } from '../people/rules.ts';
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
import type { AskedStatus, Client } from './rules.ts';
import { clientButtons } from './view.ts';

/** Who reads the answer, and when. */
export type Reader = Viewer & { now: Temporal.Instant };

export function addedMessage(client: Client, next: NextAssignment | null, reader: Reader): Message {
  return answer([{ bold: client.name }, ' is added. ', nextReminderText(client, next, reader)]);
}

export function editedMessage(client: Client, next: NextAssignment | null, reader: Reader): Message {
  return answer([{ bold: client.name }, ' is saved. ', nextReminderText(client, next, reader)]);
}

/** After *Pause*, *Resume* or *End*, with the buttons that are of use now. */
export function statusMessage(change: StatusChange, reader: Reader): Message {
  const { client, owner, next } = change;
  const name = { bold: client.name };
  const buttons = actions(`client-status-${client.id}`, clientButtons(client));
  const verb = change.changed ? 'is now' : 'is already';
  if (client.status === 'ended') {
    return answer([name, ` ${verb} ended. No more reminders; everything recorded stays.`], buttons);
  }
  if (client.status === 'paused') {
    return answer([name, ` ${verb} paused. No reminders until you resume it.`], buttons);
  }
  const moved =
    change.formerOwnerId === client.ownerId
      ? ''
      : ` Its owner has left, so it’s now with ${owner.id === reader.userId ? 'you' : owner.name}.`;
  const channel = change.lostChannel ? ' Its channel belongs to another client now, so it has none.' : '';
  const asked = ` ${nextReminderText(client, next, reader)}`;
  return answer([name, ` ${verb} ${STATUS_TEXT[client.status]}.`, moved, channel, asked], buttons);
}

const STATUS_TEXT: Record<AskedStatus, string> = {
  active: 'active',
  prospect: 'a prospect',
  leaving: 'leaving',
};

/** For an old button of a client that has ended since. */
export function endedMessage(client: Client): Message {
  return answer(
    [{ bold: client.name }, ' has ended. Resume it first, then you can edit it.'],
    actions(`client-status-${client.id}`, clientButtons(client)),
  );
}

/** "I’ll ask Ana about it on Tuesday 24 November, 09:00 (Lisbon).", with the reader's own time where that differs. */
function nextReminderText(client: Client, next: NextAssignment | null, reader: Reader): string {
  if (!client.nextDueAt) return 'No reminders until you resume it.';
  if (!next) return 'Nobody is available for a year.';
  const { at, person, coveringFor } = next;
  const who = person.id === reader.userId ? 'you' : person.name;
  const asCover = coveringFor ? ' (covering)' : '';
  const there = dayAndTimeText(at, person.timeZone, reader.now);
  const here = dayAndTimeText(at, reader.timeZone, reader.now);
  const forReader = here === there ? '' : `, ${readersTime(next, reader)} for you`;
  return `I’ll ask ${who}${asCover} about it on ${there} (${zonePlace(person.timeZone)})${forReader}.`;
}

/** The time alone where it is on the same day. */
function readersTime({ at, person }: NextAssignment, reader: Reader): string {
  const here = at.toZonedDateTimeISO(reader.timeZone);
  const there = at.toZonedDateTimeISO(person.timeZone);
  return here.toPlainDate().equals(there.toPlainDate())
    ? timeText(here.toPlainTime())
    : dayAndTimeText(at, reader.timeZone, reader.now);
}

function answer(runs: Run[], ...more: Block[]): Message {
  const text = runs.map((run) => (typeof run === 'string' ? run : 'bold' in run ? run.bold : '')).join('');
  return { text: escapeText(text), blocks: [richText(paragraph(...runs)), ...more] };
}
