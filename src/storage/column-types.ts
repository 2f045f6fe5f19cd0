import { type CustomTypesConfig, types } from 'pg';

const { builtins } = types;

const PARSERS: Record<number, (text: string) => unknown> = {
  [builtins.TIMESTAMPTZ]: (text) => Temporal.Instant.from(text),
  [builtins.DATE]: (text) => Temporal.PlainDate.from(text),
  [builtins.TIME]: (text) => Temporal.PlainTime.from(text),
  [builtins.INT8]: parseNumber,
  [builtins.NUMERIC]: parseNumber,
};

/**
 * How pg turns a column's text into a value, for our own pools only: pg's global parsers stay as they are.
 * @throws RangeError for a number that JavaScript cannot hold exactly, and for a time without an instant (`infinity`).
 */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && PARSERS[oid]) ||
    types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

function parseNumber(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError('A number in the database is larger than JavaScript can hold exactly');
  }
  return number;
}
