import type { Assignment } from '../../clients/assignee-rules.ts';
import type { Overview } from '../../health/rules.ts';
import { type People, personName } from '../../people/rules.ts';
import { ago, dayAndTimeText } from '../../runtime/formats/dates.ts';
import type { PortfolioViewer } from './rules.ts';

/** Who is asked next and when, or whose answer is awaited. */
export function reminderText(
  { client, prompt, next }: Pick<Overview, 'client' | 'prompt'> & { next: Assignment | null },
  people: People,
  viewer: PortfolioViewer,
  now: Temporal.Instant,
): string {
  const at = (instant: Temporal.Instant) => dayAndTimeText(instant, viewer.timeZone, now);
  if (client.status === 'ended') return 'Ended: no more reminders.';
  if (prompt) {
    const { assigneeId, coveringFor, askedAt, askAt } = prompt;
    const who = assigneeName(assigneeId, people, viewer);
    const cover = coverText(coveringFor, people);
    if (askAt && Temporal.Instant.compare(askAt, now) > 0) {
      return askedAt
        ? `Snoozed: I’ll ask ${who} again on ${at(askAt)}${cover}.`
        : `I’ll ask ${who} on ${at(askAt)}${cover}.`;
    }
    return askedAt
      ? `I asked ${who} ${ago(askedAt, now)}${cover}: no answer yet.`
      : `I’m asking ${who} now${cover}.`;
  }
  if (client.status === 'paused') return 'Paused: no reminders until it’s resumed.';
  if (!next) return 'No reminder is planned.';
  const who = assigneeName(next.personId, people, viewer);
  return `I’ll ask ${who} on ${at(next.at)}${coverText(next.coveringFor, people)}.`;
}

/** A whole channel reads names alone. */
function assigneeName(id: string, people: People, { userId, visibility }: PortfolioViewer): string {
  return id === userId && visibility !== 'channel' ? 'you' : personName(people, id);
}

function coverText(coveringFor: string | null, people: People): string {
  return coveringFor ? `, covering for ${personName(people, coveringFor)}` : '';
}
