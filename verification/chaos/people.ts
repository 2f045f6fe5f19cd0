import { setTimeout as pause } from 'node:timers/promises';
import { actOnPrompt, roundOn } from './act-on-prompt.ts';
import type { Act } from './acts.ts';
import { createCarry } from './mishaps.ts';
import { Random } from './random.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './troubles.ts';
import type { Workers } from './workers.ts';

/** So many people press and type at a time. */
const AT_ONCE = 12;

/** How often it is looked whose DMs have come, in milliseconds. */
const LOOK_EVERY_MS = 300;

/**
 * Has people act on their DMs as these arrive: some before Rapport itself knows that they have. Things go wrong on the way
 * until it is `calm`. @returns when all is done, or `over`.
 */
export async function letPeopleAct(
  stage: Stage,
  workers: Workers,
  acts: readonly Act[],
  seed: number,
  { calm, over }: { calm: AbortSignal; over: AbortSignal },
): Promise<Tally> {
  const tally: Tally = {};
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };
  const carry = createCarry(stage.driver, workers, new Random(seed), calm, count);
  const waiting = new Map(acts.map((act) => [act.ownerId, act]));
  const busy = new Set<Promise<void>>();
  while (waiting.size > 0 && !over.aborted) {
    const written = busy.size < AT_ONCE ? await writtenTo(stage).catch(() => []) : [];
    for (const ownerId of written) {
      if (busy.size >= AT_ONCE) break;
      const act = waiting.get(ownerId);
      if (!act) continue;
      const person = stage.driver.as(ownerId);
      if (!roundOn(await person.screen())) continue;
      waiting.delete(ownerId);
      const acting = actOnPrompt(person, act, carry, over).finally(() => {
        if (act.told && !calm.aborted) count('acts done in the midst of it');
        busy.delete(acting);
      });
      busy.add(acting);
    }
    await Promise.race([pause(LOOK_EVERY_MS), ...busy]);
  }
  await Promise.all(busy);
  return tally;
}

/** To whom a message went, or may have gone, the earliest first. @throws while the database is away. */
async function writtenTo({ postgres }: Stage): Promise<string[]> {
  const rows = await postgres.database.db
    .selectFrom('deliveries')
    .select('destination')
    .where('status', 'in', ['sending', 'sent'])
    .orderBy('created_at')
    .execute();
  return rows.map(({ destination }) => destination);
}
