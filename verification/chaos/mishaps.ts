import { setTimeout as pause } from 'node:timers/promises';
import { ActRefused } from '../../sandbox/driver/act-refused.ts';
import type { SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import type { Screen } from '../../sandbox/protocol.ts';
import type { Random } from './random.ts';
import type { Workers } from './workers.ts';

/**
 * Has Slack tell Rapport what a person does, as often as `act` is told to. @returns their screen once Rapport has
 * acknowledged; null where Slack tells them that it did not work.
 */
export type Carry = (act: (times: number) => Promise<Screen>, commits: boolean) => Promise<Screen | null>;

const MISHAPS = ['ack lost', 'socket dropped', 'process killed'] as const;

/** No more than one mishap in so many milliseconds: people who try again would otherwise meet nothing but mishaps. */
const MISHAP_EVERY_MS = 700;

/** As long as an acknowledgement takes where all is well: a mishap comes within so many milliseconds of the act. */
const MID_ACK_MS = 40;

/**
 * Carries acts to several sockets at once, and has things go wrong before an act that commits something is acknowledged,
 * until it is `calm`.
 */
export function createCarry(
  driver: SandboxDriver,
  workers: Workers,
  random: Random,
  calm: AbortSignal,
  count: (what: string) => void,
): Carry {
  let mishapAtMs = 0;
  const someMishap = () => {
    if (calm.aborted || performance.now() < mishapAtMs + MISHAP_EVERY_MS) return null;
    mishapAtMs = performance.now();
    return random.of(MISHAPS);
  };
  return async (act, commits) => {
    const times = random.of([1, 2, 2, 3]);
    const mishap = commits ? someMishap() : null;
    if (mishap === 'ack lost') await driver.fault({ method: 'socket', fault: { kind: 'lose_ack' } });
    const acting = act(times).catch(unlessRefused);
    if (mishap) await pause(random.between(0, MID_ACK_MS));
    if (mishap === 'socket dropped') {
      await driver.fault({ method: 'socket', fault: { kind: 'drop_socket', how: 'abrupt' } });
    }
    if (mishap && (mishap !== 'process killed' || workers.kill())) count(`acts: ${mishap}`);
    if (times > 1) count('acts delivered more than once');
    const screen = await acting;
    if (!screen) count('acts that Slack said had failed');
    return screen;
  };
}

/** Nothing, where the sandbox says that a person could not do something, or that it did not work. @throws all else. */
export function unlessRefused(error: unknown): null {
  if (error instanceof ActRefused) return null;
  throw error;
}
