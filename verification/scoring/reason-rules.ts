/** Why a client scores as they do, in the words that card, list, digest and alert share. */
import { SENTIMENT_WORDS, type Sentiment } from '../../src/check-ins/rules.ts';
import { count } from '../../src/runtime/formats/numbers.ts';
import type { BandName } from './band-rules.ts';
import type { EpochDay } from './day-rules.ts';
import type { Health } from './health-rules.ts';
import {
  CAPS,
  overduePromises,
  type Part,
  type PartName,
  PROMISES_COUNTED,
  type Scored,
} from './score-rules.ts';
import { OUR_WEIGHT, SENTIMENT_POINTS } from './sums-rules.ts';

/** The mark never stands without the word. */
export const BAND_WORDS: Record<BandName, { mark: string; word: string }> = {
  'at-risk': { mark: '🔴', word: 'At risk' },
  watch: { mark: '🟡', word: 'Watch' },
  unknown: { mark: '⚪', word: 'Unknown' },
  new: { mark: '🔵', word: 'New' },
  healthy: { mark: '🟢', word: 'Healthy' },
};

/** One line of the arithmetic. The points of all lines add up to the score. */
export interface ReasonLine {
  text: string;
  points: number;
}

const LINES_MAX = 6;
/** What was said before differs from what was said last by so much that it is worth a word. */
const OTHERWISE_BEFORE = 15;

/** Whose word a part is. The client's comes before ours, and ours before the calendar's. */
const WHOSE: Record<PartName, 0 | 1 | 2> = {
  words: 0,
  'said-leaving': 0,
  'praised-us': 0,
  'did-favour': 0,
  'asked-discount': 0,
  'someone-else-decides': 0,
  'late-payment': 0,
  disrespectful: 0,
  'feared-leaving': 1,
  'more-effort': 1,
  'overdue-promises': 1,
  'late-contacts': 1,
  'no-words': 2,
  'no-contact': 2,
  'no-recent-words': 2,
};

/** "🟡 Watch". */
export function bandText(band: BandName): string {
  const { mark, word } = BAND_WORDS[band];
  return `${mark} ${word}`;
}

/** Every point of the score: what was said first, then the largest. What finds no room is one line together. */
export function reasonLines(known: Scored, health: Health): ReasonLine[] {
  const [words, ...rest] = health.parts;
  const others = rest.toSorted(bySize);
  const shown = others.length < LINES_MAX ? others : others.slice(0, LINES_MAX - 2);
  const more = others.slice(shown.length);
  return [
    ...[...(words ? [words] : []), ...shown].map((part) => ({
      text: reasonText(part, known, health),
      points: part.points,
    })),
    ...(more.length > 0
      ? [{ text: `${more.length} smaller things`, points: more.reduce((sum, { points }) => sum + points, 0) }]
      : []),
  ];
}

/** In one sentence, what is behind the band: what costs most; for a healthy client, what they said. */
export function whyText(known: Scored, health: Health): string {
  if (health.band === 'new') return 'Not asked yet';
  const [words, ...rest] = health.parts;
  if (!words) return '';
  if (health.band === 'unknown') return unheardText(known.lastEntry, health.day, 'Nothing new');
  if (health.band === 'healthy') return reasonText(words, known, health);
  if (health.isHeldBack) return 'Better, but not for long enough yet';
  const costs = [{ ...words, points: words.points - 100 }, ...rest.filter(isCost)];
  return reasonText(costs.toSorted(bySize)[0] ?? words, known, health);
}

/** "84", "+24", "−6", "0". */
export function pointsText({ points }: Pick<ReasonLine, 'points'>, isFirst: boolean): string {
  if (isFirst || points === 0) return String(points);
  return points < 0 ? `−${-points}` : `+${points}`;
}

function isCost({ name, points }: Part): boolean {
  return points < 0 || name === 'said-leaving';
}

/** That they might leave comes first, however few points it takes from a low score. */
function bySize(a: Part, b: Part): number {
  const isLeaving = ({ name }: Part) => Number(name === 'said-leaving' || name === 'feared-leaving');
  return (
    isLeaving(b) - isLeaving(a) || Math.abs(b.points) - Math.abs(a.points) || WHOSE[a.name] - WHOSE[b.name]
  );
}

function reasonText({ name, day }: Part, known: Scored, health: Health): string {
  const when = day === null ? '' : `, ${daysAgo(day, health.day)}`;
  switch (name) {
    case 'words':
      return wordsText(known, health);
    case 'praised-us':
      return `Praised us${when}`;
    case 'did-favour':
      return `Helped us out${when}`;
    case 'late-payment':
      return `Paid late${when}`;
    case 'more-effort':
      return `More work than agreed${when}`;
    case 'someone-else-decides':
      return `Someone else may decide${when}`;
    case 'asked-discount':
      return `Asked for a discount${when}`;
    case 'disrespectful':
      return `Treated someone badly${when}`;
    case 'overdue-promises':
      return promisesText(known, health.day);
    case 'late-contacts':
      return 'We’re usually late to get in touch';
    case 'no-contact':
      return unheardText(day, health.day, 'No check-in or contact');
    case 'no-words':
      return unheardText(day, health.day, 'Nothing from them');
    case 'said-leaving':
      return `They said they might leave${when}: ${CAPS[name]} at most`;
    case 'feared-leaving':
      return `We think they might leave${when}: ${CAPS[name]} at most`;
    case 'no-recent-words':
      return `${unheardText(day, health.day, 'Nothing from them')}: ${CAPS[name]} at most`;
  }
}

/** Their word before ours, and whether it was otherwise before. */
function wordsText(known: Scored, { day }: Health): string {
  const { lastSaid, lastImpression } = known;
  if (!lastSaid && !lastImpression) return 'No check-ins yet';
  const ours = lastImpression ? `we think they’re ${wordOf(lastImpression.sentiment)}` : null;
  if (!lastSaid) return `${upperFirst(ours ?? '')}, ${daysAgo(lastImpression?.day ?? day, day)}`;
  const isOther = lastImpression !== null && lastImpression.sentiment !== lastSaid.sentiment;
  return [
    `They said they’re ${wordOf(lastSaid.sentiment)}, ${daysAgo(lastSaid.day, day)}`,
    ...(isOther && ours ? [ours] : []),
    ...beforeTexts(known, lastSaid.sentiment),
  ].join('; ');
}

/** Where everything said and thought is far from what was said and thought last. */
function beforeTexts({ weight, points, lastImpression }: Scored, said: Sentiment): string[] {
  const ours = SENTIMENT_POINTS[lastImpression?.sentiment ?? said];
  const last = (SENTIMENT_POINTS[said] + OUR_WEIGHT * ours) / (1 + OUR_WEIGHT);
  const difference = points / weight - last;
  if (difference <= -OTHERWISE_BEFORE) return ['it was worse before'];
  return difference >= OTHERWISE_BEFORE ? ['it was better before'] : [];
}

function promisesText(known: Scored, day: EpochDay): string {
  const overdue = overduePromises(known, day);
  const oldest = count(day - (overdue[0] ?? day), 'day');
  if (overdue.length === 1) return `One of our promises is ${oldest} overdue`;
  const many = overdue.length >= PROMISES_COUNTED ? `${PROMISES_COUNTED} or more` : String(overdue.length);
  return `${many} of our promises are overdue, the oldest by ${oldest}`;
}

function unheardText(since: EpochDay | null, day: EpochDay, what: string): string {
  return since === null ? `${what} yet` : `${what} in ${count(day - since, 'day')}`;
}

/** "today", "yesterday", "6 days ago": calendar days. */
function daysAgo(day: EpochDay, today: EpochDay): string {
  const days = today - day;
  if (days <= 0) return 'today';
  return days === 1 ? 'yesterday' : `${count(days, 'day')} ago`;
}

function wordOf(sentiment: Sentiment): string {
  return SENTIMENT_WORDS[sentiment].word.toLowerCase();
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
