import type { ModalView } from '@slack/types';
import { slackCode } from '../../runtime/errors.ts';
import type { ModalViews } from './modals.ts';
import type { ViewSurface } from './surface.ts';

/** How many modals are remembered; it only matters for the second in which somebody chooses twice. */
const MOST_MODALS = 500;

/**
 * Updates open modals after what was chosen in them. People choose faster than Slack answers, and the newest choice has to
 * win: an older one is never shown in its place, whichever is ready first, here or in another process.
 */
export class ModalUpdateQueues {
  readonly #views: ModalViews;
  readonly #queues = new Map<string, ModalUpdateQueue>();

  constructor(views: ModalViews) {
    this.#views = views;
  }

  /** @param chosen where. Someone who has closed the modal meanwhile misses nothing. */
  async update(chosen: ViewSurface, view: ModalView): Promise<void> {
    await this.#queueOf(chosen).update(chosen, view);
  }

  #queueOf(chosen: ViewSurface): ModalUpdateQueue {
    const queue = this.#queues.get(chosen.viewId) ?? new ModalUpdateQueue(this.#views, chosen);
    this.#queues.delete(chosen.viewId);
    this.#queues.set(chosen.viewId, queue);
    const [oldest] = this.#queues.keys();
    if (this.#queues.size > MOST_MODALS && oldest !== undefined) this.#queues.delete(oldest);
    return queue;
  }
}

/** The updates of one open modal. */
class ModalUpdateQueue {
  readonly #views: ModalViews;
  /** When the newest of the choices was made. */
  #newest: string;
  /** Slack's hash of the modal as it is now. */
  #hash: string;
  /** The hashes of what it was before. */
  readonly #replaced = new Set<string>();
  /** Resolves when Slack has answered about every choice until now. */
  #turn: Promise<void> = Promise.resolve();

  constructor(views: ModalViews, { at, view }: ViewSurface) {
    this.#views = views;
    this.#newest = at;
    this.#hash = view.hash;
  }

  async update(chosen: ViewSurface, view: ModalView): Promise<void> {
    if (chosen.at < this.#newest) return;
    this.#newest = chosen.at;
    const turn = this.#turn.then(async () => {
      if (chosen.at === this.#newest) await this.#replace(chosen, view);
    });
    this.#turn = turn.catch(() => {});
    await turn;
  }

  async #replace({ viewId, view: seen }: ViewSurface, view: ModalView): Promise<void> {
    const hash = this.#replaced.has(seen.hash) ? this.#hash : seen.hash;
    try {
      const shown = await this.#views.update({ view_id: viewId, hash, view });
      this.#replaced.add(hash);
      this.#hash = shown.view?.hash ?? hash;
    } catch (error) {
      const code = slackCode(error);
      // On a conflict, another process has shown what was chosen since.
      if (code !== 'not_found' && code !== 'hash_conflict') throw error;
    }
  }
}
