import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../random.ts';
import { actOnPrompt, roundOn } from './act-on-prompt.ts';
import type { Act } from './acts.ts';
import { createActDelivery } from './deliver-act.ts';
import type { FaultCounts } from './inject-faults.ts';
import type { Stage } from './stage.ts';
import type { Workers } from './workers.ts';

/** How many people press and type at a time. */
const AT_ONCE = 12;

/** How often new DMs are looked for, in milliseconds. */
const LOOK_EVERY_MS = 300;

/**
 * Has people act on their DMs as they arrive, some before Rapport itself knows that they did. Things go wrong until it is
 * `calm`. Resolves when everything is done, or it is `over`.
 */
export async function letPeopleAct(
  stage: Stage,
  workers: Workers,
  acts: readonly Act[],
  { seed, calm, over }: { seed: number; calm: AbortSignal; over: AbortSignal },
): Promise<FaultCounts> {
  const tally: FaultCounts = {};
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };
  const deliver = createActDelivery(stage.driver, workers, { random: new Random(seed), calm, count });
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
      const acting = actOnPrompt(person, act, deliver, over).finally(() => {
        if (act.told && !calm.aborted) count('acts done during the faults');
        busy.delete(acting);
      });
      busy.add(acting);
    }
    await Promise.race([pause(LOOK_EVERY_MS), ...busy]);
  }
  await Promise.all(busy);
  return tally;
}

/** Who got a message, or may have got one, the earliest first. @throws while the database is away. */
async function writtenTo({ postgres }: Stage): Promise<string[]> {
  const rows = await postgres.database.db
    .selectFrom('deliveries')
    .select('destination')
    .where('status', 'in', ['sending', 'sent'])
    .orderBy('created_at')
    .execute();
  return rows.map(({ destination }) => destination);
}
