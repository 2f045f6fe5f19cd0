import type { Database } from '../../src/storage/database.ts';
import { WORKSPACE, ZONES } from './population.ts';
import type { Random } from './random.ts';

/** Something that happens to everybody's plans at a time. */
export interface Happening {
  at: Temporal.Instant;
  /** Rapport is not running until then. */
  downUntil?: Temporal.Instant;
  /** Slack is away, or back. */
  slackIsDown?: boolean;
  /** Done to the tables. @returns the people whose clients' schedules it moves. */
  run?: (db: Database) => Promise<string[]>;
}

/** Absences, journeys, outages of Rapport and of Slack, from `start` for so many days, the earliest first. */
export function happenings(
  random: Random,
  people: readonly string[],
  start: Temporal.Instant,
  days: number,
): Happening[] {
  const years = days / 365;
  const some = (perYear: number) => Math.max(1, Math.round(perYear * years));
  const moment = () => start.add({ minutes: random.int(days * 24 * 60) });
  const found: Happening[] = [];
  for (const personId of people) {
    for (let n = 0; n < some(4); n += 1) found.push(absence(random, people, personId, moment()));
  }
  for (let n = 0; n < some(24); n += 1)
    found.push(journey(random.pick(people), random.pick(ZONES), moment()));
  for (const hours of [1, 5, 26, 24 * 9].slice(0, some(4))) {
    const at = moment();
    found.push({ at, downUntil: at.add({ hours }) });
  }
  for (let n = 0; n < some(6); n += 1) {
    const at = moment();
    found.push({ at, slackIsDown: true });
    found.push({ at: at.add({ hours: 1 + random.int(20) }), slackIsDown: false });
  }
  return found.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
}

function absence(
  random: Random,
  people: readonly string[],
  personId: string,
  at: Temporal.Instant,
): Happening {
  const first = at
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .add({ days: random.int(10) });
  const last = first.add({ days: random.int(14) });
  const cover = random.pick(people);
  return {
    at,
    run: async (db) => {
      await db
        .insertInto('away_dates')
        .values({
          workspace_id: WORKSPACE,
          person_id: personId,
          first_day: first,
          last_day: last,
          cover_id: cover === personId || random.chance(0.5) ? null : cover,
          created_at: at,
        })
        .execute();
      return [];
    },
  };
}

function journey(personId: string, zone: string, at: Temporal.Instant): Happening {
  return {
    at,
    run: async (db) => {
      await db
        .updateTable('people')
        .set({ time_zone: zone, refreshed_at: at })
        .where('workspace_id', '=', WORKSPACE)
        .where('id', '=', personId)
        .execute();
      return [personId];
    },
  };
}
