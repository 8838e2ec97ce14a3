import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upsertRows } from '../read-models/rows.ts';
import { createBulkInsert } from './bulk-insert.ts';

let database: TemporaryPostgres;
let pool: pg.Pool;
let client: pg.PoolClient;
beforeAll(async () => {
  database = await temporaryPostgres();
  pool = createPool(database.url, 'bulk test', undefined, 2, false);
  client = await pool.connect();
});
afterAll(async () => {
  client?.release();
  await pool?.end();
  await database?.stop();
});

const columns = ['id', 'words', 'ids', 'texts', 'details', 'count', 'yes', 'at', 'day'];
const table = (name: string) =>
  `drop table if exists ${name}; create table ${name} (id uuid primary key, words text, ids uuid[], texts text[], details jsonb,
     count bigint, yes boolean, at timestamptz, day date)`;

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((any) => any.replaceAll('\u0000', '')),
  fc.constantFrom('\\N', '\\.', '\\', 'a\tb\nc\rd', '"', "'", '{}', '{a,"b"}', 'null', 'NULL', ''),
);
const json = fc
  .jsonValue()
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as unknown);
const row = fc.record({
  id: fc.constant(null).map(() => newId()),
  words: fc.option(text),
  ids: fc.option(
    fc.array(
      fc.constant(null).map(() => newId()),
      { maxLength: 3 },
    ),
  ),
  texts: fc.option(fc.array(text, { maxLength: 4 })),
  details: fc.option(json),
  count: fc.option(fc.oneof(fc.integer(), fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String))),
  yes: fc.option(fc.boolean()),
  at: fc.option(fc.constantFrom('2026-01-05T09:00:00.000Z', '2026-12-31T23:59:59.999Z')),
  day: fc.option(fc.constantFrom('2026-01-05', '9999-12-31')),
});

test('what is written by COPY is what JSON would have written, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 60, maxLength: 80 }), async (rows) => {
      await client.query(`${table('by_copy')}; ${table('by_json')}`);
      const insertNew = createBulkInsert()(client);
      const bulk = { query: client.query.bind(client), insertNew };
      // Half of them, then all with changes: those that were there are found, and written again.
      const half = rows.slice(0, 55);
      const changed = rows.map((one) => ({ ...one, words: `${one.words ?? ''}!` }));
      for (const batch of [half, changed]) {
        await upsertRows(bulk, 'by_copy', columns, ['id'], batch);
        await upsertRows({ query: client.query.bind(client) }, 'by_json', columns, ['id'], batch);
      }
      const all = async (name: string) => (await client.query(`select * from ${name} order by id`)).rows;
      expect(await all('by_copy')).toEqual(await all('by_json'));
    }),
    { numRuns: 25 },
  );
});

test('rows whose keys may be there are left to the caller, and few rows are too', async () => {
  await client.query(table('kept'));
  const insertNew = createBulkInsert()(client);
  const rows = Array.from({ length: 60 }, () => ({ id: newId(), words: 'first' }));
  expect(await insertNew('kept', ['id', 'words'], ['id'], rows)).toEqual([]);
  expect(await insertNew('kept', ['id', 'words'], ['id'], rows)).toEqual(rows);
  const few = [{ id: newId(), words: 'few' }];
  expect(await insertNew('kept', ['id', 'words'], ['id'], few)).toEqual(few);
  const stored = await client.query(`select count(*)::integer as count from kept`);
  expect(stored.rows).toEqual([{ count: 60 }]);
});
