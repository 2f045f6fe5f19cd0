import { type CheckIn, SENTIMENT_WORDS, type Sentiment, UNANSWERED } from '../../check-ins/rules.ts';
import { count } from '../../runtime/formats/numbers.ts';
import type { Facts } from '../rules.ts';
import { assess } from './assess.ts';
import { BAND_LABELS, bandRank, type Cap } from './rules.ts';

/** One thing that could be done, and the facts as they would be then. */
interface Change {
  /** What to do, and what that comes to: `they` is such as "they’re 🟢 Healthy". */
  text: (they: string) => string;
  facts: Facts;
}

/** In days. */
const LONGEST_AHEAD = 1_500;

/**
 * The smallest thing to do that moves the band up, as a sentence; for a healthy client, what keeps it. It is found by trying
 * out what each would do to the score.
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
  if (!better) return 'It takes more than one thing. Start with the first reason.';
  const { mark, word } = BAND_LABELS[assess(better.facts, now).band];
  return `${better.text(`they’re ${mark} ${word}`)}.`;
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
      text: (they) => `Hear from them that they’re staying, and ${they}`,
      facts: heard(happy, { signs: standing, ourImpression: Math.max(read, 4) as Sentiment }),
    });
  }
  const felt = (sentiment: Sentiment) => SENTIMENT_WORDS[sentiment].word.toLowerCase();
  const asFelt = told ? `still ${felt(level)}` : felt(level);
  ways.push({ text: (they) => `Ask them: if they’re ${asFelt}, ${they}`, facts: heard(level) });
  if (facts.followUps.length > 0) {
    ways.push({ text: (they) => `Do what we promised, and ${they}`, facts: { ...facts, followUps: [] } });
  }
  if (caps.includes('overdue-invoice')) {
    ways.push({
      text: (they) => `Get the overdue invoice paid, and ${they}`,
      facts: heard(level, { signs: [...stays] }),
    });
  }
  if (caps.includes('disrespect')) {
    const forgiven = facts.checkIns.map((each) => ({
      ...each,
      signs: each.signs.filter((sign) => sign !== 'disrespectful'),
    }));
    ways.push({
      text: (they) => `Some weeks of good manners, and ${they}`,
      facts: { ...facts, checkIns: forgiven },
    });
  }
  if (facts.checkIns.some(({ effort, hours }) => effort !== null || hours !== null)) {
    ways.push({
      text: (they) => `Bring hours back to plan, or re-price, and ${they}`,
      facts: heard(level, { effort: 'as-agreed', hours: facts.client.agreedHours }),
    });
  }
  if (caps.includes('read-apart') && read < level) {
    ways.push({
      text: (they) => `Take their word for it, and ${they}`,
      facts: heard(level, { ourImpression: level }),
    });
  }
  for (const better of [2, 3, 4, 5] as const) {
    if (better <= level) continue;
    ways.push({
      text: (they) => `Fix what bothers them, then ask again: if they’re ${felt(better)}, ${they}`,
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

/** By when somebody has to speak with a healthy client for it to stay healthy. */
function fadeWarning(facts: Facts, now: Temporal.Instant): string {
  const bandIn = (days: number) => assess(facts, now.add({ hours: days * 24 })).band;
  let days = 1;
  while (days < LONGEST_AHEAD && bandIn(days) === 'healthy') days += 1;
  const { mark, word } = BAND_LABELS[bandIn(days)];
  return `Ask within ${count(days, 'day')}, or they drop to ${mark} ${word}.`;
}

function newest(checkIns: readonly CheckIn[]): CheckIn | undefined {
  return checkIns.toSorted((a, b) => Temporal.Instant.compare(b.createdAt, a.createdAt))[0];
}
