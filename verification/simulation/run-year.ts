import type { Database } from '../../src/storage/database.ts';
import { StillClock } from '../../test/reminders/agency.ts';
import { Random } from '../random.ts';
import { addAbsences } from './absences.ts';
import { decide, perform, togglePause } from './act.ts';
import { Agenda } from './agenda.ts';
import { disturbance } from './disturbance.ts';
import { forgottenByLeavers, misplacedPrompts, unfinishedHandOvers } from './invariants.ts';
import { Ledger } from './ledger.ts';
import { MemorySlack } from './memory-slack.ts';
import { Notes } from './notes.ts';
import { addJourneysAndOutages } from './outages.ts';
import { populate } from './population.ts';
import { addPreferenceChanges } from './preferences.ts';
import { startRapport } from './rapport.ts';
import { buildReport, type YearReport } from './report.ts';
import { atTimes, type Scene } from './scene.ts';
import { countIds } from './stable-ids.ts';
import { addTurnover } from './turnover.ts';

export interface Size {
  people: number;
  clients: number;
  days: number;
  seed: number;
  /** How much more happens than in an ordinary year: 2 is twice as much. */
  activity: number;
}

/** How often Rapport looks, if there is anything to look for. */
const STEP_MINUTES = 15;

/** How often it looks in any case, to find out what nobody tells it. */
const LONGEST_STEP_MINUTES = 60;

/** Runs Rapport's own planning and delivery through a year of a workspace, against a Slack in memory. */
export async function runYear(
  db: Database,
  size: Size,
  onMonth: (soFar: string) => void = () => {},
): Promise<YearReport> {
  const start = Temporal.Instant.from('2026-01-05T00:00:00Z');
  const end = start.add({ hours: 24 * size.days });
  const clock = new StillClock(start);
  const random = new Random(size.seed);
  const slack = new MemorySlack(clock, random);
  const [agenda, notes] = [new Agenda(), new Notes()];
  await countIds(db);
  const { people, clientIds } = await populate(db, slack.accounts, size, { random, now: start });
  const leadId = people[0] ?? '';
  const { days, activity } = size;
  const scene: Scene = { db, clock, random, slack, agenda, notes, leadId, start, days, activity };
  addJourneysAndOutages(scene);
  addTurnover(scene, clientIds);
  addPreferenceChanges(scene);
  addAbsences(scene);
  atTimes(scene, clientIds.length * 0.37, () => togglePause(scene, random.pick(clientIds)));
  const rapport = startRapport(scene);
  const ledger = new Ledger(db, notes);
  const wrong = new Map<string, Temporal.Instant>();
  const disturbed: string[] = [];

  /** Notes when a problem was seen for the first time. */
  function see(found: readonly string[]): void {
    for (const each of found) if (!wrong.has(each)) wrong.set(each, clock.at);
  }

  /** @returns whether anything but button presses happened. */
  async function happen(): Promise<boolean> {
    let isToPlan = false;
    for (let entry = agenda.take(clock.at); entry; entry = agenda.take(clock.at)) {
      await entry.run();
      see(await unfinishedHandOvers(db, notes));
      isToPlan ||= !entry.isPress;
    }
    return isToPlan;
  }

  async function plan(): Promise<void> {
    await rapport.plan();
    await ledger.afterTick(clock.at);
    see(await misplacedPrompts(db, slack, clock.at));
    see(await forgottenByLeavers(db, notes, leadId, clock.at));
  }

  async function send(): Promise<void> {
    const before = slack.posted.length;
    await rapport.send();
    for (const posted of slack.posted.slice(before)) {
      const why = await disturbance(db, slack, posted);
      if (why) disturbed.push(why);
      for (const act of await decide(scene, posted)) {
        agenda.add({ at: act.at, run: () => perform(scene, act), isPress: true });
      }
    }
  }

  let nextPlanAt = start;
  let month = '';
  while (isBefore(clock.at, end)) {
    const isToPlan = await happen();
    if (isToPlan || !isBefore(clock.at, nextPlanAt)) await plan();
    await send();
    const inMonth = clock.at.toString().slice(0, 7);
    if (inMonth !== month) {
      month = inMonth;
      const wrongs = wrong.size + ledger.lost.length + disturbed.length;
      onMonth(
        `${month}: ${slack.posted.length} messages, ${slack.faults} Slack failures, ${wrongs} problems`,
      );
    }
    const next = await rapport.nextAt();
    const latest = clock.at.add({ minutes: LONGEST_STEP_MINUTES });
    nextPlanAt = earliest([next.plan, latest]);
    // While Slack is down, trying along with other work is enough.
    const nextSendAt = slack.isDown ? null : next.send;
    clock.at = onGrid(clock.at, earliest([nextPlanAt, nextSendAt, agenda.nextAt]), end);
  }
  slack.isDown = false;
  await plan();
  await send();
  const seen = [...wrong].map(([what, at]) => `${what}, ${at}`);
  const found = { lost: [...ledger.lost, ...seen], disturbed, now: clock.at };
  return db.transaction().execute((trx) => buildReport(trx, slack, notes, found));
}

function earliest(times: readonly (Temporal.Instant | null)[]): Temporal.Instant {
  const known = times.filter((at) => at !== null);
  return known.reduce((first, at) => (isBefore(at, first) ? at : first));
}

/** The first step of the clock's grid at or after `next`: later than `now`. */
function onGrid(now: Temporal.Instant, next: Temporal.Instant, end: Temporal.Instant): Temporal.Instant {
  const step = STEP_MINUTES * 60_000;
  const grid = Math.ceil(next.epochMilliseconds / step) * step;
  const later = Math.max(grid, (Math.floor(now.epochMilliseconds / step) + 1) * step);
  return Temporal.Instant.fromEpochMilliseconds(Math.min(later, end.epochMilliseconds));
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
