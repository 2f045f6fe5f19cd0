import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackCode } from '../../runtime/errors.ts';

/**
 * Shows somebody their Home.
 *
 * @param over the hash of the view that it takes the place of. Where something newer is there by now, that stays.
 * @returns the hash of what is there.
 */
export type PublishHome = (userId: string, view: HomeView, over?: string) => Promise<string | undefined>;

export function createPublishHome({ views }: WebClient): PublishHome {
  return async (userId, view, over) => {
    try {
      const shown = await views.publish({ user_id: userId, view, ...(over ? { hash: over } : {}) });
      return shown.view?.hash;
    } catch (error) {
      if (slackCode(error) === 'hash_conflict') return over;
      throw error;
    }
  };
}
