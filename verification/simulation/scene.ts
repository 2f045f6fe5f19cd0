import { readSlackUser } from '../../src/people/slack-user.ts';
import { findPerson, savePerson } from '../../src/people/store.ts';
import type { Database } from '../../src/storage/database.ts';
import type { StillClock } from '../../test/reminders/agency.ts';
import type { Random } from '../random.ts';
import type { Agenda } from './agenda.ts';
import type { MemorySlack } from './memory-slack.ts';
import type { Notes } from './notes.ts';
import { WORKSPACE } from './population.ts';

/** A simulation's surroundings: everything that its events may touch. */
export interface Scene {
  db: Database;
  clock: StillClock;
  random: Random;
  slack: MemorySlack;
  agenda: Agenda;
  notes: Notes;
  leadId: string;
  start: Temporal.Instant;
  days: number;
  /** How much more happens than in an ordinary year: 2 is twice as much. */
  activity: number;
}

/** How often something happens here, given its times per year: at least once. */
export function times({ days, activity }: Scene, perYear: number): number {
  return Math.max(1, Math.round((perYear * activity * days) / 365));
}

/** A random moment of the simulation. */
export function moment({ start, days, random }: Scene): Temporal.Instant {
  return start.add({ minutes: random.int(days * 24 * 60) });
}

/** At random moments of the simulation, this many a year. */
export function atTimes(scene: Scene, perYear: number, run: () => Promise<void>): void {
  for (let n = 0; n < times(scene, perYear); n += 1) {
    scene.agenda.add({ at: moment(scene), run });
  }
}

/** Some minutes from now. */
export function later({ agenda, clock }: Scene, minutes: number, run: () => Promise<void>): void {
  agenda.add({ at: clock.at.add({ minutes }), run });
}

/** Slack tells Rapport that a person has changed, as `user_change` does. */
export async function announce({ db, clock, slack }: Scene, personId: string): Promise<void> {
  if (!(await findPerson(db, WORKSPACE, personId))) return;
  const seen = readSlackUser(slack.accounts.userOf(personId), WORKSPACE, personId);
  await savePerson(db, WORKSPACE, seen, clock.at);
}
