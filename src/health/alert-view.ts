import { addFollowUpButton } from '../check-ins/follow-up-views.ts';
import { checkInButton } from '../check-ins/views.ts';
import {
  actions,
  bullets,
  button,
  type Message,
  paragraph,
  quotation,
  type Run,
  richText,
} from '../slack/blocks.ts';
import { ago } from '../slack/dates.ts';
import { clip, count, escapeText } from '../slack/text.ts';
import { type Alert, fellText } from './alert-rules.ts';
import { nameOf, type People, SHOW_ACTION } from './card-view.ts';
import { daysOfSilence } from './evidence.ts';
import { nextStep } from './next-step.ts';
import type { Overview } from './overview.ts';
import { type Reader, reckoned } from './wording.ts';

/** Opens the modal that mutes the alerts about a client; the value is the client's id. */
export const ALERT_MUTE = 'alert-mute';

const REASONS_SAID = 3;
const WORDS_SAID = 300;

/** One thing about one client, and what can be done now. */
export function alertMessage(
  alert: Alert,
  overview: Overview,
  people: People,
  reader: Reader,
  now: Temporal.Instant,
): Message {
  const { client, health, facts } = overview;
  const owner =
    client.ownerId === reader.userId ? 'You look after them.' : `Owner: ${nameOf(people, client.ownerId)}.`;
  const next = nextStep(facts, now);
  const [before, after] = headline(alert, overview, now);
  const reasons = health.reasons.slice(0, REASONS_SAID);
  return {
    text: [
      `${before}${escapeText(client.name)}${after}`,
      ...reasons.slice(0, 1).map((reason) => `${escapeText(reason)}.`),
      owner,
      next,
    ].join(' '),
    blocks: [
      richText(
        paragraph(before, { bold: client.name }, after, ` ${reckoned(health)}.`),
        bullets(...reasons.map((reason): Run[] => [reason])),
        ...theirWords(alert, overview, people, now),
        paragraph(`${owner} `, { italic: next }),
      ),
      actions(`alert-${client.id}`, [
        checkInButton(client, 'primary'),
        addFollowUpButton(client),
        button('Show', SHOW_ACTION, client.id, { label: `Show ${client.name}` }),
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

function theirWords(alert: Alert, { checkIns }: Overview, people: People, now: Temporal.Instant) {
  const id = 'checkInId' in alert.subject ? alert.subject.checkInId : null;
  const said = id
    ? checkIns.find((each) => each.id === id)
    : checkIns.find(({ clientWords }) => clientWords !== null);
  if (!said?.clientWords) return [];
  return [
    paragraph(`Their words, ${ago(said.createdAt, now)}, to ${nameOf(people, said.authorId)}:`),
    quotation(clip(said.clientWords, WORDS_SAID)),
  ];
}
