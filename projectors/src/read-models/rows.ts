import type { QueryConfig } from 'pg';
import type { Transaction } from '../engine/projection.ts';

/**
 * Writes whole rows, each once, in one statement. The rows travel as one JSON parameter: `unnest` cannot carry
 * columns that are arrays themselves, and building PostgreSQL arrays in JavaScript costs more than JSON.
 */
export async function upsertRows(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  key: readonly string[],
  rows: readonly object[],
): Promise<void> {
  const left = transaction.insertNew ? await withoutNew(transaction, table, columns, key, rows) : rows;
  if (left.length === 0) return;
  const others = columns.filter((column) => !key.includes(column));
  const list = columns.join(', ');
  const onConflict =
    others.length === 0
      ? 'do nothing'
      : `do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`;
  await write(transaction, {
    name: `upsert_${table}`,
    text: `insert into ${table} (${list})
           select ${list} from json_populate_recordset(null::${table}, $1::json)
           on conflict (${key.join(', ')}) ${onConflict}`,
    values: [JSON.stringify(left)],
  });
}

/** Where empty tables are filled, rows that are not there yet are written in a faster way. @returns the others */
export const withoutNew = async (
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  key: readonly string[],
  rows: readonly object[],
): Promise<readonly object[]> =>
  transaction.insertNew && rows.length > 0 ? transaction.insertNew(table, columns, key, rows) : rows;

/** Deletes the rows whose key columns equal those of one of `keys`. */
export async function deleteRows(
  transaction: Transaction,
  table: string,
  key: readonly string[],
  keys: readonly object[],
): Promise<void> {
  if (keys.length === 0) return;
  await write(transaction, {
    name: `delete_${table}_by_${key.join('_')}`,
    text: `delete from ${table} using json_populate_recordset(null::${table}, $1::json) as gone
           where ${key.map((column) => `${table}.${column} = gone.${column}`).join(' and ')}`,
    values: [JSON.stringify(keys)],
  });
}

/** Nobody needs the answer: where the transaction can, it goes on without it. */
export async function write(transaction: Transaction, query: QueryConfig): Promise<void> {
  if (transaction.write) transaction.write(query);
  else await transaction.query(query);
}

/** Rows by their id, in one query. */
export async function rowsById<Row extends { id: string }>(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  ids: readonly string[],
): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map();
  const found = await transaction.query<Row>({
    name: `rows_of_${table}`,
    text: `select ${columns.join(', ')} from ${table} where id = any($1::uuid[])`,
    values: [ids],
  });
  return new Map(found.rows.map((row) => [row.id, row]));
}
