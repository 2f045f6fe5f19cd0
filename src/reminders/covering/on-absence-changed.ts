/** Has whoever stands in during an absence hear of it when it is noted, and when it comes to nothing. */

import { type Absence, instantAt } from '../../calendars/rules.ts';
import { loadCalendar } from '../../calendars/store.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { notify } from '../../notifications/notify.ts';
import { withdrawNotifications } from '../../notifications/store.ts';
import { findPeople } from '../../people/store.ts';
import type { Covered } from '../../preferences/absence-modal.ts';
import type { OnAbsenceChanged } from '../../preferences/note-absence.ts';
import type { Transaction } from '../../storage/database.ts';
import { askedOf, byCover } from './covers.ts';
import { COVER_AHEAD, COVER_OFF, clientsOf } from './notifications.ts';

export const onAbsenceChanged: OnAbsenceChanged = {
  async noted(trx, workspaceId, { noted: away, replaced }, now) {
    const clients = await askedOf(trx, workspaceId, away.personId);
    const calendars = await loadCalendarsFor(trx, workspaceId, clients);
    const { zone } = await loadCalendar(trx, workspaceId, away.personId);
    const begins = instantAt(away.first, Temporal.PlainTime.from('00:00'), zone);
    const isAhead = Temporal.Instant.compare(begins, now) > 0;
    const covers = byCover(clients, isAhead ? begins : now, calendars);
    const people = await findPeople(
      trx,
      workspaceId,
      [...covers.keys()].filter((id) => id !== null),
    );
    // Once it has begun, they are told with the next tick.
    for (const { id } of isAhead ? people.values() : []) {
      const clientIds = covers.get(id)?.map((client) => client.id) ?? [];
      const subject = { ownerId: away.personId, clientIds, ...daysOf(away) };
      const ahead = { workspaceId, recipientId: id, key: `cover-ahead ${away.id}`, subject };
      await notify(trx, COVER_AHEAD, ahead, now);
    }
    if (replaced)
      await withdrawCover(trx, { workspaceId, away: replaced, except: new Set(people.keys()) }, now);
    const namesOf = (id: string | null) => covers.get(id)?.map(({ name }) => name) ?? [];
    const by = [...people.values()].map(({ id, name }) => ({ name, clients: namesOf(id) }));
    return { by, waiting: namesOf(null) } satisfies Covered;
  },

  async cancelled(trx, workspaceId, away, now) {
    const { zone } = await loadCalendar(trx, workspaceId, away.personId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    if (Temporal.PlainDate.compare(away.last, today) < 0) return;
    await withdrawCover(trx, { workspaceId, away }, now);
  },
};

/** Tells the covers who have heard of an absence that it is off, except those who cover all the same. */
async function withdrawCover(
  trx: Transaction,
  {
    workspaceId,
    away,
    except = new Set(),
  }: { workspaceId: string; away: Absence; except?: ReadonlySet<string> },
  now: Temporal.Instant,
): Promise<void> {
  const keys = [`cover-ahead ${away.id}`, `cover ${away.id}`];
  for (const { recipientId, subject } of await withdrawNotifications(trx, workspaceId, keys)) {
    if (except.has(recipientId)) continue;
    const off = {
      workspaceId,
      recipientId,
      key: `cover-off ${away.id}`,
      subject: { ownerId: away.personId, clientIds: clientsOf(subject), ...daysOf(away) },
    };
    await notify(trx, COVER_OFF, off, now);
  }
}

function daysOf({ first, last }: Absence): { firstDay: string; lastDay: string } {
  return { firstDay: first.toString(), lastDay: last.toString() };
}
