import type { HomeView } from '@slack/types';
import type { FollowUp } from '../check-ins/rules.ts';
import { checkInButton, describeFollowUp } from '../check-ins/views.ts';
import { addClientButton, CLIENT_EDIT } from '../clients/views.ts';
import type { Ahead, Coming } from '../reminders/upcoming.ts';
import { ownWeeks } from '../reminders/upcoming-views.ts';
import {
  actions,
  type Block,
  button,
  context,
  divider,
  header,
  named,
  paragraph,
  plain,
  richText,
  section,
} from '../slack/blocks.ts';
import { ago, dayAndTime } from '../slack/dates.ts';
import { LIMITS } from '../slack/limits.ts';
import { count } from '../slack/text.ts';
import { awayButton, preferencesButton } from '../workspaces/preferences-modal.ts';
import { SHOW_ACTION } from './card-view.ts';
import { byNeed, LIST_ACTION } from './list-view.ts';
import type { Overview } from './rules.ts';
import { andMore, bandOf, latestFeeling, type Reader } from './wording.ts';

const DUE_SHOWN = 12;
const FOLLOW_UPS_SHOWN = 10;

export interface HomeData {
  /** The clients that the reader owns or covers, not ended. */
  mine: Overview[];
  /** Others about whom the reader is asked, as while somebody is away who has named them. */
  others?: Overview[];
  /** What the reader has promised, the earliest first, with the client's name. */
  promised: { followUp: FollowUp; clientName: string }[];
  /** What the reader is going to be asked about. */
  ahead?: Ahead | undefined;
  /** The first of it, however far ahead. */
  next?: Coming | undefined;
}

/** What is due for the reader, what they promised, what is coming, and their clients. */
export function homeView(
  { mine, others = [], promised, ahead, next }: HomeData,
  reader: Reader,
  now: Temporal.Instant,
): HomeView {
  const above = [
    ...dueBlocks([...mine, ...others], next, reader, now),
    ...promisedBlocks(promised, reader, now),
    ...(ahead || mine.length > 0 ? ownWeeks(ahead, reader) : []),
  ];
  const closing = [
    divider(),
    actions('home-add', [addClientButton('primary'), listButton(), preferencesButton(), awayButton()]),
  ];
  const room = LIMITS.viewBlocks - above.length - closing.length;
  return { type: 'home', blocks: [...above, ...clientBlocks(mine, reader, now, room), ...closing] };
}

/** The App Home of somebody who may not use Rapport, or for whom it cannot be made just now. */
export function emptyHome(why: string): HomeView {
  return { type: 'home', blocks: [section(plain(why))] };
}

function dueBlocks(
  overviews: readonly Overview[],
  next: Coming | undefined,
  reader: Reader,
  now: Temporal.Instant,
): Block[] {
  const due = overviews.filter((overview) => isDueFor(overview, reader, now));
  const title = header('Due for you');
  if (due.length === 0) return [title, section(plain(nothingDue(next, reader, now)))];
  const rest = due.length - DUE_SHOWN;
  return [
    title,
    ...due.slice(0, DUE_SHOWN).map(({ client, prompt }) => {
      const asked = prompt?.askedAt ? [`Asked ${ago(prompt.askedAt, now)}`] : [];
      const inPlace = client.ownerId === reader.userId ? [] : ['You stand in for the owner.'];
      return named(client.name, [...asked, ...inPlace], checkInButton(client, 'primary'));
    }),
    ...(rest > 0 ? [context(plain(`And ${count(rest, 'client')} more, below.`))] : []),
  ];
}

function isDueFor({ prompt }: Overview, reader: Reader, now: Temporal.Instant): boolean {
  if (prompt?.personId !== reader.userId) return false;
  return prompt.askAt === null || Temporal.Instant.compare(prompt.askAt, now) <= 0;
}

function nothingDue(next: Coming | undefined, reader: Reader, now: Temporal.Instant): string {
  if (!next) return 'Nothing is due.';
  return `Nothing is due. Next: ${next.client.name}, ${dayAndTime(next.at, reader.timeZone, now)}.`;
}

function promisedBlocks(promised: HomeData['promised'], reader: Reader, now: Temporal.Instant): Block[] {
  if (promised.length === 0) return [];
  const today = now.toZonedDateTimeISO(reader.timeZone).toPlainDate();
  const rest = promised.length - FOLLOW_UPS_SHOWN;
  return [
    header('You promised'),
    ...promised
      .slice(0, FOLLOW_UPS_SHOWN)
      .flatMap(({ followUp, clientName }) => describeFollowUp(followUp, clientName, today)),
    ...(rest > 0 ? [context(plain(`And ${count(rest, 'follow-up')} more.`))] : []),
  ];
}

/** Two blocks for each client: what is known, and what can be done. */
function clientBlocks(
  mine: readonly Overview[],
  reader: Reader,
  now: Temporal.Instant,
  room: number,
): Block[] {
  const title = header('Your clients');
  if (mine.length === 0) {
    return [title, section(plain('You look after no client yet. Add one: it takes half a minute.'))];
  }
  const sorted = byNeed(mine);
  const fitting = Math.floor((room - 2) / 2);
  const rest = sorted.slice(fitting);
  return [
    title,
    ...sorted.slice(0, fitting).flatMap((overview) => clientLines(overview, reader, now)),
    ...(rest.length > 0 ? [context(plain(andMore(rest, 'Press “All clients” to see them.')))] : []),
  ];
}

function clientLines(overview: Overview, reader: Reader, now: Temporal.Instant): Block[] {
  const { client } = overview;
  const aside = client.ownerId === reader.userId ? '' : '\nYou stand in for the owner.';
  const about = (text: string, actionId: string) =>
    button(text, actionId, client.id, { label: `${text}: ${client.name}` });
  return [
    richText(
      paragraph({ bold: client.name }, `  ${bandOf(overview)}\n${latestFeeling(overview, now)}${aside}`),
    ),
    actions(`home-${client.id}`, [
      checkInButton(client),
      about('Show', SHOW_ACTION),
      about('Edit', CLIENT_EDIT),
    ]),
  ];
}

function listButton() {
  return button('All clients', LIST_ACTION, 'list');
}
