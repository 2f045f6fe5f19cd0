import { describe, expect, test } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { runYear, type Size } from './run-year.ts';

const isFull = process.env.SIMULATE === 'year';
const seed = Number(process.env.SEED ?? 1);
const size: Size = isFull
  ? { people: 40, clients: 400, days: Number(process.env.DAYS ?? 365), seed }
  : { people: 12, clients: 48, days: 14, seed };
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
    // Clients come in an order of chance, and with it what people do: a few more or less.
    expect(tally.occurrences).toBeGreaterThan(size.clients / 2);
    expect(tally.rounds).toBeGreaterThan(0);
    expect(tally.nudges).toBeGreaterThan(0);
    expect(tally.lostAnswers).toBeGreaterThan(0);
    expect(tally.askedOfCover).toBeGreaterThan(0);
    expect(tally.ends).toMatchObject({ answered: expect.any(Number), skipped: expect.any(Number) });
  });
});
