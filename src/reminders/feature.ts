import type { DoNotDisturbUntil } from '../calendars/rules.ts';
import type { Deps } from '../slack/deps.ts';
import type { Feature } from '../slack/feature.ts';
import { registerReminderListeners } from './answers/listeners.ts';
import { COVER, COVER_AHEAD, COVER_OFF } from './covering/notifications.ts';
import { notifyCovers } from './covering/notify-covers.ts';
import { escalateUnanswered } from './escalation/escalate-unanswered.ts';
import { UNANSWERED, UNDELIVERABLE } from './escalation/notifications.ts';
import { planNudges } from './nudges/plan-nudges.ts';
import { renderNudge } from './nudges/render-nudge.ts';
import { planRounds } from './planning/plan-rounds.ts';
import { renderRound } from './rounds/render-round.ts';

export const REMINDER_NOTIFICATIONS = {
  cover: COVER,
  'cover-ahead': COVER_AHEAD,
  'cover-off': COVER_OFF,
  unanswered: UNANSWERED,
  undeliverable: UNDELIVERABLE,
};

export function remindersFeature(deps: Deps, doNotDisturbUntil: DoNotDisturbUntil): Feature {
  const { db, clock } = deps;
  return {
    register: (slack) => registerReminderListeners(slack, deps),
    plans: {
      ask: [
        () => notifyCovers(db, clock),
        () => planRounds(db, clock, doNotDisturbUntil),
        () => planNudges(db, clock, doNotDisturbUntil),
        () => escalateUnanswered(db, clock),
      ],
    },
    renders: { round: renderRound(deps), nudge: renderNudge(db) },
  };
}
