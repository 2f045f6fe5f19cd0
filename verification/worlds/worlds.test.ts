import { beforeAll, describe, expect, it } from 'vitest';
import { DRIFTING_WORLD } from './drifting-world.ts';
import {
  FADED_MEAN,
  type Formula,
  LAST_ANSWER,
  NEW_FORMULA,
  OLD_FORMULA,
  WEIGHTED_MEAN,
} from './formulas.ts';
import { type Measured, measure } from './measure.ts';
import { SHAKEN_WORLD } from './shaken-world.ts';

/** A part of what `node verification/worlds/main.ts` looks at. */
const POPULATION = { seeds: [101, 102, 103], clients: 400, followed: 10 };
const PATIENCE_MS = 120_000;

describe.each([DRIFTING_WORLD, SHAKEN_WORLD])('in the world where $name', (world) => {
  let found: Measured;
  const aucOf = (formula: Formula) => measure(world, formula, { ...POPULATION, followed: 0 }).auc;

  beforeAll(() => {
    found = measure(world, NEW_FORMULA, POPULATION);
  }, PATIENCE_MS);

  it.each([LAST_ANSWER, WEIGHTED_MEAN, FADED_MEAN])(
    'the score tells who leaves clearly better than: $name',
    (simple) => {
      expect(found.auc - aucOf(simple)).toBeGreaterThanOrEqual(0.03);
    },
    PATIENCE_MS,
  );

  it(
    'the score tells it better than the old formula',
    () => {
      expect(found.auc).toBeGreaterThan(aucOf(OLD_FORMULA));
    },
    PATIENCE_MS,
  );

  it('those at risk leave more often than those who are healthy', () => {
    expect(found.redLeave).toBeGreaterThan(3 * found.greenLeave);
  });

  it('no band changes more than eight times a year', () => {
    expect(found.mostChanges).toBeLessThanOrEqual(8);
  });
});
