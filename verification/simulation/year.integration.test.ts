import { describe, expect, test } from 'vitest';
import { useDatabase } from '../../test/support/database.ts';
import { runYear, type Size } from './run-year.ts';

const isFull = process.env.SIMULATE === 'year';
const { SEED = 1, DAYS = 365 } = process.env;
const size: Size = isFull
  ? { people: 40, clients: 400, days: Number(DAYS), seed: Number(SEED), activity: 1 }
  : { people: 12, clients: 48, days: 10, seed: 1, activity: 10 };
const MINUTES = isFull ? 60 : 2;

describe(`${size.days} days of ${size.people} people with ${size.clients} clients`, () => {
  const database = useDatabase();

  test('account for every occurrence: none is lost, none doubled, and nothing comes when it disturbs', {
    timeout: MINUTES * 60_000,
  }, async () => {
    const { lost, doubled, disturbed, ...tally } = await runYear(database.db, size, (soFar) => {
      if (isFull) process.stdout.write(`${soFar}\n`);
    });
    if (isFull) {
      const wrong = { lost: lost.length, doubled: doubled.length, disturbed: disturbed.length };
      process.stdout.write(`${JSON.stringify({ ...size, ...tally, ...wrong }, null, 2)}\n`);
    }
    expect({ lost, doubled, disturbed }).toEqual({ lost: [], doubled: [], disturbed: [] });
    expect(tally.occurrences).toBeGreaterThan(size.clients / 2);
    expect(tally.rounds).toBeGreaterThan(0);
    expect(tally.nudges).toBeGreaterThan(0);
    expect(tally.lostAnswers).toBeGreaterThan(0);
    expect(tally.askedOfCover).toBeGreaterThan(0);
    expect(tally.handOvers).toBeGreaterThan(0);
    expect(tally.leavers).toBeGreaterThan(0);
    expect(tally.notNow).toBeGreaterThan(0);
    expect(tally.notifications).toMatchObject({
      'handed-over': expect.any(Number),
      cover: expect.any(Number),
    });
    expect(tally.ends).toMatchObject({ answered: expect.any(Number), skipped: expect.any(Number) });
  });
});
