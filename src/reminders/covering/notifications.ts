import { z } from 'zod';
import { absenceText } from '../../calendars/rules.ts';
import { clientListKind } from '../../notifications/client-list.ts';
import { clientLines, type Directory, dateFor, dayFor } from '../../notifications/client-list-view.ts';
import { personName } from '../../people/rules.ts';

const clientIds = z.array(z.string());
const cover = z.object({ ownerId: z.string(), clientIds, lastDay: z.iso.date().nullable() });
/** Both days included. */
const absence = z.object({ ownerId: z.string(), clientIds, firstDay: z.iso.date(), lastDay: z.iso.date() });

/** To who covers for `ownerId` now, until `lastDay` where that is known. */
export const COVER = clientListKind({
  name: 'cover',
  subject: cover,
  read: (_db, { subject }) => mentionsOf(subject),
  word({ subject, recipientId }, directory) {
    const owner = personName(directory.people, subject.ownerId);
    const until = subject.lastDay ? ` until ${dayFor(directory, recipientId, subject.lastDay)}` : '';
    return {
      says: `You’re covering for ${owner}${until}. I’ll ask you about:`,
      clients: clientLines(directory, subject.clientIds),
    };
  },
});

/** To who is going to cover for `ownerId`, once the absence is noted. */
export const COVER_AHEAD = clientListKind({
  name: 'cover-ahead',
  subject: absence,
  read: (_db, { subject }) => mentionsOf(subject),
  word({ subject, recipientId }, directory) {
    const owner = personName(directory.people, subject.ownerId);
    return {
      says: `${owner} is away ${daysFor(directory, recipientId, subject)}. You’re their cover, so I’ll ask you about:`,
      clients: clientLines(directory, subject.clientIds),
    };
  },
});

/** To who was told that they cover for `ownerId`, and now do not. */
export const COVER_OFF = clientListKind({
  name: 'cover-off',
  subject: absence,
  read: (_db, { subject }) => mentionsOf(subject),
  word({ subject, recipientId }, directory) {
    const owner = personName(directory.people, subject.ownerId);
    return {
      says: `You’re no longer covering for ${owner} ${daysFor(directory, recipientId, subject)}, so I won’t ask you about:`,
      clients: clientLines(directory, subject.clientIds),
    };
  },
});

/** The clients that any of these notifications is about. */
export function clientsOf(subject: unknown): string[] {
  return z.object({ clientIds }).parse(subject).clientIds;
}

function mentionsOf({ ownerId, clientIds }: { ownerId: string; clientIds: string[] }) {
  return { clientIds, personIds: [ownerId] };
}

function daysFor(
  directory: Directory,
  recipientId: string,
  days: { firstDay: string; lastDay: string },
): string {
  const [first, last] = [Temporal.PlainDate.from(days.firstDay), Temporal.PlainDate.from(days.lastDay)];
  return absenceText({ first, last }, dateFor(directory, recipientId, directory.now));
}
