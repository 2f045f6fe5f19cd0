/** What is due for somebody today: check-ins and follow-ups. */

import { checkInButton } from '../check-ins/view.ts';
import { describeFollowUp, dueText } from '../follow-ups/view.ts';
import { byAttention, needsAttention, type Overview } from '../health/rules.ts';
import { bandLabel } from '../health/view.ts';
import { type People, personName, type Viewer } from '../people/rules.ts';
import { ago, dayAndTimeText, timeText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { type Block, context, header, named, plain, section } from '../slack/blocks/blocks.ts';
import type { PlannedCheckIn } from '../upcoming/rules.ts';
import type { HomeData, OwnFollowUp, OwnPrompt } from './rules.ts';

const PROMPTS_SHOWN = 10;
const FOLLOW_UPS_SHOWN = 8;

/** What is overdue first; with nothing due, what comes next and when. */
export function todayBlocks(
  { prompts, followUps, next, people }: HomeData,
  viewer: Viewer,
  now: Temporal.Instant,
): Block[] {
  const today = now.toZonedDateTimeISO(viewer.timeZone).toPlainDate();
  const due = prompts.filter(({ prompt }) => isPromptDue(prompt.askAt, now)).toSorted(byUrgency(viewer));
  const dueFollowUps = followUps.filter(
    ({ followUp }) => Temporal.PlainDate.compare(followUp.dueOn, today) <= 0,
  );
  const later = followUps.slice(dueFollowUps.length);
  const total = due.length + dueFollowUps.length;
  if (total === 0) {
    const lines = ['✅ Nothing is due today.', nextText(next, viewer, now), ...laterText(later, today)];
    return [header('Today'), section(plain(lines.join('\n')))];
  }
  return [
    header(`Today (${total})`),
    ...due.slice(0, PROMPTS_SHOWN).map((each) => promptSection(each, people, viewer, now)),
    ...moreLine(due.length - PROMPTS_SHOWN, 'client is waiting', 'clients are waiting'),
    ...dueFollowUps
      .slice(0, FOLLOW_UPS_SHOWN)
      .flatMap(({ followUp, clientName }) => describeFollowUp(followUp, clientName, today)),
    ...moreLine(dueFollowUps.length - FOLLOW_UPS_SHOWN, 'follow-up is due', 'follow-ups are due'),
    ...(later.length > 0 ? [context(plain(laterText(later, today).join('')))] : []),
  ];
}

/** By day, and within a day those that need attention first. */
function byUrgency({ timeZone }: Viewer) {
  const dayOf = ({ prompt }: OwnPrompt) => prompt.occurrenceAt.toZonedDateTimeISO(timeZone).toPlainDate();
  return (a: OwnPrompt, b: OwnPrompt): number =>
    Temporal.PlainDate.compare(dayOf(a), dayOf(b)) || byAttention(a.overview, b.overview);
}

function isPromptDue(askAt: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return askAt === null || Temporal.Instant.compare(askAt, now) <= 0;
}

function promptSection(
  { prompt, overview }: OwnPrompt,
  people: People,
  viewer: Viewer,
  now: Temporal.Instant,
): Block {
  const { client } = overview;
  const reason = needsAttention(overview) ? topReason(overview) : [];
  const lines = [
    askedText(overview.prompt?.askedAt ?? prompt.occurrenceAt, viewer, now),
    [bandLabel(overview), ...reason].join(' · '),
    ...(client.ownerId === viewer.userId
      ? []
      : [`You’re covering for ${personName(people, client.ownerId)}.`]),
  ];
  return named(client.name, lines, checkInButton(client, 'primary'));
}

/** Why the band is what it is, in one line: the reason for an override, or else what weighs most. */
export function topReason({ health }: Overview): string[] {
  return health.override ? [`“${health.override.reason}”`] : health.reasons.slice(0, 1);
}

/** Overdue is what was asked before today. */
function askedText(askedAt: Temporal.Instant, { timeZone }: Viewer, now: Temporal.Instant): string {
  const asked = askedAt.toZonedDateTimeISO(timeZone);
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  return Temporal.PlainDate.compare(asked.toPlainDate(), today) < 0
    ? `⏰ Overdue: asked ${ago(askedAt, now)}`
    : `🔔 Asked today, ${timeText(asked.toPlainTime())}`;
}

function nextText(next: PlannedCheckIn | undefined, { timeZone }: Viewer, now: Temporal.Instant): string {
  if (!next) return 'You have no check-ins planned.';
  return `Next: ${next.client.name}, ${dayAndTimeText(next.at, timeZone, now)}.`;
}

/** "2 follow-ups are due later, the next by Monday 30 November: Send the invoice again (Acme)." */
function laterText(later: readonly OwnFollowUp[], today: Temporal.PlainDate): string[] {
  const [next] = later;
  if (!next) return [];
  const { what, dueOn } = next.followUp;
  const number = count(later.length, 'follow-up is', 'follow-ups are');
  const which = later.length > 1 ? 'the next ' : '';
  return [`${number} due later, ${which}${dueText(dueOn, today)}: ${what} (${next.clientName}).`];
}

function moreLine(number: number, one: string, many: string): Block[] {
  return number > 0 ? [context(plain(`And ${count(number, `more ${one}`, `more ${many}`)}.`))] : [];
}
