import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TemporaryPostgres, temporaryPostgres } from '../testing/temporary-postgres.ts';
import { keptTables } from './kept-tables.ts';

let postgres: TemporaryPostgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await temporaryPostgres();
  client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

it('every table is kept that is not known to be made from the log, also one that is new', async () => {
  for (const table of [
    'read_model.cards',
    'read_model_next.cards',
    'sagas.timers',
    'relay.keys',
    'graphile_worker.jobs',
    'auth.migrations',
    'auth.credentials',
    'newly.thought_of',
    'public.left_over',
  ]) {
    const [schema] = table.split('.');
    await client.query(`create schema if not exists ${schema}`);
    await client.query(
      `create table ${table} (id int, twice int generated always as (id * 2) stored, name text)`,
    );
  }
  expect(await keptTables(client)).toEqual([
    { schema: 'auth', name: 'credentials', columns: ['id', 'name'] },
    { schema: 'newly', name: 'thought_of', columns: ['id', 'name'] },
    { schema: 'public', name: 'left_over', columns: ['id', 'name'] },
  ]);
});
