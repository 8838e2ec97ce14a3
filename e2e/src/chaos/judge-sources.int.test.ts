import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differingSources } from './judge-sources.ts';

/** The chaos suite believes this, so it is shown two databases that differ. */

const databases: TemporaryPostgres[] = [];
beforeAll(async () => {
  for (let count = 0; count < 2; count++) {
    const database = await temporaryPostgres();
    databases.push(database);
    await on(database, 'create schema read_model');
    for (const { tableNames } of readModels) {
      for (const table of tableNames)
        await on(database, `create table read_model.${table} (id int, title text)`);
    }
  }
});
afterAll(async () => {
  for (const database of databases) await database.stop();
});

async function on({ url }: TemporaryPostgres, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

test('two databases are equal row by row, in whatever order, and every row that only one has is named', async () => {
  const [one, other] = databases;
  if (!one || !other) throw new Error('Two databases were made.');
  const difference = () =>
    differingSources({ name: 'one', databaseUrl: one.url }, { name: 'other', databaseUrl: other.url });
  await on(one, `insert into read_model.cards values (1, 'A'), (2, 'B')`);
  await on(other, `insert into read_model.cards values (2, 'B'), (1, 'A')`);
  expect(await difference()).toEqual([]);
  await on(other, `update read_model.cards set title = 'C' where id = 2`);
  await on(one, `insert into read_model.cards values (1, 'A')`);
  expect(await difference()).toEqual([
    'only one has in cards: {"id": 2, "title": "B"}',
    'only one has in cards: {"id": 1, "title": "A"}',
    'only other has in cards: {"id": 2, "title": "C"}',
  ]);
});
