import { type Query, type Sql, statement } from '@ticketing/platform/sql.ts';
import type pg from 'pg';

export type { Query } from '@ticketing/platform/sql.ts';

/**
 * The lock comes before the instant is chosen (LOCK TABLE takes no snapshot) and costs no round trip: whoever exchanges
 * a read model for its rebuilt one waits for the readers that are under way, and readers that come meanwhile wait for
 * the exchange, so that nobody reads some tables of before and some of after it.
 */
const BEGIN = `begin transaction isolation level repeatable read read only;
  lock table read_model.swap_guard in access share mode`;

/**
 * Reads everything that `read` asks for at one instant: rows and the checkpoints they belong to come out of one
 * REPEATABLE READ transaction, so that a position told with an answer is the answer's own.
 */
export async function inSnapshot<T>(pool: pg.Pool, read: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query(BEGIN);
    return await read(async <Row extends pg.QueryResultRow>(piece: Sql) => {
      const { rows } = await client.query<Row>(statement(piece));
      return rows;
    });
  } finally {
    // A transaction that only read has nothing to keep; a connection that cannot even end it is of no more use.
    await client.query('rollback').catch(() => {
      broken = true;
    });
    client.release(broken);
  }
}
