import pg from 'pg';
import { expect, test } from 'vitest';
import { temporaryPostgres } from './temporary-postgres.ts';

test('every temporary database is empty, its own, and gone after stop', async () => {
  const [one, two] = await Promise.all([temporaryPostgres(), temporaryPostgres()]);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  await client.query('create table only_here (id int)');
  await client.end();

  const other = new pg.Client({ connectionString: two.url });
  await other.connect();
  const tables = await other.query("select 1 from pg_tables where tablename = 'only_here'");
  expect(tables.rowCount).toBe(0);
  const ended = new Promise((cutOff) => other.on('error', cutOff)); // dropping cuts off who is connected
  await two.stop();
  await ended;

  await one.stop();
  const gone = new pg.Client({ connectionString: one.url });
  await expect(gone.connect()).rejects.toThrow(/does not exist/);
});
