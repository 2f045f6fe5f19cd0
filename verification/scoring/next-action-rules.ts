/** What to do about a client. Whatever is said to come of it has been tried on the rules. */
import { SENTIMENT_WORDS, type Sentiment } from '../../src/check-ins/rules.ts';
import { count } from '../../src/runtime/formats/numbers.ts';
import { type BandName, type Standing, standingOn } from './band-rules.ts';
import { type EpochDay, epochDayOf } from './day-rules.ts';
import { bandChangeAfter, standingAt } from './health-rules.ts';
import { bandText } from './reason-rules.ts';
import { isUsuallyLate, overduePromises, type Scored, type ScoreRules } from './score-rules.ts';
import { type HealthState, knownOn } from './state-rules.ts';
import { addFact, type DatedFact } from './sums-rules.ts';

/** One thing that somebody could do or hear today, and what would be known then. */
interface Possibility {
  text: string;
  after: Scored;
}

const CONTENT = 4;
/** What was noted longer ago is hardly still to be done. */
const RECENT_DAYS = 60;
const HEIGHTS: Record<BandName, number> = { 'at-risk': 0, unknown: 1, new: 1, watch: 2, healthy: 3 };

/** What would lift the band, or else what there is to be done, and by when to ask before it falls: two lines at most. */
export function nextActions(state: HealthState, date: Temporal.PlainDate, rules: ScoreRules): string[] {
  const day = epochDayOf(date);
  const known = knownOn(state, day);
  const standing = standingAt(state, day, rules);
  if (standing.band === 'new' || standing.band === 'unknown') return ['Ask them how it’s going'];
  const lifting = possibilities(known, day)
    .map(({ text, after }) => ({ text, band: bandThen(after, day, rules, standing) }))
    .find(({ band }) => HEIGHTS[band] > HEIGHTS[standing.band]);
  const deadline = deadlineText(state, day, rules);
  const first = lifting
    ? `${lifting.text}, and they’re ${bandText(lifting.band)}`
    : plainAction(known, day, standing.band);
  return [
    ...(first ? [first] : []),
    ...(deadline ? [deadline] : first ? [] : ['Carry on, and say thank you']),
  ];
}

/** The smallest first. */
function possibilities(known: Scored, day: EpochDay): Possibility[] {
  const last = known.lastSaid?.sentiment ?? CONTENT;
  const overdue = overduePromises(known, day).length;
  const isJustHeard = day - (known.lastTheirWords ?? known.askedSince) < known.idealGapDays / 2;
  return [
    ...(known.saidLeaving !== null
      ? [{ text: 'Hear from them that they’re staying', after: heard(known, day, null) }]
      : []),
    ...(overdue > 0
      ? [
          {
            text: 'Keep what we promised',
            after: { ...known, promisesDue: known.promisesDue.slice(overdue) },
          },
        ]
      : []),
    ...(isJustHeard
      ? []
      : [
          {
            text: `Ask them: hear that they’re ${known.lastSaid ? 'still ' : ''}${wordOf(last)}`,
            after: heard(known, day, last),
          },
        ]),
    ...([3, 4, 5] as const)
      .filter((said) => last < CONTENT && said > last)
      .map((said) => ({
        text: `Fix what bothers them, then hear that they’re ${wordOf(said)}`,
        after: heard(known, day, said),
      })),
  ];
}

/** As if they had told us today how they feel, or that they are staying. */
function heard(known: Scored, day: EpochDay, said: Sentiment | null): Scored {
  const fact: DatedFact = {
    day,
    kind: 'check-in',
    isOurs: false,
    said,
    impression: said,
    hasTheirWords: true,
    signs: said === null ? ['staying'] : [],
  };
  return addFact(known, fact);
}

/** Where no single thing lifts the band: what there is to be done all the same. */
function plainAction(known: Scored, day: EpochDay, band: BandName): string | null {
  const { signs, lastSaid, saidLeaving, fearedLeaving } = known;
  if (saidLeaving !== null || fearedLeaving !== null) return 'Ask them what would make them stay';
  if (overduePromises(known, day).length > 0) return 'Keep what we promised';
  if (lastSaid && lastSaid.sentiment < CONTENT) return 'Fix what bothers them, then ask again';
  if (isRecent(signs['someone-else-decides'], day)) return 'Find out who decides, and meet them';
  if (isRecent(signs['more-effort'], day)) return 'Bring hours back to plan, or re-price';
  if (band === 'healthy') return null;
  return isUsuallyLate(known) ? 'Get in touch on time' : 'Keep it up: it takes a while to come back';
}

function isRecent(noted: EpochDay | null, day: EpochDay): boolean {
  return noted !== null && day - noted <= RECENT_DAYS;
}

/** "Ask within 6 days, or they drop to 🟡 Watch"; nothing where that is too far away to matter. */
function deadlineText(state: HealthState, day: EpochDay, rules: ScoreRules): string | null {
  const change = bandChangeAfter(state, day, rules);
  if (!change || change.day - day > state.longestGapDays) return null;
  const days = change.day - day - 1;
  const band = bandText(change.band);
  return days === 0
    ? `Ask today, or they drop to ${band}`
    : `Ask within ${count(days, 'day')}, or they drop to ${band}`;
}

function bandThen(after: Scored, day: EpochDay, rules: ScoreRules, before: Standing): BandName {
  return standingOn(after, day, rules, { before, isNews: true }).band;
}

function wordOf(sentiment: Sentiment): string {
  return SENTIMENT_WORDS[sentiment].word.toLowerCase();
}
