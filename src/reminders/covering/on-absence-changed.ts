/** Has whoever stands in during an absence hear of it when it is noted, and when it comes to nothing. */

import { type Absence, instantAt } from '../../calendars/rules.ts';
import { loadCalendar } from '../../calendars/store.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { notify, SUBJECTS } from '../../notifications/store.ts';
import { findPeople } from '../../people/store.ts';
import type { Covered, OnAbsenceChanged } from '../../preferences/away.ts';
import type { Transaction } from '../../storage/database.ts';
import { askedOf, byCover } from './covers.ts';

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
      await notify(trx, workspaceId, id, 'cover-ahead', `cover-ahead ${away.id}`, subject, now);
    }
    if (replaced) await takeBack(trx, workspaceId, replaced, new Set(people.keys()), now);
    const namesOf = (id: string | null) => covers.get(id)?.map(({ name }) => name) ?? [];
    const by = [...people.values()].map(({ id, name }) => ({ name, clients: namesOf(id) }));
    return { by, waiting: namesOf(null) } satisfies Covered;
  },

  async cancelled(trx, workspaceId, away, now) {
    const { zone } = await loadCalendar(trx, workspaceId, away.personId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    if (Temporal.PlainDate.compare(away.last, today) < 0) return;
    await takeBack(trx, workspaceId, away, new Set(), now);
  },
};

/** Whoever has not been told yet is told nothing; the others, except those who stand in all the same, that it is off. */
async function takeBack(
  trx: Transaction,
  workspaceId: string,
  away: Absence,
  except: ReadonlySet<string>,
  now: Temporal.Instant,
): Promise<void> {
  const told = await trx
    .selectFrom('notices')
    .innerJoin('deliveries', 'deliveries.id', 'notices.delivery_id')
    .select(['notices.person_id', 'notices.subject', 'deliveries.id', 'deliveries.status'])
    .where('notices.workspace_id', '=', workspaceId)
    .where('notices.key', 'in', [`cover-ahead ${away.id}`, `cover ${away.id}`])
    .where('deliveries.status', '<>', 'failed')
    .orderBy('notices.key', 'desc')
    .forUpdate('deliveries')
    .execute();
  for (const { person_id: personId, subject, id, status } of told) {
    if (status === 'pending') {
      await trx
        .deleteFrom('deliveries')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute();
    } else if (!except.has(personId)) {
      const { clientIds } = SUBJECTS.cover.pick({ clientIds: true }).parse(subject);
      const off = { ownerId: away.personId, clientIds, ...daysOf(away) };
      await notify(trx, workspaceId, personId, 'cover-off', `cover-off ${away.id}`, off, now);
    }
  }
}

function daysOf({ first, last }: Absence): { firstDay: string; lastDay: string } {
  return { firstDay: first.toString(), lastDay: last.toString() };
}
