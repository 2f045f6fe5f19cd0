import { listAbsences, removeAbsence } from '../calendars/absence-store.ts';
import { requireMember } from '../people/require-member.ts';
import { findPeople } from '../people/store.ts';
import { messageModal } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import {
  AWAY_ADD,
  AWAY_OPEN,
  AWAY_REMOVE,
  absenceForm,
  absenceModal,
  absenceSavedMessage,
  readAbsence,
} from './absence-modal.ts';
import { absenceId, noteAbsence, type OnAbsenceChanged } from './note-absence.ts';

export function awayCommand(deps: Deps): SubCommand {
  return {
    name: 'away',
    takes: '',
    summary: 'Say when you’re away, and who covers for you.',
    run: ({ by, open }) => open(() => buildAway(deps, by)),
  };
}

export function registerAbsenceListeners(slack: Slack, deps: Deps, onAbsenceChanged: OnAbsenceChanged): void {
  const { db, clock } = deps;
  slack.onAction(AWAY_OPEN, ({ by, open }) => open(() => buildAway(deps, by)));

  slack.onSubmit(AWAY_ADD, async ({ by, view }) => {
    const { workspaceId, userId: personId } = by;
    const today = todayOf(deps, by);
    const away = readAbsence(view, personId, today);
    if (away.coverId) await requireMember(deps, workspaceId, away.coverId, absenceForm.blockId('cover'));
    const absence = { ...away, id: absenceId(workspaceId, view.id), personId };
    const covered = await db.transaction().execute(async (trx) => {
      const change = await noteAbsence(trx, workspaceId, absence, { today, now: clock.now() });
      return onAbsenceChanged.noted(trx, workspaceId, change, clock.now());
    });
    return { view: messageModal(absenceSavedMessage(away, covered, today)) };
  });

  slack.onAction(AWAY_REMOVE, async ({ by, value, update }) => {
    await db.transaction().execute(async (trx) => {
      const away = await removeAbsence(trx, by.workspaceId, by.userId, value);
      if (away) await onAbsenceChanged.cancelled(trx, by.workspaceId, away, clock.now());
    });
    await update(await buildAway(deps, by));
  });
}

async function buildAway(deps: Deps, by: Requester) {
  const today = todayOf(deps, by);
  const absences = await listAbsences(deps.db, by.workspaceId, by.userId, today);
  const covers = absences.flatMap(({ coverId }) => coverId ?? []);
  return absenceModal(absences, await findPeople(deps.db, by.workspaceId, covers), today);
}

function todayOf({ clock }: Deps, { timeZone }: Requester): Temporal.PlainDate {
  return clock.now().toZonedDateTimeISO(timeZone).toPlainDate();
}
