import { checkInButton } from '../../check-ins/view.ts';
import { showClientButton } from '../../clients/view.ts';
import { addFollowUpButton } from '../../follow-ups/view.ts';
import type { Health, Overview } from '../../health/rules.ts';
import { adviceFor } from '../../health/score/advice.ts';
import type { Cap } from '../../health/score/rules.ts';
import { reasonsOf, scoreText } from '../../health/view.ts';
import { type People, personName } from '../../people/rules.ts';
import { ago } from '../../runtime/formats/dates.ts';
import { clip } from '../../runtime/formats/text.ts';
import {
  actions,
  bullets,
  escapeText,
  type Message,
  paragraph,
  quotation,
  type Run,
  richText,
} from '../../slack/blocks/blocks.ts';
import { muteButton } from '../mutes/modal.ts';

/** What an alert says about a client, around the client's name. */
export interface Headline {
  before: string;
  after: string;
  /** It says that the client is at risk. */
  saysAtRisk?: boolean;
  /** It says why the score is capped. */
  saysCap?: Cap;
  /** The check-in that it is about: quoted instead of their latest words. */
  checkInId?: string;
}

/** Who reads an alert, and whom it may name. */
export interface AlertReader {
  recipientId: string;
  people: People;
  now: Temporal.Instant;
}

const REASONS_SHOWN = 3;
const WORDS_SHOWN = 300;

/** One thing about one client, and what can be done now. Its text quotes nobody: lock screens show it. */
export function alertMessage(overview: Overview, headline: Headline, reader: AlertReader): Message {
  const { client, health, facts } = overview;
  const { before, after } = headline;
  const owner =
    client.ownerId === reader.recipientId
      ? 'You’re the owner.'
      : `Owner: ${personName(reader.people, client.ownerId)}.`;
  const advice = adviceFor(facts, reader.now);
  const reasons = otherReasons(headline, health).slice(0, REASONS_SHOWN);
  return {
    text: [
      `${before}${escapeText(client.name)}${after}`,
      ...reasons
        .filter((reason) => !reason.includes('“'))
        .slice(0, 1)
        .map((reason) => `${escapeText(reason)}.`),
      escapeText(owner),
      advice,
    ].join(' '),
    blocks: [
      richText(
        paragraph(before, { bold: client.name }, after, ` ${scoreBeside(headline, health)}.`),
        ...(reasons.length > 0 ? [bullets(...reasons.map((reason): Run[] => [reason]))] : []),
        ...clientWords(overview, headline, reasons, reader),
        paragraph(`${owner} `, { italic: advice }),
      ),
      actions(`alert-${client.id}`, [
        checkInButton(client, 'primary'),
        addFollowUpButton(client),
        showClientButton(client),
        muteButton(client),
      ]),
    ],
  };
}

/** The score with its band, unless the headline says the band. */
function scoreBeside({ saysAtRisk }: Headline, health: Health): string {
  return saysAtRisk && health.computedBand === 'at-risk' ? `${health.score} of 100` : scoreText(health);
}

/** Why, without what the headline says. */
function otherReasons({ saysCap }: Headline, health: Health): string[] {
  const said = health.caps.find(({ cap }) => cap === saysCap)?.text;
  return reasonsOf(health).filter((reason) => reason !== said);
}

/** Their words, unless a reason quotes them whole. */
function clientWords(
  { checkIns }: Overview,
  { checkInId }: Headline,
  reasons: readonly string[],
  { people, now }: AlertReader,
) {
  const said = checkInId
    ? checkIns.find(({ id }) => id === checkInId)
    : checkIns.find((each) => each.clientWords !== null);
  if (!said?.clientWords || reasons.some((reason) => reason.includes(`“${said.clientWords}”`))) return [];
  return [
    paragraph(`Their words, ${ago(said.createdAt, now)}, to ${personName(people, said.authorId)}:`),
    quotation(clip(said.clientWords, WORDS_SHOWN)),
  ];
}
