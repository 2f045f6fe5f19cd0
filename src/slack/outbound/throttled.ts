import type { Clock } from '../../runtime/clock.ts';
import { Refusal } from '../../runtime/errors.ts';
import type { Messenger } from './messenger.ts';
import { type Lane, lanesOfMessage, NotOurTurn, type Pace } from './rate-limiter.ts';
import { answerCode, retryAfterSeconds } from './slack-errors.ts';

/** How long nothing is sent after a 429 that names no time, in seconds. */
const UNNAMED_SECONDS = 60;

/**
 * The messenger for what somebody has just pressed for: what it says in a channel takes its turn with all else that is sent
 * there. They are told at once where that would take long, for no row keeps it for later.
 */
export function inTurn(messenger: Messenger, pace: Pace, clock: Clock, workspaceId: string): Messenger {
  async function stop(lane: Lane | undefined, seconds = UNNAMED_SECONDS): Promise<void> {
    if (lane) await pace.block(workspaceId, lane, clock.now().add({ seconds }));
  }

  return {
    ...messenger,
    async sendToChannel(channelId, ...what) {
      const lanes = lanesOfMessage(channelId);
      try {
        await pace.turn(workspaceId, lanes);
        return await messenger.sendToChannel(channelId, ...what);
      } catch (error) {
        const isTooFast = answerCode(error) === 'ratelimited';
        if (isTooFast) await stop(lanes[0], retryAfterSeconds(error));
        if (!isTooFast && !(error instanceof NotOurTurn)) throw error;
        throw new Refusal('Too much is being posted here just now. Try again in a minute.');
      }
    },
  };
}
