import { type CheckIn, SENTIMENT_WORDS, type Sentiment, UNANSWERED } from '../../check-ins/rules.ts';
import { count } from '../../runtime/formats/numbers.ts';
import type { Facts } from '../rules.ts';
import { assess } from './assess.ts';
import { BAND_LABELS, bandRank, type Cap } from './rules.ts';

/** One thing that could happen, and the facts as they would be then. */
interface Change {
  text: string;
  facts: Facts;
}

/** Nobody looks further ahead, in days. */
const LONGEST_AHEAD = 1_500;

/**
 * The smallest change that would move the band, as a sentence: up, or for a healthy client down, by silence. It is found by
 * trying: what is said here has been reckoned.
 */
export function adviceFor(facts: Facts, now: Temporal.Instant): string {
  const plain = { ...facts, override: null };
  const current = assess(plain, now);
  if (current.band === 'healthy') return fadeWarning(plain, now);
  const better = changesUp(
    plain,
    current.caps.map(({ cap }) => cap),
    now,
  ).find(({ facts: then }) => bandRank(assess(then, now).band) > bandRank(current.band));
  if (!better) return 'More than one thing has to change. Begin with what is named first.';
  const { mark, word } = BAND_LABELS[assess(better.facts, now).band];
  return `${better.text} would make it ${mark} ${word}.`;
}

/** The smallest first. */
function changesUp(facts: Facts, caps: readonly Cap[], now: Temporal.Instant): Change[] {
  const told = newest(facts.checkIns.filter(({ clientSentiment }) => clientSentiment !== null));
  const noted = newest(facts.checkIns);
  const level = told?.clientSentiment ?? 4;
  const read = noted?.ourImpression ?? level;
  const standing = noted?.signs.filter((sign) => sign === 'late-payment') ?? [];
  const stays = caps.includes('may-leave') ? (['may-leave'] as const) : [];
  const heard = (clientSentiment: Sentiment, more: Partial<CheckIn> = {}) =>
    after(facts, { clientSentiment, ourImpression: read, signs: [...standing, ...stays], ...more }, now);
  const ways: Change[] = [];
  if (caps.includes('may-leave')) {
    const happy = Math.max(level, 4) as Sentiment;
    ways.push({
      text: 'Their own word that they stay',
      facts: heard(happy, { signs: standing, ourImpression: Math.max(read, 4) as Sentiment }),
    });
  }
  const felt = (sentiment: Sentiment) => SENTIMENT_WORDS[sentiment].word.toLowerCase();
  const same = told ? `still ${felt(level)}` : `if they are ${felt(level)}`;
  ways.push({ text: `A check-in with their own words, ${same},`, facts: heard(level) });
  if (facts.followUps.length > 0) {
    ways.push({ text: 'Doing what we promised', facts: { ...facts, followUps: [] } });
  }
  if (caps.includes('overdue-invoice')) {
    ways.push({ text: 'The overdue invoice paid', facts: heard(level, { signs: [...stays] }) });
  }
  if (caps.includes('disrespect')) {
    const forgiven = facts.checkIns.map((each) => ({
      ...each,
      signs: each.signs.filter((sign) => sign !== 'disrespectful'),
    }));
    ways.push({ text: 'Some weeks without disrespect', facts: { ...facts, checkIns: forgiven } });
  }
  if (facts.checkIns.some(({ effort, hours }) => effort !== null || hours !== null)) {
    ways.push({
      text: 'Effort back to what was agreed',
      facts: heard(level, { effort: 'as-agreed', hours: facts.client.agreedHours }),
    });
  }
  if (caps.includes('read-apart') && read < level) {
    ways.push({ text: 'Reading them as they say they are', facts: heard(level, { ourImpression: level }) });
  }
  for (const better of [2, 3, 4, 5] as const) {
    if (better <= level) continue;
    ways.push({
      text: `Hearing from them that they are ${felt(better)}`,
      facts: heard(better, { ourImpression: Math.max(read, better) as Sentiment, signs: [] }),
    });
  }
  return ways;
}

/** As if somebody had spoken with the client just now. */
function after(facts: Facts, learned: Partial<CheckIn>, now: Temporal.Instant): Facts {
  const checkIn: CheckIn = {
    id: '',
    workspaceId: facts.client.workspaceId,
    clientId: facts.client.id,
    authorId: facts.client.ownerId,
    promptId: null,
    source: 'call',
    ourImpression: 3,
    ...UNANSWERED,
    spokeAt: now,
    createdAt: now,
    editedAt: null,
    ...learned,
  };
  return {
    ...facts,
    client: { ...facts.client, lastContactAt: now },
    checkIns: [...facts.checkIns, checkIn],
    skips: 0,
  };
}

/** How long a healthy client stays so if nobody speaks with them. */
function fadeWarning(facts: Facts, now: Temporal.Instant): string {
  const bandIn = (days: number) => assess(facts, now.add({ hours: days * 24 })).band;
  let days = 1;
  while (days < LONGEST_AHEAD && bandIn(days) === 'healthy') days += 1;
  const { mark, word } = BAND_LABELS[bandIn(days)];
  return `If they are not heard for ${count(days, 'more day')}, it becomes ${mark} ${word}.`;
}

function newest(checkIns: readonly CheckIn[]): CheckIn | undefined {
  return checkIns.toSorted((a, b) => Temporal.Instant.compare(b.createdAt, a.createdAt))[0];
}
