/** Who checks in with whom in the coming weeks: one's own by name, everyone's in numbers. */

import type { Button, ModalView } from '@slack/types';
import { handOverAllButton } from '../hand-overs/modal.ts';
import { type People, personName, type Viewer } from '../people/rules.ts';
import { dayAndMonthText, weekdayName } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import {
  actions,
  type Block,
  bullets,
  button,
  context,
  escapeText,
  header,
  type Message,
  paragraph,
  plain,
  type Run,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { PersonSchedule, PlannedCheckIn } from './rules.ts';

/** Shows everyone's schedule. */
export const SCHEDULES_SHOW = 'upcoming-show';
/** Shows how the viewer's week could be rebalanced. */
export const REBALANCE_SHOW = 'spread-show';

const NAMES_PER_WEEK = 8;
const PEOPLE_SHOWN = 60;

export function schedulesMessage(
  schedules: readonly PersonSchedule[],
  people: People,
  viewer: Viewer,
): Message {
  const total = schedules.reduce((sum, each) => sum + each.total, 0);
  const names = schedules
    .slice(0, PEOPLE_SHOWN)
    .map((each) => `${personName(people, each.personId)} ${each.total}`);
  const text =
    total === 0
      ? 'Nothing is planned for this week and the next four.'
      : `This week and the next four: ${count(total, 'check-in')}. ${names.join(', ')}.`;
  return { text: escapeText(text), blocks: scheduleBlocks(schedules, people, viewer) };
}

export function schedulesModal(
  schedules: readonly PersonSchedule[],
  people: People,
  viewer: Viewer,
): ModalView {
  return {
    type: 'modal',
    title: plain('Schedule', LIMITS.viewTitle),
    close: plain('Close'),
    blocks: scheduleBlocks(schedules, people, viewer),
  };
}

/** The viewer's own weeks, for their Home. */
export function ownScheduleBlocks(schedule: PersonSchedule | undefined, viewer: Viewer): Block[] {
  return [
    header('Coming up for you'),
    schedule
      ? weekLines(schedule, viewer)
      : section(plain('You have no check-ins planned in the next four weeks.')),
    actions('home-upcoming', [
      button('Schedule', SCHEDULES_SHOW, 'upcoming', { label: 'Everyone’s schedule' }),
      ...(schedule ? [rebalanceButton()] : []),
      handOverAllButton(),
    ]),
  ];
}

function scheduleBlocks(schedules: readonly PersonSchedule[], people: People, viewer: Viewer): Block[] {
  const own = schedules.find(({ personId }) => personId === viewer.userId);
  const shown = schedules.slice(0, PEOPLE_SHOWN);
  const rest = schedules.length - shown.length;
  return [
    header('This week and the next four'),
    own ? weekLines(own, viewer) : section(plain('You have no check-ins planned in this time.')),
    ...(own ? [actions('upcoming-own', [rebalanceButton()])] : []),
    ...(shown.length > 0
      ? [
          richText(
            paragraph({ bold: 'Everyone' }),
            bullets(...shown.map((schedule) => personLine(schedule, people))),
          ),
        ]
      : []),
    ...(rest > 0 ? [context(plain(`And ${count(rest, 'more person', 'more people')}.`))] : []),
  ];
}

function rebalanceButton(): Button {
  return button('Rebalance my week', REBALANCE_SHOW, 'spread');
}

/** "This week (3): Tuesday Acme, Beta · Thursday Gamma". */
function weekLines({ weeks }: PersonSchedule, { timeZone }: Viewer): Block {
  const lines = weeks.map((week, index): Run[] => [
    { bold: index === 0 ? 'This week' : `Week of ${dayAndMonthText(week.monday)}` },
    week.checkIns.length === 0
      ? ': nothing'
      : ` (${week.checkIns.length}): ${checkInsByDay(week.checkIns, timeZone)}`,
  ]);
  return richText(bullets(...lines));
}

function checkInsByDay(checkIns: readonly PlannedCheckIn[], timeZone: string): string {
  const days = Map.groupBy(
    checkIns.slice(0, NAMES_PER_WEEK),
    ({ at }) => at.toZonedDateTimeISO(timeZone).dayOfWeek,
  );
  const texts = [...days].map(
    ([weekday, members]) => `${weekdayName(weekday)} ${members.map(({ client }) => client.name).join(', ')}`,
  );
  const rest = checkIns.length - NAMES_PER_WEEK;
  return [...texts, ...(rest > 0 ? [`and ${rest} more`] : [])].join(' · ');
}

/** "Ana Silva: 12 check-ins. This week: 3 · 30 November: 4 · …". */
function personLine({ personId, weeks, total }: PersonSchedule, people: People): Run[] {
  const texts = weeks.map(
    (week, index) => `${index === 0 ? 'This week' : dayAndMonthText(week.monday)}: ${week.checkIns.length}`,
  );
  return [{ bold: personName(people, personId) }, `: ${count(total, 'check-in')}. ${texts.join(' · ')}`];
}
