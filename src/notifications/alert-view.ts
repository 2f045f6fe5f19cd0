import { checkInButton } from '../check-ins/view.ts';
import { daysOfSilence } from '../clients/rules.ts';
import { showClientButton } from '../clients/view.ts';
import { addFollowUpButton } from '../follow-ups/view.ts';
import type { Health, Overview } from '../health/rules.ts';
import { adviceFor } from '../health/score/advice.ts';
import type { Cap } from '../health/score/rules.ts';
import { reasonsOf, scoreText } from '../health/view.ts';
import type { People, Viewer } from '../people/rules.ts';
import { personName } from '../people/rules.ts';
import { ago } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { clip } from '../runtime/formats/text.ts';
import {
  actions,
  bullets,
  button,
  escapeText,
  type Message,
  paragraph,
  quotation,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import { type Alert, type AlertKind, fellText } from './alert-rules.ts';

/** Opens the modal that mutes the alerts about a client; the value is the client's id. */
export const ALERT_MUTE = 'alert-mute';

const REASONS_SAID = 3;
/** What an alert says in its headline is no reason beside it. */
const HELD_BY: Partial<Record<AlertKind, Cap>> = { 'may-leave': 'may-leave', silence: 'no-recent-words' };
const WORDS_SAID = 300;

/** One thing about one client, and what can be done now. */
export function alertMessage(
  alert: Alert,
  overview: Overview,
  people: People,
  reader: Viewer,
  now: Temporal.Instant,
): Message {
  const { client, health, facts } = overview;
  const owner =
    client.ownerId === reader.userId
      ? 'You look after them.'
      : `Owner: ${personName(people, client.ownerId)}.`;
  const next = adviceFor(facts, now);
  const [before, after] = headline(alert, overview, now);
  const reasons = reasonsBeside(alert, health).slice(0, REASONS_SAID);
  return {
    text: [
      `${before}${escapeText(client.name)}${after}`,
      ...reasons.slice(0, 1).map((reason) => `${escapeText(reason)}.`),
      escapeText(owner),
      next,
    ].join(' '),
    blocks: [
      richText(
        paragraph(before, { bold: client.name }, after, ` ${scored(alert, health)}.`),
        ...(reasons.length > 0 ? [bullets(...reasons.map((reason): Run[] => [reason]))] : []),
        ...theirWords(alert, overview, reasons, people, now),
        paragraph(`${owner} `, { italic: next }),
      ),
      actions(`alert-${client.id}`, [
        checkInButton(client, 'primary'),
        addFollowUpButton(client),
        showClientButton(client),
        button('Mute …', ALERT_MUTE, client.id, { label: `Mute alerts about ${client.name}` }),
      ]),
    ],
  };
}

/** What stands before the client's name, and after it. */
function headline(alert: Alert, { client }: Overview, now: Temporal.Instant): [string, string] {
  switch (alert.kind) {
    case 'may-leave':
      return ['🚨 ', ' said that they may leave.'];
    case 'at-risk':
      return ['🔴 ', ' is at risk now.'];
    case 'drop':
      return ['🔻 ', ` fell ${fellText(alert.subject)}.`];
    case 'silence': {
      const days = daysOfSilence(client, now);
      return ['🔕 Nobody has spoken with ', ` for ${count(days, 'day')}.`];
    }
  }
}

/** The band, unless the headline says it. */
function scored({ kind }: Alert, health: Health): string {
  return kind === 'at-risk' && health.computedBand === 'at-risk'
    ? `${health.score} of 100`
    : scoreText(health);
}

/** Why, without what the headline has said. */
function reasonsBeside({ kind }: Alert, health: Health): string[] {
  const said = health.caps.find(({ cap }) => cap === HELD_BY[kind])?.text;
  return reasonsOf(health).filter((reason) => reason !== said);
}

/** Their latest words, unless a reason quotes them whole. */
function theirWords(
  alert: Alert,
  { checkIns }: Overview,
  reasons: readonly string[],
  people: People,
  now: Temporal.Instant,
) {
  const id = 'checkInId' in alert.subject ? alert.subject.checkInId : null;
  const said = id
    ? checkIns.find((each) => each.id === id)
    : checkIns.find(({ clientWords }) => clientWords !== null);
  if (!said?.clientWords || reasons.some((reason) => reason.includes(`“${said.clientWords}”`))) return [];
  return [
    paragraph(`Their words, ${ago(said.createdAt, now)}, to ${personName(people, said.authorId)}:`),
    quotation(clip(said.clientWords, WORDS_SAID)),
  ];
}
