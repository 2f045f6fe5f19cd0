import { setTimeout as pause } from 'node:timers/promises';
import { ActRefused } from '../../sandbox/driver/act-refused.ts';
import type { SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import type { Screen } from '../../sandbox/protocol.ts';
import type { Random } from '../random.ts';
import type { Workers } from './workers.ts';

/**
 * Has Slack tell Rapport what a person does, as often as `act` is told to. @returns their screen once Rapport has
 * acknowledged; null if Slack says that it did not work.
 */
export type DeliverAct = (
  act: (times: number) => Promise<Screen>,
  commits: boolean,
) => Promise<Screen | null>;

const FAULTS = ['ack lost', 'socket dropped', 'process killed'] as const;

/** At most one fault in this time, or people who try again would never succeed. */
const FAULT_EVERY_MS = 700;

/** How long an acknowledgement takes without faults: a fault comes within this time of the act. */
const MID_ACK_MS = 40;

/**
 * Delivers acts over several sockets at once. Until it is `calm`, things go wrong before an act that commits something is
 * acknowledged.
 */
export function createActDelivery(
  driver: SandboxDriver,
  workers: Workers,
  { random, calm, count }: { random: Random; calm: AbortSignal; count: (what: string) => void },
): DeliverAct {
  let faultAtMs = 0;
  const randomFault = () => {
    if (calm.aborted || performance.now() < faultAtMs + FAULT_EVERY_MS) return null;
    faultAtMs = performance.now();
    return random.pick(FAULTS);
  };
  return async (act, commits) => {
    const times = random.pick([1, 2, 2, 3]);
    const fault = commits ? randomFault() : null;
    if (fault === 'ack lost') await driver.fault({ method: 'socket', fault: { kind: 'lose_ack' } });
    const acting = act(times).catch(unlessRefused);
    if (fault) await pause(random.between(0, MID_ACK_MS));
    if (fault === 'socket dropped') {
      await driver.fault({ method: 'socket', fault: { kind: 'drop_socket', how: 'abrupt' } });
    }
    if (fault && (fault !== 'process killed' || workers.kill())) count(`acts: ${fault}`);
    if (times > 1) count('acts delivered more than once');
    const screen = await acting;
    if (!screen) count('acts that Slack said had failed');
    return screen;
  };
}

/** Null if the sandbox says that the act was impossible or did not work. @throws any other error */
export function unlessRefused(error: unknown): null {
  if (error instanceof ActRefused) return null;
  throw error;
}
