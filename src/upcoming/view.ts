import type { Button, ModalView } from '@slack/types';
import { handOverAllButton } from '../hand-overs/modal.ts';
import type { Person } from '../people/rules.ts';
import {
  actions,
  type Block,
  bullets,
  button,
  context,
  header,
  type Message,
  paragraph,
  plain,
  type Run,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import { dayOf, weekdayName } from '../slack/blocks/dates.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { count, escapeText } from '../slack/blocks/text.ts';
import type { Ahead, Coming, Week } from './rules.ts';

/** Shows what everybody has ahead of them. */
export const UPCOMING_SHOW = 'upcoming-show';
/** Shows how the reader's clients could be spread over the week. */
export const SPREAD_SHOW = 'spread-show';

/** Whose weeks are shown in full, and what the others are called. */
export interface UpcomingFor {
  userId: string;
  /** IANA zone. */
  timeZone: string;
  people: ReadonlyMap<string, Person>;
}

const NAMES_A_WEEK = 8;
const PEOPLE_SHOWN = 60;

/** This week and the next four: the reader's with the clients' names, everybody's in numbers. */
export function upcomingMessage(ahead: readonly Ahead[], reader: UpcomingFor): Message {
  const total = ahead.reduce((sum, each) => sum + each.total, 0);
  const names = ahead.slice(0, PEOPLE_SHOWN).map((each) => `${nameOf(reader, each.personId)} ${each.total}`);
  const text =
    total === 0
      ? 'Nothing is planned for this week and the next four.'
      : `This week and the next four: ${count(total, 'check-in')}. ${names.join(', ')}.`;
  return { text: escapeText(text), blocks: upcomingBlocks(ahead, reader) };
}

export function upcomingModal(ahead: readonly Ahead[], reader: UpcomingFor): ModalView {
  return {
    type: 'modal',
    title: plain('What is coming', LIMITS.viewTitle),
    close: plain('Close'),
    blocks: upcomingBlocks(ahead, reader),
  };
}

/** The reader's own weeks, for App Home. */
export function ownWeeks(ahead: Ahead | undefined, reader: Pick<UpcomingFor, 'timeZone'>): Block[] {
  return [
    header('Coming up for you'),
    ahead
      ? weekLines(ahead, reader)
      : section(plain('You are not asked about any client in the next four weeks.')),
    actions('home-upcoming', [
      button('What is coming', UPCOMING_SHOW, 'upcoming', { label: 'What is coming, for everybody' }),
      ...(ahead ? [spreadButton()] : []),
      handOverAllButton(),
    ]),
  ];
}

function upcomingBlocks(ahead: readonly Ahead[], reader: UpcomingFor): Block[] {
  const own = ahead.find(({ personId }) => personId === reader.userId);
  const shown = ahead.slice(0, PEOPLE_SHOWN);
  const rest = ahead.length - shown.length;
  return [
    header('This week and the next four'),
    own ? weekLines(own, reader) : section(plain('You are not asked about any client in this time.')),
    ...(own ? [actions('upcoming-own', [spreadButton()])] : []),
    ...(shown.length > 0
      ? [
          richText(
            paragraph({ bold: 'Everybody' }),
            bullets(...shown.map((each) => personLine(each, reader))),
          ),
        ]
      : []),
    ...(rest > 0 ? [context(plain(`And ${count(rest, 'person', 'people')} more.`))] : []),
  ];
}

function spreadButton(): Button {
  return button('Spread evenly', SPREAD_SHOW, 'spread', { label: 'Spread your clients over the week' });
}

/** "This week (3): Tuesday Acme, Beta · Thursday Gamma". */
function weekLines({ weeks }: Ahead, { timeZone }: Pick<UpcomingFor, 'timeZone'>): Block {
  const lines = weeks.map((week, n): Run[] => [
    { bold: weekName(week, n) },
    week.coming.length === 0 ? ': nothing' : ` (${week.coming.length}): ${daysOf(week, timeZone)}`,
  ]);
  return richText(bullets(...lines));
}

function daysOf({ coming }: Week, timeZone: string): string {
  const days = Map.groupBy(
    coming.slice(0, NAMES_A_WEEK),
    ({ at }: Coming) => at.toZonedDateTimeISO(timeZone).dayOfWeek,
  );
  const said = [...days].map(
    ([weekday, members]) => `${weekdayName(weekday)} ${members.map(({ client }) => client.name).join(', ')}`,
  );
  const rest = coming.length - NAMES_A_WEEK;
  return [...said, ...(rest > 0 ? [`and ${rest} more`] : [])].join(' · ');
}

/** "Ana Silva: 12 in all. This week 3 · 30 November 4 · …". */
function personLine(ahead: Ahead, reader: UpcomingFor): Run[] {
  const weeks = ahead.weeks.map((week, n) => `${shortWeek(week, n)} ${week.coming.length}`);
  return [{ bold: nameOf(reader, ahead.personId) }, `: ${ahead.total} in all. ${weeks.join(' · ')}`];
}

function weekName(week: Week, n: number): string {
  return n === 0 ? 'This week' : `Week of ${dateOf(week)}`;
}

function shortWeek(week: Week, n: number): string {
  return n === 0 ? 'This week:' : `${dateOf(week)}:`;
}

/** "30 November": that it is a Monday goes without saying. */
function dateOf({ monday }: Week): string {
  return dayOf(monday).split(' ').slice(1).join(' ');
}

function nameOf({ people }: UpcomingFor, id: string): string {
  return people.get(id)?.name ?? 'somebody';
}
