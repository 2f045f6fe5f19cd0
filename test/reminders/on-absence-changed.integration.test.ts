import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildPerson } from '../../sandbox/build-world.ts';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { savePerson } from '../../src/people/store.ts';
import { closeAll, top } from '../clients/on-screen.ts';
import { useRapport } from '../support/rapport.ts';
import { ID, studio } from '../support/studio.ts';
import { seedAgency, seedClient } from './agency.ts';

const CLEO = 'U0CLEO';
const cleo = buildPerson({ id: CLEO, realName: 'Cleo Cover', teamId: ID.team });
const rapport = useRapport({ world: { ...studio, people: [...studio.people, cleo] } });
let ana: PersonDriver;
/** Each test has a Monday of its own, at ten in London and five or six in New York: time only moves on. */
let monday = Temporal.PlainDate.from('2026-03-09');
const day = (n: number) => monday.add({ days: n }).toString();

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  await seedAgency(rapport.db);
  const seen = { id: CLEO, name: 'Cleo Cover', kind: 'member', timeZone: 'Europe/London' } as const;
  await savePerson(rapport.db, ID.team, seen, Temporal.Instant.from('2026-01-05T09:00:00Z'));
});

beforeEach(async () => {
  monday = monday.add({ weeks: 4 });
  await rapport.db.deleteFrom('clients').execute();
  await rapport.db.deleteFrom('away_dates').execute();
  await at(0, '10:00');
  const nextDueAt = Temporal.Instant.from(`${day(40)}T10:00:00Z`);
  await seedClient(rapport.db, 'Acme', { coverId: ID.ben, nextDueAt });
  await seedClient(rapport.db, 'Bolt', { coverId: CLEO, nextDueAt });
  await seedClient(rapport.db, 'Coverless', { nextDueAt });
});

afterEach(() => closeAll(ana));

/** Moves to a time in London, `n` days after this test's Monday. */
const at = (n: number, time: string) =>
  rapport.moveTo(
    `${Temporal.PlainDateTime.from(`${day(n)}T${time}`)
      .toZonedDateTime('Europe/London')
      .toInstant()}`,
  );

async function noteAway(cover?: string, times?: number): Promise<string> {
  await closeAll(ana);
  await ana.command('/client-health away');
  await ana.waitForModal('Away dates');
  await ana.pick('First day away', day(7));
  await ana.pick('Last day away', day(11));
  if (cover) await ana.pick('Who covers for you', cover);
  await ana.submit(times);
  await ana.waitForModal('Rapport');
  const said = top(await ana.screen());
  await rapport.tick();
  return said;
}

async function takeBack(times?: number): Promise<void> {
  await closeAll(ana);
  await ana.command('/client-health away');
  await ana.waitForModal('Away dates');
  await ana.press('Remove', times ? { times } : {});
  await ana.waitFor('the list without it', ({ modals }) => !JSON.stringify(modals).includes('You are away'));
  await rapport.tick();
}

/** What somebody has been told since this test's Monday, about covering. */
async function told(id: string): Promise<string[]> {
  const since = Temporal.Instant.from(`${day(0)}T00:00:00Z`).epochMilliseconds / 1_000;
  const { messages } = await rapport.driver.as(id).dm();
  return messages
    .filter(({ ts, blocks }) => Number(ts) > since && /their cover|covering for/.test(renderBlocks(blocks)))
    .map(({ text }) => text);
}

const dates = () => {
  const say = (n: number) => {
    const { day: date, month } = monday.add({ days: n });
    return `${n === 7 ? 'Monday' : 'Friday'} ${date} ${['April', 'May', 'June', 'July', 'August'][month - 4]}`;
  };
  return `from ${say(7)} to ${say(11)}`;
};

test('somebody who notes an absence sees who covers what, and each cover is told once, within their own hours', async () => {
  const said = await noteAway(undefined, 3);
  expect(said).toContain(`Noted: you’re away ${dates()}.`);
  expect(said).toContain('ben covers Acme.');
  expect(said).toContain('cleo covers Bolt.');
  expect(said).toContain('Nobody covers Coverless: it waits for you.');
  expect(await told(CLEO)).toEqual([
    `ana is away ${dates()}. You’re their cover, so I’ll ask you about: Bolt.`,
  ]);
  expect(await told(ID.ben)).toEqual([]);
  await at(0, '15:00');
  expect(await told(ID.ben)).toEqual([
    `ana is away ${dates()}. You’re their cover, so I’ll ask you about: Acme.`,
  ]);
});

test('covers are told when an absence is called off, unless they had not been told of it yet', async () => {
  await noteAway();
  await takeBack(2);
  expect(await told(CLEO)).toEqual([
    expect.stringContaining('You’re their cover, so I’ll ask you about: Bolt.'),
    `You’re no longer covering for ana ${dates()}, so I won’t ask you about: Bolt.`,
  ]);
  await at(0, '15:00');
  await at(8, '15:00');
  expect(await told(ID.ben)).toEqual([]);
  expect(await told(CLEO)).toHaveLength(2);
});

test('a new cover for the same days is told, and so is the first, who no longer covers', async () => {
  await noteAway('Ben Carter');
  await at(0, '15:00');
  expect(await told(ID.ben)).toEqual([
    expect.stringContaining('I’ll ask you about: Acme, Bolt and Coverless.'),
  ]);
  const said = await noteAway('Cleo Cover');
  expect(said).toContain('cleo covers Acme, Bolt and Coverless.');
  expect(await told(CLEO)).toEqual([
    expect.stringContaining('I’ll ask you about: Acme, Bolt and Coverless.'),
  ]);
  expect((await told(ID.ben))[1]).toContain('You’re no longer covering for ana');
  await noteAway('Cleo Cover');
  expect(await told(CLEO)).toHaveLength(1);
});

test('covers are told once an absence has begun, and again when it is cut short', async () => {
  await noteAway('Cleo Cover');
  await at(7, '10:00');
  expect((await told(CLEO))[1]).toContain('You’re covering for ana until');
  await at(8, '10:00');
  await takeBack();
  expect((await told(CLEO)).slice(2)).toEqual([expect.stringContaining('You’re no longer covering for ana')]);
});
