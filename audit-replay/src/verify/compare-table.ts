import { type Difference, type Row, sameValue } from './difference.ts';
import { type ExpectedReadModel, type ExpectedTable, keyOf } from './expected-read-model.ts';
import type { Snapshot } from './snapshot.ts';

export type Report = (difference: Difference) => void | Promise<void>;

/** Compares a table with what the log says, row by row in the order of its key. @returns rows that were there */
export async function compareTable(
  { name: readModel, schema }: ExpectedReadModel,
  expected: ExpectedTable,
  snapshot: Snapshot,
  report: Report,
): Promise<number> {
  const table = expected.name;
  const missing = new Set(expected.keys());
  let rows = 0;
  const { columns, keyColumns, longTexts } = expected;
  const stored = snapshot.rows(`${schema}.${table}`, columns, keyColumns, longTexts);
  for await (const found of stored) {
    rows++;
    const key = keyOf(...expected.keyColumns.map((column) => String(found[column])));
    missing.delete(key);
    await compareRow({ readModel, table, key }, expected.columns, expected.row(key), found, report);
  }
  for (const key of missing) {
    await compareRow({ readModel, table, key }, expected.columns, expected.row(key), undefined, report);
  }
  return rows;
}

/** Reports every column in which a row differs, or that only one side has it. */
export async function compareRow(
  where: { readonly readModel: string; readonly table: string; readonly key: string },
  columns: readonly string[],
  expected: Row | undefined,
  found: Row | undefined,
  report: Report,
): Promise<void> {
  const label = (expected ?? found)?.key;
  const name = typeof label === 'string' && label !== '' ? { ...where, label } : where;
  if (!expected) {
    if (found) await report({ ...name, kind: 'surplus', found });
    return;
  }
  if (!found) {
    await report({ ...name, kind: 'missing', expected });
    return;
  }
  for (const field of columns) {
    const [should = null, is = null] = [expected[field], found[field]];
    if (!sameValue(should, is)) await report({ ...name, kind: 'field', field, expected: should, found: is });
  }
}
