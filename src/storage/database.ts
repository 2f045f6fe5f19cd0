import {
  type Dialect,
  Kysely,
  type Transaction as KyselyTransaction,
  PostgresDialect,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { Pool } from 'pg';
import type { Logger } from '../runtime/log.ts';
import { typeParsers } from './column-types.ts';
import { SteadyClient } from './steady-client.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;

export interface ConnectionOptions {
  /** How long Postgres lets one statement run, in milliseconds; 0 means no limit. Default 2000: Slack waits for 3 s. */
  statementTimeoutMs?: number;
  /** How many connections may be open at once. Default 10. */
  maxConnections?: number;
  /** The connection's name in `pg_stat_activity`. Default `rapport`. */
  name?: string;
}

/**
 * Opens the database. Connections are made when first needed, so an unreachable server shows at the first query.
 *
 * Columns come back as: `timestamptz` a `Temporal.Instant`, `date` a `Temporal.PlainDate`, `time` a `Temporal.PlainTime`,
 * `int8` and `numeric` a number; `Temporal` values are accepted as parameters. Close it with `destroy()`.
 */
export function connectDatabase(url: string, log: Logger, options: ConnectionOptions = {}): Database {
  return new Kysely<Tables>({ dialect: new TemporalDialect({ pool: createPool(url, log, options) }) });
}

/** A pool with Rapport's settings. A connection that breaks while idle is logged and replaced, never thrown. */
function createPool(url: string, log: Logger, options: ConnectionOptions = {}): Pool {
  const pool = new Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: options.name ?? 'rapport',
    statement_timeout: options.statementTimeoutMs ?? 2_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types: typeParsers,
    Client: SteadyClient,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'An idle database connection broke'));
  return pool;
}

/** pg writes an unknown object as JSON, quotes included, which Postgres refuses as a time. */
class TemporalQueryCompiler extends PostgresQueryCompiler {
  protected override appendValue(parameter: unknown): void {
    super.appendValue(asParameter(parameter));
  }
}

class TemporalDialect extends PostgresDialect implements Dialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new TemporalQueryCompiler();
  }
}

function asParameter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asParameter);
  return isTemporal(value) ? value.toString() : value;
}

function isTemporal(value: unknown): value is { toString(): string } {
  return (
    value instanceof Temporal.Instant ||
    value instanceof Temporal.PlainDate ||
    value instanceof Temporal.PlainTime ||
    value instanceof Temporal.PlainDateTime ||
    value instanceof Temporal.Duration
  );
}

/** Whether the database answers a trivial question. Never throws. */
export async function isReachable(db: Database): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
}
