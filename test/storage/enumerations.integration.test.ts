import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { EFFORTS, SIGNS, SOURCES } from '../../src/check-ins/rules.ts';
import { CADENCE_UNITS } from '../../src/clients/cadence/rules.ts';
import { ASKED_STATUSES, CLIENT_STATUSES } from '../../src/clients/rules.ts';
import { DIGEST_SECTIONS } from '../../src/digests/rules.ts';
import { REMINDER_KINDS } from '../../src/follow-ups/rules.ts';
import { HOLD_KINDS } from '../../src/health/holds/rules.ts';
import { BANDS, CONFIDENCES, OVERRIDE_BANDS, SCORE_INPUTS } from '../../src/health/score/rules.ts';
import { PERSON_KINDS } from '../../src/people/rules.ts';
import { NUDGE_LEVELS } from '../../src/preferences/rules.ts';
import { MISSED_REASONS, PROMPT_STATUSES } from '../../src/reminders/prompts/rules.ts';
import { DELIVERY_KINDS, DELIVERY_STATUSES } from '../../src/slack/outbound/rules.ts';
import { useDatabase } from '../support/database.ts';

/** Each column whose values are listed by a CHECK, and the array that the code takes its type from. */
const ENUMERATIONS: Record<string, readonly string[]> = {
  'check_ins.effort': EFFORTS,
  'check_ins.signs': SIGNS,
  'check_ins.source': SOURCES,
  'clients.cadence_unit': CADENCE_UNITS,
  'clients.paused_from': ASKED_STATUSES,
  'clients.status': CLIENT_STATUSES,
  'client_holds.band': OVERRIDE_BANDS,
  'client_holds.kind': HOLD_KINDS,
  'deliveries.kind': DELIVERY_KINDS,
  'deliveries.status': DELIVERY_STATUSES,
  'digests.hidden_sections': DIGEST_SECTIONS,
  'follow_ups.reminder': REMINDER_KINDS,
  'health_snapshots.band': BANDS,
  'health_snapshots.computed_band': BANDS,
  'health_snapshots.confidence': CONFIDENCES,
  'people.hidden_sections': DIGEST_SECTIONS,
  'people.kind': PERSON_KINDS,
  'people.nudges': NUDGE_LEVELS,
  'prompts.missed_reason': MISSED_REASONS,
  'prompts.status': PROMPT_STATUSES,
};

const database = useDatabase();
let checks: Map<string, string[]>;

beforeAll(async () => {
  const { rows } = await sql<{ table: string; definition: string }>`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition from pg_constraint
    where contype = 'c' and connamespace = 'public'::regnamespace`.execute(database.db);
  checks = new Map(
    rows
      .filter(({ definition }) => listsValues(definition))
      .map((row) => readCheck(row.table, row.definition)),
  );
});

test('every list of values in the database is held against an array in the code', () => {
  expect([...checks.keys()].sort()).toEqual(Object.keys(ENUMERATIONS).sort());
});

test.each(Object.entries(ENUMERATIONS))('%s allows exactly the values of the code', (column, values) => {
  expect(checks.get(column)?.sort()).toEqual([...values].sort());
});

test('health has a weight for each input of the score', async () => {
  const { rows } = await sql<{ column: string }>`
    select column_name as column from information_schema.columns
    where table_name = 'workspaces' and column_name like 'weight\\_%'`.execute(database.db);
  expect(rows.map(({ column }) => column).sort()).toEqual(
    SCORE_INPUTS.map((name) => `weight_${name}`).sort(),
  );
});

describe('a check', () => {
  test.each([
    ["CHECK ((kind = ANY (ARRAY['round'::text, 'own-read'::text])))", ['t.kind', ['round', 'own-read']]],
    [
      "CHECK ((signs <@ ARRAY['may-leave'::text, 'praised-us'::text]))",
      ['t.signs', ['may-leave', 'praised-us']],
    ],
    ["CHECK ((mode = 'only'::text))", ['t.mode', ['only']]],
  ])('%s is read', (definition, read) => {
    expect(listsValues(definition)).toBe(true);
    expect(readCheck('t', definition)).toEqual(read);
  });

  test.each([
    "CHECK (((a = ANY (ARRAY['x'::text, 'y'::text])) AND (b > 0)))",
    "CHECK ((signs <@ '{x,y}'::text[]))",
  ])('%s fails the test, since it lists values in a way that the test cannot read', (definition) => {
    expect(listsValues(definition)).toBe(true);
    expect(() => readCheck('t', definition)).toThrow();
  });

  test.each([
    'CHECK ((cadence_every > 0))',
    "CHECK ((name <> ''::text))",
    "CHECK ((days <@ '{1,2}'::integer[]))",
  ])('%s lists no values', (definition) => {
    expect(listsValues(definition)).toBe(false);
  });
});

const ONE_COLUMN =
  /^CHECK \(\((?<column>\w+) (?:= ANY \(|<@ |= )(?:ARRAY\[)?(?<values>'[^[\]{}]*'::text)\]?\)?\)\)$/;

/** Whether a check allows only certain texts. */
function listsValues(definition: string): boolean {
  return /(= ANY \(|<@ )(ARRAY\['|'\{)[^[]*text|= '[^']+'::text\)\)$/.test(definition);
}

function readCheck(table: string, definition: string): [column: string, values: string[]] {
  const { column, values = '' } = ONE_COLUMN.exec(definition)?.groups ?? {};
  if (!column) throw new Error(`${table} lists values in a way that this test does not read: ${definition}`);
  return [`${table}.${column}`, [...values.matchAll(/'([^']*)'::text/g)].map(([, value = '']) => value)];
}
