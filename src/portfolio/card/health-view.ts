/** What a card says first: how a client is, why, and what would change it. */

import type { RichTextBlock } from '@slack/types';
import { isAsked } from '../../clients/rules.ts';
import type { Health, Overview } from '../../health/rules.ts';
import { adviceFor } from '../../health/score/advice.ts';
import { SCORE_CAPS, SCORE_INPUT_LABELS } from '../../health/score/rules.ts';
import { bandLabel, bandText, confidenceText, scoreText } from '../../health/view.ts';
import { type People, personName, type Viewer } from '../../people/rules.ts';
import { lastDayBefore } from '../../runtime/formats/dates.ts';
import { listText } from '../../runtime/formats/text.ts';
import { bullets, paragraph, type Run, richText } from '../../slack/blocks/blocks.ts';

/** Keeps "12 of 40" on one line. */
const NO_BREAK = '\u00A0';

/** Band and score, an override beside them, and each reason with its points. */
export function healthBlock(
  overview: Overview,
  people: People,
  viewer: Viewer,
  now: Temporal.Instant,
): RichTextBlock {
  const missing = missingText(overview.health);
  return richText(
    paragraph(...headline(overview, people, viewer, now)),
    bullets(...reasons(overview.health)),
    ...(missing ? [paragraph({ italic: missing })] : []),
  );
}

/** The smallest change that would move the band; null for a client who gets no reminders. */
export function adviceText({ client, facts }: Overview, now: Temporal.Instant): string | null {
  return isAsked(client.status) ? adviceFor(facts, now) : null;
}

function headline(overview: Overview, people: People, viewer: Viewer, now: Temporal.Instant): Run[] {
  const { health } = overview;
  const { override, score } = health;
  const confidence = confidenceText(health);
  const aside = confidence ? ` · ${confidence}` : '';
  if (!override) {
    return [
      { bold: score === null ? bandLabel(overview) : `${bandLabel(overview)}, ${score} of 100` },
      aside,
    ];
  }
  const until = lastDayBefore(override.until, viewer.timeZone, now);
  return [
    { bold: bandText(override.band) },
    `, set by ${personName(people, override.by)} until ${until}: “${override.reason}”\n`,
    { bold: 'Score: ' },
    `${scoreText(health)}${aside}`,
  ];
}

/** What caps the score, then its parts, the costliest first. */
function reasons({ score, uncappedScore, caps, parts, reasons: sentences }: Health): Run[][] {
  if (score === null) return sentences.map((text) => [text]);
  const isCapped = uncappedScore !== null && uncappedScore > score;
  return [
    ...caps.map(({ cap, text }): Run[] => {
      const most = SCORE_CAPS[cap];
      const would = isCapped && most === score ? ` (would be ${uncappedScore})` : '';
      return [`${text}: `, { bold: `capped at ${most}${would}` }];
    }),
    ...parts.map(({ text, points, of }): Run[] => [
      `${text}: `,
      { bold: `${points}${NO_BREAK}of${NO_BREAK}${of}` },
    ]),
  ];
}

/** An impression that is too far from the client's words does not count: its cap says so, not this. */
function missingText({ score, missing, caps }: Health): string | null {
  const isReadApart = caps.some(({ cap }) => cap === 'read-apart');
  const names = missing
    .filter((name) => !(name === 'read' && isReadApart))
    .map((name) => SCORE_INPUT_LABELS[name].toLowerCase());
  if (score === null || names.length === 0) return null;
  return `Nothing recent on ${listText(names)}: the rest counts for more.`;
}
