import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../src/runtime/clock.ts';
import type { Messenger, SearchPlace, SendOptions } from '../../src/slack/outbound/messenger.ts';
import type { SentMessage } from '../../src/slack/outbound/rules.ts';
import type { Random } from '../random.ts';
import { Accounts } from './accounts.ts';

export interface Posted {
  personId: string;
  deliveryId: string;
  at: Temporal.Instant;
  threadTs: string | null;
}

/** How often a send fails before its work is done, and how often after it. */
const FAULTS = 0.05;

/** Slack's own errors, as its client throws them. */
class SlackError extends Error {
  readonly code: string;
  readonly data: { ok: false; error: string };

  constructor(error: string) {
    super(error);
    this.code = 'slack_webapi_platform_error';
    this.data = { ok: false, error };
  }
}

/** The request went out, and no answer came back. */
class LostAnswer extends Error {
  readonly code = 'slack_webapi_request_error';
}

/**
 * A Slack that keeps messages in memory, at the clock's time. Some sends fail before the work is done, some after it; while
 * it `isDown`, all fail and nothing is answered. Nobody can write to people who have left.
 */
export class MemorySlack implements Messenger {
  readonly accounts = new Accounts();
  readonly posted: Posted[] = [];
  isDown = false;
  faults = 0;
  /** Messages that arrived although Slack did not confirm them. */
  lostAnswers = 0;
  /** How often it said not to disturb someone. */
  notNow = 0;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** The part of the Web API that is about people. */
  readonly web = {
    users: {
      info: async ({ user }: { user: string }) => {
        this.#failIfDown();
        return { ok: true, user: this.accounts.userOf(user) };
      },
    },
    dnd: {
      info: async ({ user }: { user: string }) => {
        this.#failIfDown();
        const span = this.accounts.doNotDisturb(user, this.#clock.now());
        if (this.accounts.keptUntil(user, this.#clock.now())) this.notNow += 1;
        const seconds = (at: Temporal.Instant | undefined) => (at ? at.epochMilliseconds / 1_000 : 1);
        return {
          ok: true,
          dnd_enabled: span !== null,
          next_dnd_start_ts: seconds(span?.from),
          next_dnd_end_ts: seconds(span?.until),
        };
      },
    },
  } as unknown as WebClient;

  async openDm(userId: string): Promise<string> {
    if (this.accounts.of(userId).hasLeft) throw new SlackError('user_disabled');
    return `D${userId}`;
  }

  /** A property, since it is called without its object. */
  sendDm: Messenger['sendDm'] = async (
    channelId,
    _message,
    { deliveryId = '', threadTs = null }: SendOptions = {},
  ) => {
    this.#failIfDown();
    if (this.#random.chance(FAULTS)) this.#fail(new SlackError('internal_error'));
    const at = this.#clock.now();
    this.posted.push({ personId: channelId.slice(1), deliveryId, at, threadTs });
    if (this.#random.chance(FAULTS)) {
      this.lostAnswers += 1;
      this.#fail(new LostAnswer('socket hang up'));
    }
    return { channelId, ts: String(this.posted.length) };
  };

  async sendToChannel(): Promise<SentMessage> {
    throw new Error('Nothing goes to channels here');
  }

  async checkChannel(): Promise<void> {}

  async sendEphemeral(): Promise<boolean> {
    return true;
  }

  async update(): Promise<void> {
    this.#failIfDown();
  }

  async find(deliveryId: string, { channelId }: SearchPlace): Promise<SentMessage | null> {
    this.#failIfDown();
    const index = this.posted.findIndex((posted) => posted.deliveryId === deliveryId);
    return index < 0 ? null : { channelId, ts: String(index + 1) };
  }

  #failIfDown(): void {
    if (this.isDown) this.#fail(new LostAnswer('connect ECONNREFUSED'));
  }

  #fail(error: Error): never {
    this.faults += 1;
    throw error;
  }
}
