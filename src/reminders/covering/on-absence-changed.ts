/** Tells covers about an absence when it is noted, and when it is changed or called off. */
import { type Absence, instantAt } from '../../calendars/rules.ts';
import { loadCalendar } from '../../calendars/store.ts';
import { notify } from '../../notifications/notify.ts';
import { withdrawNotifications } from '../../notifications/store.ts';
import { findPeople } from '../../people/store.ts';
import type { Covered } from '../../preferences/absence-modal.ts';
import type { OnAbsenceChanged } from '../../preferences/note-absence.ts';
import type { Transaction } from '../../storage/database.ts';
import { loadCovers } from './load-covers.ts';
import { COVER_AHEAD, COVER_OFF, clientsOf } from './notifications.ts';

export const onAbsenceChanged: OnAbsenceChanged = {
  async noted(trx, workspaceId, { noted: absence, replaced }, now) {
    const { zone } = await loadCalendar(trx, workspaceId, absence.personId);
    const begins = instantAt(absence.first, Temporal.PlainTime.from('00:00'), zone);
    const isAhead = Temporal.Instant.compare(begins, now) > 0;
    const owner = { workspaceId, personId: absence.personId };
    const covers = await loadCovers(trx, owner, isAhead ? begins : now);
    const coverIds = [...covers.clientsOf.keys()].filter((id) => id !== null);
    const people = await findPeople(trx, workspaceId, coverIds);
    // Once it has begun, they are told with the next tick.
    for (const { id } of isAhead ? people.values() : []) {
      const clientIds = covers.clientsOf.get(id)?.map((client) => client.id) ?? [];
      const subject = { ownerId: absence.personId, clientIds, ...daysOf(absence) };
      const ahead = { workspaceId, recipientId: id, key: `cover-ahead ${absence.id}`, subject };
      await notify(trx, COVER_AHEAD, ahead, now);
    }
    if (replaced) {
      for (const told of await withdraw(trx, workspaceId, replaced)) {
        if (!people.has(told.recipientId)) await notify(trx, COVER_OFF, told, now);
      }
    }
    const namesOf = (id: string | null) => covers.clientsOf.get(id)?.map(({ name }) => name) ?? [];
    const by = [...people.values()].map(({ id, name }) => ({ name, clients: namesOf(id) }));
    return { by, waiting: namesOf(null) } satisfies Covered;
  },

  async cancelled(trx, workspaceId, absence, now) {
    const { zone } = await loadCalendar(trx, workspaceId, absence.personId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    if (Temporal.PlainDate.compare(absence.last, today) < 0) return;
    for (const told of await withdraw(trx, workspaceId, absence)) await notify(trx, COVER_OFF, told, now);
  },
};

/** Takes back what has not been sent. @returns what tells the others that they do not cover after all. */
async function withdraw(trx: Transaction, workspaceId: string, absence: Absence) {
  const keys = [`cover-ahead ${absence.id}`, `cover ${absence.id}`];
  const sent = await withdrawNotifications(trx, workspaceId, keys);
  return sent.map(({ recipientId, subject }) => ({
    workspaceId,
    recipientId,
    key: `cover-off ${absence.id}`,
    subject: { ownerId: absence.personId, clientIds: clientsOf(subject), ...daysOf(absence) },
  }));
}

function daysOf({ first, last }: Absence): { firstDay: string; lastDay: string } {
  return { firstDay: first.toString(), lastDay: last.toString() };
}
