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
    const { is, was, hasNot } = subject(assigneeId, coveringFor, people, viewer);
    if (askAt && Temporal.Instant.compare(askAt, now) > 0) {
      return askedAt ? `Snoozed. ${is} asked again on ${at(askAt)}.` : `${is} asked next on ${at(askAt)}.`;
    }
    return askedAt
      ? `${was} asked ${ago(askedAt, now)} and ${hasNot} answered yet.`
      : `${is} being asked now.`;
  }
  if (client.status === 'paused') return 'Paused: no reminders until it’s resumed.';
  if (!next) return 'No reminder is planned.';
  const { is } = subject(next.personId, next.coveringFor, people, viewer);
  return `${is} asked next on ${at(next.at)}.`;
}

/** "Ana is", or "You are" for the viewer; a whole channel reads names alone. */
function subject(
  assigneeId: string,
  coveringFor: string | null,
  people: People,
  { userId, visibility }: PortfolioViewer,
): { is: string; was: string; hasNot: string } {
  const cover = coveringFor ? `, covering for ${personName(people, coveringFor)},` : '';
  if (assigneeId === userId && visibility !== 'channel') {
    return { is: `You${cover} are`, was: `You${cover} were`, hasNot: 'haven’t' };
  }
  const name = personName(people, assigneeId);
  return { is: `${name}${cover} is`, was: `${name}${cover} was`, hasNot: 'hasn’t' };
}
