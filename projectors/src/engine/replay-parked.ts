import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { type BatchPlace, inBatch } from './batch.ts';
import { advance } from './checkpoints.ts';
import { LeaseLost, NotNow, type Projection } from './projection.ts';
import type { EventLog } from './subscription.ts';

export type ParkedRequest = {
  readonly projection: string;
  readonly stream: string;
  readonly position: bigint;
};

/** What of these projections is asked to be tried again. */
export async function requestedReplays(
  pool: pg.Pool,
  projections: readonly string[],
): Promise<ParkedRequest[]> {
  const asked = await pool.query<ParkedRequest>({
    name: 'engine_replays',
    text: `select projection, stream, position from read_model.parked_streams
           where replay_requested_at is not null and projection = any($1) order by projection, position`,
    values: [projections],
  });
  return asked.rows;
}

export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly events: number }
  | { readonly kind: 'parked-still'; readonly reason: string }
  /** Nothing can be said of it: the event store is away. It stays asked for. */
  | { readonly kind: 'not-now'; readonly reason: string };

/**
 * Applies what a parked stream held up, from the event that could not be applied to the checkpoint, and lets it go on:
 * all of it in one transaction that moves the checkpoint from where it is to where it is, so that a worker which lost its
 * lease replays nothing. What still cannot be applied stays parked, with the new reason.
 * @param checkpoint of the worker, which applies nothing else meanwhile
 * @throws when the lease was lost or the database went away: whether the stream is parked still must be looked up then
 */
export async function replayParked(
  place: BatchPlace,
  eventLog: Pick<EventLog, 'readStream'>,
  { stream, position }: ParkedRequest,
  checkpoint: bigint,
): Promise<ReplayOutcome> {
  const { pool, projection, epoch } = place;
  try {
    const events = await heldUp(eventLog, stream, position, checkpoint);
    await inBatch(place, async (transaction) => {
      if (events.length > 0) await projection.project({ events, live: false, epoch }, transaction);
      await transaction.query('delete from read_model.parked_streams where projection = $1 and stream = $2', [
        projection.name,
        stream,
      ]);
      const applied = { events: events.length, recordedAt: undefined };
      await advance(transaction, projection.name, epoch, checkpoint, checkpoint, applied);
    });
    return { kind: 'replayed', events: events.length };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (isAway(error)) return { kind: 'not-now', reason };
    if (error instanceof LeaseLost || isTransientDatabaseError(error)) throw error;
    await keepParked(pool, projection, stream, reason);
    return { kind: 'parked-still', reason };
  }
}

async function heldUp(
  eventLog: Pick<EventLog, 'readStream'>,
  stream: string,
  from: bigint,
  to: bigint,
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of eventLog.readStream(stream)) {
    if (event.position > to) break;
    if (event.position >= from) events.push(event);
  }
  return events;
}

/** Thrown before anything was committed. */
const isAway = (error: unknown): boolean =>
  error instanceof NotNow || (error instanceof DomainError && error.code === 'store_unavailable');

async function keepParked(
  pool: pg.Pool,
  { name }: Projection,
  stream: string,
  reason: string,
): Promise<void> {
  await pool.query(
    `update read_model.parked_streams
     set reason = $3, attempts = attempts + 1, last_tried_at = now(), replay_requested_at = null
     where projection = $1 and stream = $2`,
    [name, stream, reason.slice(0, 2_000)],
  );
}
