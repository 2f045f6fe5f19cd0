import type { Effort, Sentiment, Sign, Source } from '../src/check-ins/rules.ts';
import type { CadenceDays } from '../src/clients/cadence/rules.ts';
import type { Override } from '../src/health/rules.ts';
import { ID } from './world.ts';

/** One client of the demo, and what its owner learned over twelve weeks. */
export interface ClientStory {
  name: string;
  ownerId: string;
  coverId: string | null;
  channelId: string | null;
  /** Always at nine o'clock. */
  cadence: CadenceDays;
  longestGapDays: number;
  monthlyFee: number;
  agreedHours: number | null;
  contact: { name: string; salutation: string; preferredChannel: string };
  checkIns: CheckInStory[];
  setByHand?: { band: Override['band']; reason: string; daysAgo: number; forDays: number };
  /** No alerts about them. */
  muted?: { reason: string; daysAgo: number; forDays: number };
}

export interface CheckInStory {
  /** Days before the demo begins. */
  daysAgo: number;
  source: Source;
  /** How they said that they feel, 1 to 5; null where it is our own read. */
  sentiment: Sentiment | null;
  ourImpression: Sentiment;
  words?: string;
  wentWell?: string;
  betterOurs?: string;
  betterTheirs?: string;
  effort?: Effort;
  hours?: number;
  signs?: Sign[];
  /** Still open when the demo begins, unless it is done. All days are counted from the check-in. */
  followUp?: { what: string; promisedById: string; dueInDays: number; doneInDays?: number };
}

/** At risk: cooled week by week, costs more than agreed, pays late, and may leave. We are late with what we promised. */
const cooling: ClientStory = {
  name: 'Harbor Foods',
  ownerId: ID.ana,
  coverId: ID.chloe,
  channelId: ID.harborInternal,
  cadence: { unit: 'week', every: 2, weekdays: [1] },
  longestGapDays: 30,
  monthlyFee: 8400,
  agreedHours: 60,
  contact: {
    name: 'Dana Reyes',
    salutation: 'Dana',
    preferredChannel: 'A call before ten; she does not read email on Fridays',
  },
  checkIns: [
    {
      daysAgo: 84,
      source: 'meeting',
      sentiment: 5,
      ourImpression: 5,
      words: 'You are the only agency that answers before we have to ask twice.',
      wentWell: 'The summer launch went out a week early',
      effort: 'as-agreed',
      signs: ['praised-us'],
    },
    {
      daysAgo: 70,
      source: 'call',
      sentiment: 4,
      ourImpression: 5,
      words: 'All fine. The new deck is good.',
      effort: 'as-agreed',
    },
    {
      daysAgo: 56,
      source: 'call',
      sentiment: 4,
      ourImpression: 4,
      words: 'Good, although we see less of you since the summer.',
      effort: 'more',
      hours: 66,
    },
    {
      daysAgo: 42,
      source: 'email',
      sentiment: 3,
      ourImpression: 4,
      words: 'We expected the autumn numbers a week ago.',
      betterOurs: 'Send the report before they ask',
      effort: 'more',
      hours: 71,
      followUp: { what: 'Send the autumn report', promisedById: ID.ana, dueInDays: 3, doneInDays: 5 },
    },
    {
      daysAgo: 28,
      source: 'call',
      sentiment: 3,
      ourImpression: 3,
      words: 'It is missing somebody senior on our side of the table.',
      betterTheirs: 'Wants one person who can decide',
      effort: 'more',
      hours: 74,
    },
    {
      daysAgo: 14,
      source: 'meeting',
      sentiment: 2,
      ourImpression: 3,
      words: 'Honestly, the board asks what we pay you for. We are talking to two others.',
      betterOurs: 'A plan for the next quarter with names and dates',
      effort: 'more',
      hours: 78,
      signs: ['may-leave', 'late-payment'],
      followUp: { what: 'Bring a plan for next quarter to Dana', promisedById: ID.ana, dueInDays: 10 },
    },
  ],
};

/** Healthy: content for weeks, and now full of praise. */
const praising: ClientStory = {
  name: 'Brightwater Clinics',
  ownerId: ID.ben,
  coverId: ID.ana,
  channelId: ID.brightwaterInternal,
  cadence: { unit: 'week', every: 2, weekdays: [1] },
  longestGapDays: 30,
  monthlyFee: 12400,
  agreedHours: 80,
  contact: {
    name: 'Dr Ifeoma Adeyemi',
    salutation: 'Dr Adeyemi',
    preferredChannel: 'Email; answers within the day',
  },
  checkIns: [
    ...[84, 70, 56, 42].map(
      (daysAgo): CheckInStory => ({
        daysAgo,
        source: 'call',
        sentiment: 4,
        ourImpression: 4,
        words: 'Going as it should. Bookings are up again.',
        effort: 'as-agreed',
      }),
    ),
    {
      daysAgo: 28,
      source: 'meeting',
      sentiment: 5,
      ourImpression: 4,
      words: 'The new booking page paid for itself in a fortnight.',
      effort: 'as-agreed',
      signs: ['praised-us'],
    },
    {
      daysAgo: 13,
      source: 'call',
      sentiment: 5,
      ourImpression: 5,
      words: 'I told my sister’s practice to call you.',
      effort: 'as-agreed',
      signs: ['praised-us', 'did-favour'],
      followUp: { what: 'Call her sister’s practice', promisedById: ID.ben, dueInDays: 23 },
    },
  ],
};

/** Healthy: delighted whenever asked, but asked last four weeks ago. Goes quiet in the demo's first week. */
const quiet: ClientStory = {
  name: 'Old Mill Bakery',
  ownerId: ID.chloe,
  coverId: ID.ana,
  channelId: null,
  cadence: { unit: 'week', every: 4, weekdays: [3] },
  longestGapDays: 35,
  monthlyFee: 1900,
  agreedHours: 14,
  contact: {
    name: 'Matteo Ricci',
    salutation: 'Matteo',
    preferredChannel: 'Text message, after the morning bake',
  },
  checkIns: [
    {
      daysAgo: 85,
      source: 'call',
      sentiment: 5,
      ourImpression: 5,
      words: 'The queue on Saturday was out of the door. Molto bene!',
      signs: ['praised-us'],
    },
    {
      daysAgo: 57,
      source: 'message',
      sentiment: 5,
      ourImpression: 4,
      words: 'Two new shops want our bread. You did that.',
    },
    {
      daysAgo: 29,
      source: 'message',
      sentiment: 5,
      ourImpression: 5,
      words: 'All good, busy with the ovens.',
    },
  ],
};

/** To be watched: they could not be happier, for we do far more than they pay for. */
const overServed: ClientStory = {
  name: 'Kestrel Robotics',
  ownerId: ID.ben,
  coverId: ID.chloe,
  channelId: ID.kestrelInternal,
  cadence: { unit: 'month-weekday', every: 1, nth: 1, weekday: 2 },
  longestGapDays: 49,
  monthlyFee: 5600,
  agreedHours: 40,
  contact: { name: 'Priya Nair', salutation: 'Priya', preferredChannel: 'Their Slack, mornings Eastern' },
  checkIns: [
    {
      daysAgo: 82,
      source: 'call',
      sentiment: 5,
      ourImpression: 5,
      words: 'Good pace. The board saw the demo twice.',
      effort: 'as-agreed',
      hours: 40,
    },
    {
      daysAgo: 61,
      source: 'call',
      sentiment: 5,
      ourImpression: 4,
      words: 'We like that you say yes.',
      effort: 'more',
      hours: 48,
    },
    {
      daysAgo: 33,
      source: 'meeting',
      sentiment: 5,
      ourImpression: 4,
      words: 'Three extra demos and not a word about money, lovely.',
      effort: 'more',
      hours: 55,
      betterOurs: 'Agree what is in and what is not',
    },
    {
      daysAgo: 6,
      source: 'call',
      sentiment: 4,
      ourImpression: 4,
      words: 'Could you take the trade fair too?',
      effort: 'more',
      hours: 63,
      followUp: { what: 'Put the trade fair into a quote of its own', promisedById: ID.ben, dueInDays: 6 },
    },
  ],
  muted: { reason: 'I speak with Priya every day until the quote is signed.', daysAgo: 5, forDays: 12 },
};

/** To be watched: their owner is more optimistic than they are. A promise that is broken puts them at risk. */
const rosy: ClientStory = {
  name: 'Lumen Theatre',
  ownerId: ID.chloe,
  coverId: ID.ben,
  channelId: null,
  cadence: { unit: 'month-day', every: 1, day: 31 },
  longestGapDays: 49,
  monthlyFee: 2600,
  agreedHours: 20,
  contact: {
    name: 'Agnès Laurent',
    salutation: 'Madame Laurent',
    preferredChannel: 'In person; the office above the stage door',
  },
  checkIns: [
    { daysAgo: 75, source: 'meeting', sentiment: 4, ourImpression: 5, words: 'A beautiful poster.' },
    {
      daysAgo: 47,
      source: 'own-impression',
      sentiment: null,
      ourImpression: 5,
      wentWell: 'They laughed a lot in the meeting',
    },
    {
      daysAgo: 18,
      source: 'email',
      sentiment: 2,
      ourImpression: 5,
      words: 'The season is sold, but not thanks to the campaign.',
      wentWell: 'Good mood, I think',
      followUp: { what: 'Show what the campaign brought in', promisedById: ID.chloe, dueInDays: 19 },
    },
    {
      daysAgo: 5,
      source: 'own-impression',
      sentiment: null,
      ourImpression: 4,
      wentWell: 'Quick hello at the premiere',
    },
  ],
};

/** Healthy again by the score, and for a while to be watched all the same: so their owner has set it. */
const wonBack: ClientStory = {
  name: 'Fjord Outdoor',
  ownerId: ID.ana,
  coverId: ID.ben,
  channelId: null,
  cadence: { unit: 'week', every: 2, weekdays: [1] },
  longestGapDays: 30,
  monthlyFee: 5100,
  agreedHours: 38,
  contact: { name: 'Sigrid Haugen', salutation: 'Sigrid', preferredChannel: 'Video call' },
  checkIns: [
    {
      daysAgo: 83,
      source: 'call',
      sentiment: 2,
      ourImpression: 2,
      words: 'The shop was down on the first day of the sale.',
      betterOurs: 'Somebody on call for launches',
      signs: ['asked-discount'],
    },
    {
      daysAgo: 69,
      source: 'call',
      sentiment: 2,
      ourImpression: 2,
      words: 'We are still waiting for what went wrong.',
      followUp: {
        what: 'Write down what went wrong, and what changes',
        promisedById: ID.ana,
        dueInDays: 3,
        doneInDays: 2,
      },
    },
    {
      daysAgo: 50,
      source: 'meeting',
      sentiment: 3,
      ourImpression: 3,
      words: 'The plan is good. Now keep to it.',
    },
    {
      daysAgo: 29,
      source: 'call',
      sentiment: 3,
      ourImpression: 3,
      words: 'One launch without a hitch. Ask me again after the next.',
      effort: 'as-agreed',
    },
    {
      daysAgo: 14,
      source: 'call',
      sentiment: 4,
      ourImpression: 4,
      words: 'I sleep before launches again.',
      effort: 'as-agreed',
      signs: ['praised-us'],
    },
  ],
  setByHand: {
    band: 'watch',
    reason: 'Their next big sale is the real test.',
    daysAgo: 14,
    forDays: 28,
  },
};

/** Healthy, and steadily so; seldom asked. */
const steady: ClientStory = {
  name: 'Pine & Co Accountants',
  ownerId: ID.ana,
  coverId: null,
  channelId: null,
  cadence: { unit: 'month-weekday', every: 3, nth: 2, weekday: 4 },
  longestGapDays: 140,
  monthlyFee: 1450,
  agreedHours: 10,
  contact: { name: 'Gerald Pine', salutation: 'Mr Pine', preferredChannel: 'Telephone only' },
  checkIns: [
    {
      daysAgo: 88,
      source: 'call',
      sentiment: 4,
      ourImpression: 4,
      words: 'It adds up. What does it cost next year?',
      effort: 'as-agreed',
    },
    {
      daysAgo: 4,
      source: 'call',
      sentiment: 4,
      ourImpression: 4,
      words: 'I gave your number to my brother-in-law. Do not overcharge him.',
      effort: 'as-agreed',
      signs: ['did-favour'],
    },
  ],
};

/** Unknown: nobody has asked yet. */
const fresh: ClientStory = {
  name: 'Marisol Hotels',
  ownerId: ID.ben,
  coverId: ID.ana,
  channelId: null,
  cadence: { unit: 'week', every: 1, weekdays: [3] },
  longestGapDays: 21,
  monthlyFee: 8200,
  agreedHours: 55,
  contact: {
    name: 'Elena Vidal',
    salutation: 'Elena',
    preferredChannel: 'Messages; voice notes are welcome',
  },
  checkIns: [],
};

/** Eight clients, each at another place of a relationship. */
export const story: ClientStory[] = [cooling, praising, quiet, overServed, rosy, wonBack, steady, fresh];

/** Ben is away from Wednesday of the first week to Tuesday of the next, and Ana covers for him. */
export const absence = { personId: ID.ben, coverId: ID.ana, firstInDays: 2, lastInDays: 8 };
