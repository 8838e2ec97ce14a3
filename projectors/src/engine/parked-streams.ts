import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';
import type pg from 'pg';
import type { Transaction } from './projection.ts';

/** A stream whose event could not be applied; its later events wait with it. */
export type ParkedStream = {
  readonly stream: string;
  readonly position: bigint;
  readonly reason: string;
  /** Of the event, for the log, while it is at hand. */
  readonly metadata?: EventMetadata | undefined;
};

export async function parkedStreams(pool: pg.Pool, projection: string): Promise<ParkedStream[]> {
  const parked = await pool.query<ParkedStream>(
    'select stream, position, reason from read_model.parked_streams where projection = $1 order by position',
    [projection],
  );
  return parked.rows;
}

/** Parks a stream in the transaction that moves the checkpoint past its event. */
export async function park(
  transaction: Transaction,
  projection: string,
  { stream, position, reason }: ParkedStream,
): Promise<void> {
  await transaction.query(
    `insert into read_model.parked_streams (projection, stream, position, reason) values ($1, $2, $3, $4)
     on conflict (projection, stream) do nothing`,
    [projection, stream, position, reason.slice(0, 2_000)],
  );
}
