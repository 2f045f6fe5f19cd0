import type { Assignment } from '../../clients/assignee-rules.ts';
import type { Overview } from '../../health/rules.ts';
import type { Viewer } from '../../people/rules.ts';
import { dayAndTimeText } from '../../runtime/formats/dates.ts';

/** Who is asked next and when, or since when an answer is awaited, in the reader's zone. */
export function nextAsking(
  { client, prompt, next }: Pick<Overview, 'client' | 'prompt'> & { next: Assignment | null },
  nameOf: (personId: string) => string,
  reader: Viewer,
  now: Temporal.Instant,
): string {
  const at = (instant: Temporal.Instant) => dayAndTimeText(instant, reader.timeZone, now);
  if (client.status === 'ended') return 'Ended: nobody is asked any more.';
  if (prompt) {
    const { askedAt, askAt } = prompt;
    const who = whoOf(prompt.assigneeId, prompt.coveringFor, nameOf);
    if (askAt && Temporal.Instant.compare(askAt, now) > 0) {
      return askedAt
        ? `Snoozed: ${who} is asked again on ${at(askAt)}.`
        : `${who} is asked next on ${at(askAt)}.`;
    }
    return askedAt ? `${who} was asked on ${at(askedAt)} and has not answered yet.` : `${who} is asked now.`;
  }
  if (client.status === 'paused') return 'Paused: nobody is asked until it is resumed.';
  if (!next) return 'No reminder is planned.';
  return `${whoOf(next.personId, next.coveringFor, nameOf)} is asked next on ${at(next.at)}.`;
}

function whoOf(personId: string, coveringFor: string | null, nameOf: (personId: string) => string): string {
  return coveringFor ? `${nameOf(personId)}, standing in for ${nameOf(coveringFor)},` : nameOf(personId);
}
