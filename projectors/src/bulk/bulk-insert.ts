import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { InsertNew } from '../engine/projection.ts';
import { type ColumnKind, copyLine } from './copy-text.ts';
import { createSeenKeys, type SeenKeys } from './seen-keys.ts';

/** Fewer rows are sooner written with the others. */
const WORTH_A_COPY = 50;
/** Lines that are sent in one piece. */
const LINES_AT_ONCE = 500;

/**
 * Writes rows into tables that were empty at the start, by COPY, as long as their keys certainly are new: PostgreSQL takes
 * a third of the time for them that it takes for the same rows as JSON. What keys there were is remembered here, over all
 * batches of a rebuild; of a table that was filled by somebody else nothing is known, so what is taken up in the middle goes without.
 */
export function createBulkInsert(): (client: pg.PoolClient) => InsertNew {
  const seen = new Map<string, SeenKeys>();
  const kinds = new Map<string, ReadonlyMap<string, ColumnKind>>();

  async function kindsOf(client: pg.PoolClient, table: string): Promise<ReadonlyMap<string, ColumnKind>> {
    const known = kinds.get(table);
    if (known) return known;
    const { rows } = await client.query<{ name: string; kind: ColumnKind }>(
      `select attname as name,
         case when atttypid in ('json'::regtype, 'jsonb'::regtype) then 'json'
              when format_type(atttypid, null) like '%[]' then 'array' else 'plain' end as kind
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table],
    );
    const found = new Map(rows.map(({ name, kind }) => [name, kind]));
    kinds.set(table, found);
    return found;
  }

  return (client) => async (table, columns, key, rows) => {
    let keys = seen.get(table);
    if (!keys) {
      keys = createSeenKeys();
      seen.set(table, keys);
    }
    const fresh: Readonly<Record<string, unknown>>[] = [];
    const others: object[] = [];
    for (const given of rows) {
      // Rows are plain objects, whose columns are looked up by name.
      const row = given as Readonly<Record<string, unknown>>;
      (keys.addIfNew(key.map((column) => String(row[column])).join('|')) ? fresh : others).push(row);
    }
    // Whatever comes later takes them for seen, wherever they are written.
    if (fresh.length < WORTH_A_COPY) return [...others, ...fresh];
    const kindOf = await kindsOf(client, table);
    const columnKinds = columns.map((column) => kindOf.get(column) ?? 'plain');
    const chunks: string[] = [];
    let chunk = '';
    let lines = 0;
    for (const row of fresh) {
      const line = copyLine(row, columns, columnKinds);
      if (line === undefined) {
        others.push(row);
        continue;
      }
      chunk += line;
      if (++lines % LINES_AT_ONCE === 0) {
        chunks.push(chunk);
        chunk = '';
      }
    }
    if (chunk !== '') chunks.push(chunk);
    if (lines > 0) {
      await pipeline(chunks, client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`)));
    }
    return others;
  };
}
