import { describe, expect, test } from 'vitest';
import {
  type Availability,
  findRecipient,
  findSuccessor,
  resolveAssignee,
  resolveNextAssignee,
  resolveRecipient,
} from '../../src/clients/assignee-rules.ts';
import { aCalendar } from '../support/a-calendar.ts';
import { aClient } from '../support/a-client.ts';

const OWNER = 'U0OWNER';
const COVER = 'U0COVER';
/** Named by the owner for the absence. */
const NAMED = 'U0NAMED';
const LEAD = 'U0LEAD';

const day = (text: string) => Temporal.PlainDate.from(text);
/** Tuesday at nine in Lisbon. */
const NOW = Temporal.Instant.from('2026-03-03T09:00:00Z');

/** Left, and guest: no member any more, so that nobody asks them. */
type Presence = 'in' | 'away' | 'left' | 'guest' | 'nobody';

interface Case {
  owner: 'in' | 'away' | 'left';
  named?: Presence;
  cover?: Presence;
  lead?: Presence;
}

function away(coverId: string | null = null): Pick<Availability, 'away'> {
  return { away: [{ first: day('2026-03-02'), last: day('2026-03-06'), coverId }] };
}

function calendarsOf({ owner, named = 'nobody', cover = 'nobody', lead = 'nobody' }: Case) {
  const others = [
    [NAMED, named],
    [COVER, cover],
    [LEAD, lead],
  ] as const;
  const ownerNames = named === 'nobody' ? null : NAMED;
  const leadId = lead === 'nobody' ? null : LEAD;
  const ownCalendar: Availability = {
    ...aCalendar(owner === 'away' ? away(ownerNames) : {}),
    ...(owner === 'left' ? { left: { leadId } } : {}),
  };
  return new Map<string, Availability>([
    [OWNER, ownCalendar],
    ...others.flatMap(([id, presence]): [string, Availability][] =>
      presence === 'in' || presence === 'away' ? [[id, aCalendar(presence === 'away' ? away() : {})]] : [],
    ),
  ]);
}

function clientOf({ cover = 'nobody' }: Case) {
  return aClient({ ownerId: OWNER, coverId: cover === 'nobody' ? null : COVER });
}

describe('who answers for a client whose owner is', () => {
  test.each<[title: string, Case, told: string | null, asked: string | null, successor: string | null]>([
    ['in', { owner: 'in', cover: 'in', lead: 'in' }, OWNER, OWNER, OWNER],
    ['away', { owner: 'away', cover: 'in', lead: 'in' }, COVER, COVER, OWNER],
    ['away and named a cover', { owner: 'away', named: 'in', cover: 'in' }, NAMED, NAMED, OWNER],
    [
      'away and named a cover who is away',
      { owner: 'away', named: 'away', cover: 'in' },
      COVER,
      COVER,
      OWNER,
    ],
    ['away and named a cover who left', { owner: 'away', named: 'left', cover: 'in' }, COVER, COVER, OWNER],
    ['away without a cover', { owner: 'away', lead: 'in' }, OWNER, OWNER, OWNER],
    ['away with a cover who is away', { owner: 'away', cover: 'away', lead: 'in' }, OWNER, OWNER, OWNER],
    ['away with a cover who left', { owner: 'away', cover: 'left', lead: 'in' }, OWNER, OWNER, OWNER],
    ['away with a guest as cover', { owner: 'away', cover: 'guest', lead: 'in' }, OWNER, OWNER, OWNER],
    ['gone', { owner: 'left', cover: 'in', lead: 'in' }, COVER, COVER, COVER],
    ['gone, with a cover who is away', { owner: 'left', cover: 'away', lead: 'in' }, LEAD, LEAD, COVER],
    ['gone, with a cover who left', { owner: 'left', cover: 'left', lead: 'in' }, LEAD, LEAD, LEAD],
    ['gone, with a guest as cover', { owner: 'left', cover: 'guest', lead: 'in' }, LEAD, LEAD, LEAD],
    ['gone without a cover', { owner: 'left', lead: 'in' }, LEAD, LEAD, LEAD],
    ['gone without a cover, the lead away', { owner: 'left', lead: 'away' }, LEAD, LEAD, LEAD],
    ['gone, cover and lead away', { owner: 'left', cover: 'away', lead: 'away' }, COVER, COVER, COVER],
    ['gone, with nobody else', { owner: 'left' }, null, null, null],
    ['gone, as are cover and lead', { owner: 'left', cover: 'left', lead: 'left' }, null, null, null],
  ])('%s', (_, situation, told, asked, successor) => {
    const [client, calendars] = [clientOf(situation), calendarsOf(situation)];
    const assignment = resolveAssignee(client, NOW, NOW, calendars);
    expect({
      told: resolveRecipient(client, NOW, calendars),
      asked: assignment?.personId ?? null,
      coveringFor: assignment?.coveringFor ?? null,
      successor: findSuccessor(client, NOW, calendars),
    }).toEqual({
      told,
      asked,
      coveringFor: asked === null || asked === OWNER ? null : OWNER,
      successor,
    });
  });
});

describe('who hears about a client after somebody else has', () => {
  test.each<[title: string, Case, except: string, told: string | null]>([
    ['the cover after the owner', { owner: 'in', cover: 'in' }, OWNER, COVER],
    ['nobody after the owner where the cover is away', { owner: 'in', cover: 'away' }, OWNER, null],
    ['the owner, back from an absence, after the cover', { owner: 'in', cover: 'in' }, COVER, OWNER],
    [
      'the client’s cover after the cover named for an absence',
      { owner: 'away', named: 'in', cover: 'in' },
      NAMED,
      COVER,
    ],
    ['nobody after the only cover of an owner who is away', { owner: 'away', cover: 'in' }, COVER, null],
    [
      'the lead after the cover of an owner who left',
      { owner: 'left', cover: 'in', lead: 'in' },
      COVER,
      LEAD,
    ],
  ])('%s', (_, situation, except, told) => {
    expect(findRecipient(clientOf(situation), NOW, calendarsOf(situation), except)).toBe(told);
  });
});

test('an owner who is away is asked again on the first working day after', () => {
  const situation: Case = { owner: 'away', cover: 'away' };
  const assignment = resolveAssignee(clientOf(situation), NOW, NOW, calendarsOf(situation));
  expect(assignment?.at).toEqual(Temporal.Instant.from('2026-03-09T09:00:00Z'));
});

test('the cover is asked at a moment that suits the cover', () => {
  const calendars = calendarsOf({ owner: 'away', cover: 'in' });
  calendars.set(COVER, aCalendar({ remindAt: Temporal.PlainTime.from('15:00'), zone: 'America/New_York' }));
  const assignment = resolveAssignee(clientOf({ owner: 'away', cover: 'in' }), NOW, NOW, calendars);
  expect(assignment?.at).toEqual(Temporal.Instant.from('2026-03-03T20:00:00Z'));
});

test.each(['paused', 'ended'] as const)('nobody is asked next about a client that is %s', (status) => {
  const client = { ...clientOf({ owner: 'in' }), status };
  expect(resolveNextAssignee(client, NOW, calendarsOf({ owner: 'in' }))).toBeNull();
});
