import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pipelined } from './pipelined.ts';

let database: Awaited<ReturnType<typeof temporaryPostgres>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await temporaryPostgres();
  pool = createPool(database.url, 'pipelined test');
  await pool.query('create table kept (id int primary key)');
});
afterAll(async () => {
  await pool?.end();
  await database?.stop();
});

const insert = (id: number) => ({
  name: 'insert_kept',
  text: 'insert into kept values ($1)',
  values: [id],
});

test('what is written without waiting is there for every later statement, in the order in which it was sent', async () => {
  const client = await pool.connect();
  try {
    const transaction = pipelined(client);
    transaction.write('begin');
    for (let id = 1; id <= 20; id++) transaction.write(insert(id));
    const { rows } = await transaction.query('select count(*)::int as count from kept');
    expect(rows).toEqual([{ count: 20 }]);
    await transaction.written();
    await transaction.query('rollback');
  } finally {
    client.release();
  }
});

test('a write that fails keeps the commit from happening, and is the reason that is told', async () => {
  const client = await pool.connect();
  try {
    const transaction = pipelined(client);
    transaction.write('begin');
    transaction.write(insert(1));
    transaction.write(insert(1));
    transaction.write(insert(2));
    await expect(transaction.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await expect(transaction.written()).rejects.toMatchObject({ code: '23505' });
    await transaction.query('commit');
    expect((await client.query('select 1 from kept')).rowCount).toBe(0);
  } finally {
    client.release();
  }
});
