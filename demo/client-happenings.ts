import { recordCheckIn } from '../src/check-ins/record-check-in.ts';
import { type Answers, isContact, UNANSWERED } from '../src/check-ins/rules.ts';
import { firstDue } from '../src/clients/cadence/rules.ts';
import { insertClient } from '../src/clients/store.ts';
import { changeFollowUp } from '../src/follow-ups/change-follow-up.ts';
import { followUpOfCheckIn } from '../src/follow-ups/store.ts';
import { saveOverride } from '../src/health/override/set-override.ts';
import { muteClient } from '../src/notifications/mutes/mute-client.ts';
import { markAnswered } from '../src/reminders/prompts/state-machine.ts';
import { invalidateFollowUpMessages } from '../src/reminders/rounds/store.ts';
import type { Clock } from '../src/runtime/clock.ts';
import type { Database } from '../src/storage/database.ts';
import type { Happening } from './play-story.ts';
import type { CheckInStory, ClientStory } from './story.ts';

/** Whose story it is, and when it ends. */
export interface Telling {
  workspaceId: string;
  /** The owner's, IANA. */
  zone: string;
  start: Temporal.Instant;
}

/** A client is added a week before the first check-in; one that has none, the day before the demo begins. */
const ADDED_BEFORE_DAYS = 7;
const JUST_ADDED_HOURS = 20;

/** All that becomes of a client before the demo begins, by the same use cases that people's clicks go through. */
export function happeningsOf(db: Database, told: ClientStory, telling: Telling): Happening[] {
  const [first] = told.checkIns;
  const addedAt = first
    ? daysBefore(telling.start, first.daysAgo + ADDED_BEFORE_DAYS)
    : telling.start.subtract({ hours: JUST_ADDED_HOURS });
  let clientId = '';
  const happen = async (clock: Clock) => {
    clientId = await add(db, told, telling, clock.now());
  };
  const idOf = () => clientId;
  return [
    { at: addedAt, happen },
    ...told.checkIns.flatMap((checkIn) => checkInOn(db, idOf, told, checkIn, telling)),
    ...setByHand(db, idOf, told, telling),
    ...muted(db, idOf, told, telling),
  ];
}

/** A check-in, and the promise made in it once it is kept. */
function checkInOn(
  db: Database,
  clientId: () => string,
  told: ClientStory,
  checkIn: CheckInStory,
  telling: Telling,
): Happening[] {
  const { workspaceId, zone, start } = telling;
  const { daysAgo, followUp } = checkIn;
  let checkInId = '';
  const happen = async (clock: Clock) => {
    checkInId = await record(db, clock, clientId(), told, checkIn, telling);
  };
  const keep = async (clock: Clock) => {
    const promised = await followUpOfCheckIn(db, workspaceId, checkInId);
    const by = { workspaceId, userId: told.ownerId, timeZone: zone };
    if (promised) {
      await changeFollowUp({ db, clock, invalidateFollowUpMessages }, by, promised.id, { kind: 'done' });
    }
  };
  const doneInDays = followUp?.doneInDays;
  return [
    { at: daysBefore(start, daysAgo), happen },
    ...(doneInDays === undefined ? [] : [{ at: daysBefore(start, daysAgo - doneInDays), happen: keep }]),
  ];
}

function setByHand(
  db: Database,
  clientId: () => string,
  { ownerId, setByHand: set }: ClientStory,
  { workspaceId, zone, start }: Telling,
): Happening[] {
  if (!set) return [];
  const { band, reason, daysAgo, forDays } = set;
  const happen = (clock: Clock) => {
    const until = midnightAfter(clock.now(), forDays, zone);
    const chosen = { clientId: clientId(), band, reason, until, viewId: `story-set-${clientId()}` };
    return saveOverride({ db, clock }, { workspaceId, userId: ownerId }, chosen);
  };
  return [{ at: daysBefore(start, daysAgo), happen }];
}

function muted(
  db: Database,
  clientId: () => string,
  { ownerId, muted: mute }: ClientStory,
  { workspaceId, zone, start }: Telling,
): Happening[] {
  if (!mute) return [];
  const { reason, daysAgo, forDays } = mute;
  const happen = (clock: Clock) => {
    const until = midnightAfter(clock.now(), forDays, zone);
    const chosen = { clientId: clientId(), reason, until, viewId: `story-mute-${clientId()}` };
    return muteClient({ db, clock }, { workspaceId, userId: ownerId }, chosen);
  };
  return [{ at: daysBefore(start, daysAgo), happen }];
}

/** @returns the client's id. */
async function add(
  db: Database,
  told: ClientStory,
  { workspaceId, zone, start }: Telling,
  now: Temporal.Instant,
): Promise<string> {
  const cadence = { ...told.cadence, time: Temporal.PlainTime.from('09:00') };
  const details = {
    name: told.name,
    ownerId: told.ownerId,
    coverId: told.coverId,
    channelId: told.channelId,
    cadence,
    longestGapDays: told.longestGapDays,
    monthlyFee: { amount: told.monthlyFee, currency: 'EUR' },
    agreedHours: told.agreedHours,
    contact: told.contact,
    status: 'active' as const,
    nextDueAt: firstDue(cadence, zone, told.checkIns.length > 0 ? now : start),
  };
  const { id } = await db.transaction().execute((trx) => insertClient(trx, workspaceId, details, now));
  return id;
}

/** @returns the check-in's id. */
async function record(
  db: Database,
  clock: Clock,
  clientId: string,
  { ownerId }: ClientStory,
  told: CheckInStory,
  { workspaceId, zone }: Telling,
): Promise<string> {
  const { followUp } = told;
  const today = clock.now().toZonedDateTimeISO(zone).toPlainDate();
  const by = { workspaceId, userId: ownerId };
  const { checkIn } = await recordCheckIn({ db, clock, answerPrompt: markAnswered }, by, {
    clientId,
    viewId: `story-${clientId}-${told.daysAgo}`,
    answers: answersOf(told),
    promised: followUp
      ? {
          what: followUp.what,
          promisedById: followUp.promisedById,
          dueOn: today.add({ days: followUp.dueInDays }),
        }
      : null,
  });
  return checkIn.id;
}

function answersOf(told: CheckInStory): Answers {
  return {
    ...UNANSWERED,
    source: told.source,
    ourImpression: told.ourImpression,
    clientSentiment: isContact(told) ? told.sentiment : null,
    question: told.words ? 'How do you think this is going?' : null,
    clientWords: told.words ?? null,
    wentWell: told.wentWell ?? null,
    betterOurs: told.betterOurs ?? null,
    betterTheirs: told.betterTheirs ?? null,
    effort: told.effort ?? null,
    hours: told.hours ?? null,
    signs: told.signs ?? [],
  };
}

function daysBefore(start: Temporal.Instant, days: number): Temporal.Instant {
  return start.subtract({ hours: 24 * days });
}

/** The midnight that ends the last of `days` days. */
function midnightAfter(now: Temporal.Instant, days: number, zone: string): Temporal.Instant {
  const last = now.toZonedDateTimeISO(zone).toPlainDate().add({ days });
  return last.add({ days: 1 }).toZonedDateTime(zone).toInstant();
}
