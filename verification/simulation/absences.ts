import { removeAbsence } from '../../src/calendars/absence-store.ts';
import { loadPerson } from '../../src/people/load-person.ts';
import { absenceId, noteAbsence } from '../../src/preferences/note-absence.ts';
import { onAbsenceChanged } from '../../src/reminders/covering/on-absence-changed.ts';
import { WORKSPACE } from './population.ts';
import { atTimes, later, type Scene } from './scene.ts';

const DAY_MINUTES = 24 * 60;

/** People note that they are away, four times a year each, with or without a cover, and some change their minds. */
export function addAbsences(scene: Scene): void {
  atTimes(scene, 4 * scene.slack.accounts.present.length, () => planAbsence(scene));
}

async function planAbsence(scene: Scene): Promise<void> {
  const { db, clock, random, slack, notes } = scene;
  const personId = random.pick(slack.accounts.present);
  const coverId = random.chance(0.5) ? random.pick(slack.accounts.present) : null;
  const deps = { db, web: slack.web, clock };
  // Rapport may have to ask Slack about either of them first.
  if (slack.isDown) return;
  const { timeZone } = await loadPerson(deps, WORKSPACE, personId);
  if (coverId) await loadPerson(deps, WORKSPACE, coverId);
  const today = clock.at.toZonedDateTimeISO(timeZone).toPlainDate();
  const first = today.add({ days: random.int(10) });
  const away = {
    id: absenceId(WORKSPACE, `V${notes.number()}`),
    personId,
    first,
    last: first.add({ days: random.int(14) }),
    coverId: coverId === personId ? null : coverId,
  };
  const noted = await db.transaction().execute(async (trx) => {
    const change = await noteAbsence(trx, WORKSPACE, away, { today, now: clock.at });
    await onAbsenceChanged.noted(trx, WORKSPACE, change, clock.at);
    return change.noted;
  });
  notes.wentAway(noted);
  if (random.chance(0.2))
    later(scene, random.int(12 * DAY_MINUTES), () => takeBack(scene, personId, noted.id));
}

async function takeBack({ db, clock }: Scene, personId: string, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const away = await removeAbsence(trx, WORKSPACE, personId, id);
    if (away) await onAbsenceChanged.cancelled(trx, WORKSPACE, away, clock.at);
  });
}
