/** Between the names of columns and those of the code: `client_id` is `clientId`. */

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

type SnakeCase<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : S;

export type FromRow<R> = { [K in keyof R & string as CamelCase<K>]: R[K] };
export type ToRow<T> = { [K in keyof T & string as SnakeCase<K>]: T[K] };

export function fromRow<R extends object>(row: R): FromRow<R> {
  const entries = Object.entries(row).map(([column, value]) => [
    column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries) as FromRow<R>;
}

export function toRow<T extends object>(value: T): ToRow<T> {
  const entries = Object.entries(value).map(([name, held]) => [
    name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
    held,
  ]);
  return Object.fromEntries(entries) as ToRow<T>;
}
