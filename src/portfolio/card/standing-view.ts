/** What a card says first: how a client is, mainReason, and what would change it. */

import type { RichTextBlock } from '@slack/types';
import { isAsked } from '../../clients/rules.ts';
import type { Health, Overview } from '../../health/rules.ts';
import { adviceFor } from '../../health/score/advice.ts';
import { SCORE_CAPS, SCORE_INPUT_LABELS } from '../../health/score/rules.ts';
import { bandLabel, bandText, confidenceText, scoreText } from '../../health/view.ts';
import type { Viewer } from '../../people/rules.ts';
import { lastDayBefore } from '../../runtime/formats/dates.ts';
import { listText } from '../../runtime/formats/text.ts';
import { bullets, paragraph, type Run, richText } from '../../slack/blocks/blocks.ts';

/** Keeps a number with its whole, so that no line begins with half of it. */
const NO_BREAK = '\u00A0';

/** Band and score, what is set by hand beside it, and each reason with its points: one block. */
export function healthBlock(
  overview: Overview,
  nameOf: (personId: string) => string,
  reader: Viewer,
  now: Temporal.Instant,
): RichTextBlock {
  const { health } = overview;
  const missing = missingText(health);
  return richText(
    paragraph(...headline(overview, nameOf, reader, now)),
    bullets(...reasons(health)),
    ...(missing ? [paragraph({ italic: missing })] : []),
  );
}

/** The smallest change that would move the band; null for a client about whom nobody is asked. */
export function nextStepText({ client, facts }: Overview, now: Temporal.Instant): string | null {
  return isAsked(client.status) ? adviceFor(facts, now) : null;
}

function headline(
  overview: Overview,
  nameOf: (personId: string) => string,
  reader: Viewer,
  now: Temporal.Instant,
): Run[] {
  const { health } = overview;
  const { override, score } = health;
  const sure = confidenceText(health);
  const after = sure ? ` · ${sure}` : '';
  if (!override)
    return [
      { bold: score === null ? bandLabel(overview) : `${bandLabel(overview)}, ${score} of 100` },
      after,
    ];
  const until = lastDayBefore(override.until, reader.timeZone, now);
  return [
    { bold: bandText(override.band) },
    `, set by ${nameOf(override.by)} until ${until}: “${override.reason}”\n`,
    { bold: 'Reckoned: ' },
    `${scoreText(health)}${after}`,
  ];
}

/** What holds the score down, then what it is made of, what costs most first. */
function reasons({ score, uncappedScore, caps, parts, reasons: unknown }: Health): Run[][] {
  if (score === null) return unknown.map((text) => [text]);
  const holds = uncappedScore !== null && uncappedScore > score;
  return [
    ...caps.map(({ cap, text }): Run[] => {
      const most = SCORE_CAPS[cap];
      return [
        `${text}: `,
        { bold: holds && most === score ? `${most} at most, and not ${uncappedScore}` : `${most} at most` },
      ];
    }),
    ...parts.map(({ text, points, of }): Run[] => [
      `${text}: `,
      { bold: `${points}${NO_BREAK}of${NO_BREAK}${of}` },
    ]),
  ];
}

/** Our own read is there, but does not count, where it is too far from their words: the limit says so. */
function missingText({ score, missing, caps }: Health): string | null {
  const apart = caps.some(({ cap }) => cap === 'read-apart');
  const names = missing
    .filter((name) => !(name === 'read' && apart))
    .map((name) => SCORE_INPUT_LABELS[name].toLowerCase());
  if (score === null || names.length === 0) return null;
  return `Nothing recent on ${listText(names)}: the rest counts for more.`;
}
