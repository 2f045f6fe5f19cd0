/** What waits for somebody today: clients to check in with, and follow-ups. */

import { checkInButton } from '../check-ins/view.ts';
import { describeFollowUp, dueText } from '../follow-ups/view.ts';
import { byAttention, needsAttention, type Overview } from '../health/rules.ts';
import { bandLabel } from '../health/view.ts';
import type { People, Viewer } from '../people/rules.ts';
import { personName } from '../people/rules.ts';
import { ago, dayAndTimeText, timeText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { type Block, context, header, named, plain, section } from '../slack/blocks/blocks.ts';
import type { PlannedCheckIn } from '../upcoming/rules.ts';
import type { HomeData, OwnPrompt } from './load-home.ts';

const DUE_SHOWN = 10;
const PROMISES_SHOWN = 8;

/** What is overdue first; with nothing due, what comes next and when. */
export function todayBlocks(
  { asked, promised, next, people }: HomeData,
  reader: Viewer,
  now: Temporal.Instant,
): Block[] {
  const today = now.toZonedDateTimeISO(reader.timeZone).toPlainDate();
  const due = asked.filter(({ prompt }) => isAskedBy(prompt.askAt, now)).toSorted(byUrgency(reader));
  const isDue = ({ followUp }: HomeData['promised'][number]) =>
    Temporal.PlainDate.compare(followUp.dueOn, today) <= 0;
  const promisedNow = promised.filter(isDue);
  const later = promised.slice(promisedNow.length);
  const total = due.length + promisedNow.length;
  if (total === 0) {
    const lines = ['✅ Nothing is due today.', nextAsking(next, reader, now), ...nextPromise(later, today)];
    return [header('Today'), section(plain(lines.join('\n')))];
  }
  return [
    header(`Today (${total})`),
    ...due.slice(0, DUE_SHOWN).map((each) => dueLine(each, people, reader, now)),
    ...more(due.length - DUE_SHOWN, 'client is waiting', 'clients are waiting'),
    ...promisedNow
      .slice(0, PROMISES_SHOWN)
      .flatMap(({ followUp, clientName }) => describeFollowUp(followUp, clientName, today)),
    ...more(promisedNow.length - PROMISES_SHOWN, 'follow-up is due', 'follow-ups are due'),
    ...(later.length > 0 ? [context(plain(nextPromise(later, today).join('')))] : []),
  ];
}

/** The earliest day of the reader's first, and of one day those that need attention. */
function byUrgency({ timeZone }: Viewer) {
  const dayOf = ({ prompt }: OwnPrompt) => prompt.occurrenceAt.toZonedDateTimeISO(timeZone).toPlainDate();
  return (a: OwnPrompt, b: OwnPrompt): number =>
    Temporal.PlainDate.compare(dayOf(a), dayOf(b)) || byAttention(a.overview, b.overview);
}

function isAskedBy(askAt: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return askAt === null || Temporal.Instant.compare(askAt, now) <= 0;
}

function dueLine(
  { prompt, overview }: OwnPrompt,
  people: People,
  reader: Viewer,
  now: Temporal.Instant,
): Block {
  const { client } = overview;
  const why = needsAttention(overview) ? heaviestReason(overview) : [];
  const lines = [
    askedText(overview.prompt?.askedAt ?? prompt.occurrenceAt, reader, now),
    [bandLabel(overview), ...why].join(' · '),
    ...(client.ownerId === reader.userId ? [] : [`${standsIn(overview, people)}.`]),
  ];
  return named(client.name, lines, checkInButton(client, 'primary'));
}

/** "You stand in for Ben". */
export function standsIn({ client }: Overview, people: People): string {
  return `You stand in for ${personName(people, client.ownerId)}`;
}

/** Why the band is what it is, in one line: what somebody said who has set it by hand, else what weighs most. */
export function heaviestReason({ health }: Overview): string[] {
  return health.override ? [`“${health.override.reason}”`] : health.reasons.slice(0, 1);
}

/** What was asked on an earlier day of the reader's is overdue. */
function askedText(askedAt: Temporal.Instant, { timeZone }: Viewer, now: Temporal.Instant): string {
  const asked = askedAt.toZonedDateTimeISO(timeZone);
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  return Temporal.PlainDate.compare(asked.toPlainDate(), today) < 0
    ? `⏰ Overdue: asked ${ago(askedAt, now)}`
    : `🔔 Asked today, ${timeText(asked.toPlainTime())}`;
}

function nextAsking(next: PlannedCheckIn | undefined, { timeZone }: Viewer, now: Temporal.Instant): string {
  if (!next) return 'You are not asked about any client for now.';
  return `Next: ${next.client.name}, ${dayAndTimeText(next.at, timeZone, now)}.`;
}

/** "2 follow-ups are due later, the next by Monday 30 November: Send the invoice again (Acme)." */
function nextPromise(later: HomeData['promised'], today: Temporal.PlainDate): string[] {
  const [next] = later;
  if (!next) return [];
  const { what, dueOn } = next.followUp;
  const said = count(later.length, 'follow-up is', 'follow-ups are');
  const which = later.length > 1 ? 'the next ' : '';
  return [`${said} due later, ${which}${dueText(dueOn, today)}: ${what} (${next.clientName}).`];
}

function more(number: number, one: string, many: string): Block[] {
  return number > 0 ? [context(plain(`And ${count(number, `more ${one}`, `more ${many}`)}.`))] : [];
}
