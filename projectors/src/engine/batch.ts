import type { RecordedEvent, StreamCategory } from '@ticketing/contracts/events/event.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { streamCategory } from '@ticketing/contracts/streams.ts';
import type pg from 'pg';
import { advance } from './checkpoints.ts';
import type { LogStep } from './log-step.ts';
import { type ParkedStream, park } from './parked-streams.ts';
import { type PipelinedTransaction, pipelined } from './pipelined.ts';
import type { InsertNew, Projection, Transaction } from './projection.ts';

/** What steps of the log come down to for one projection. */
export type SortedBatch = {
  readonly events: readonly RecordedEvent[];
  readonly toPark: readonly ParkedStream[];
};

/** Without what is applied already, what other streams tell, and what a parked stream holds up. */
export function sortOut(
  steps: readonly LogStep[],
  projection: Projection,
  position: bigint,
  parked: ReadonlySet<string>,
): SortedBatch {
  const events: RecordedEvent[] = [];
  const toPark: ParkedStream[] = [];
  for (const { event, unreadable, position: at } of steps) {
    const stream = event?.stream ?? unreadable?.stream;
    if (stream === undefined || at <= position || parked.has(stream)) continue;
    if (!isOf(stream, projection)) continue;
    if (event && !toPark.some((other) => other.stream === stream)) events.push(event);
    else if (unreadable) toPark.push({ position: at, ...unreadable });
  }
  return { events, toPark };
}

/** Whether events of this stream are the projection's. */
export const isOf = (stream: string, { categories }: Projection): boolean =>
  // A stream of another category is not in the set, whatever its name.
  categories.has(streamCategory(stream) as StreamCategory);

export type BatchPlace = {
  readonly pool: pg.Pool;
  readonly projection: Projection;
  readonly epoch: bigint;
  /**
   * How long the database waits in the middle of a transaction for a process that says nothing, before it ends the
   * connection: one that is stopped would otherwise keep its locks from its successor, for as long as it is stopped.
   */
  readonly silentMs: number;
  /** Where it is known what is in the tables: writes what is new to them in a faster way. The pool must not pipeline. */
  readonly insertNew?: (client: pg.PoolClient) => InsertNew;
};

/** Runs a batch's work in a transaction with the projection's schema as the search path. */
export async function inBatch<Result>(
  { pool, projection, silentMs, insertNew }: BatchPlace,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  const transaction = insertNew ? oneByOne(client, insertNew) : pipelined(client);
  const begin = {
    text: `begin; set local search_path to ${projection.schema};
      set local idle_in_transaction_session_timeout = ${Math.ceil(silentMs)}`,
  };
  let broken: Error | undefined;
  try {
    if (transaction.write) transaction.write(begin);
    else await transaction.query(begin);
    const result = await work(transaction);
    await transaction.query('commit');
    return result;
  } catch (error) {
    const cause = await transaction.written().then(
      () => error,
      (first: unknown) => first,
    );
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw cause;
  } finally {
    client.release(broken);
  }
}

/** On a connection that does not pipeline each statement waits for the answer to the one before. */
function oneByOne(
  client: pg.PoolClient,
  insertNew: (client: pg.PoolClient) => InsertNew,
): Transaction & Pick<PipelinedTransaction, 'written'> {
  return {
    query: client.query.bind(client),
    insertNew: insertNew(client),
    written: () => Promise.resolve(),
  };
}

/** Rows, parked streams and the checkpoint in one transaction (DESIGN, section 8, promise 2). */
export function commitBatch(
  place: BatchPlace,
  { events, toPark }: SortedBatch,
  from: bigint,
  { position: to, live }: LogStep,
): Promise<readonly BusMessage[]> {
  const { projection, epoch } = place;
  return inBatch(place, async (transaction) => {
    const messages =
      events.length > 0 ? await projection.project({ events, live, epoch, from }, transaction) : [];
    for (const stream of toPark) await park(transaction, projection.name, stream);
    const applied = { events: events.length, recordedAt: events.at(-1)?.recordedAt };
    await advance(transaction, projection.name, epoch, from, to, applied);
    return messages;
  });
}
