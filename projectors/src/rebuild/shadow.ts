import type { RecordedEvent, StreamCategory } from '@ticketing/contracts/events/event.ts';
import { streamCategory } from '@ticketing/contracts/streams.ts';
import { inTransaction, isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { createBulkInsert } from '../bulk/bulk-insert.ts';
import type { ParkedStream } from '../engine/parked-streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import type { Claim } from './claims.ts';

/** One step of the log, as it is read for all that are rebuilt together. */
export type ReadStep =
  | { readonly position: bigint; readonly event: RecordedEvent }
  | { readonly position: bigint; readonly unreadable: { readonly stream: string; readonly reason: string } };

/** Another process took the rebuild up: this one must not write any more. */
export class ClaimLost extends Error {
  constructor(projection: string) {
    super(`another process took up the rebuild of "${projection}", so this one stopped without writing`);
    this.name = 'ClaimLost';
  }
}

/** Tables of a projection beside those that are in use, filled from the start of the log. */
export type Shadow = {
  readonly projection: Projection;
  readonly claim: Claim;
  /** Where its tables are. */
  readonly schema: string;
  position: bigint;
  /** Its own: what an event of these streams says is not in its tables. */
  readonly parked: Set<string>;
  /** For as long as it is known what is in its tables. */
  readonly insertNew: ReturnType<typeof createBulkInsert> | undefined;
  /** Why it is given up. */
  failure?: unknown;
};

export const shadowSchema = ({ schema }: Projection): string => `${schema}_next`;

/** As the engine's: `create … if not exists` alone is not safe between processes. */
const TABLES_LOCK = 7_316_001;

/**
 * Makes empty tables without indexes, or takes up those of a rebuild that a process was killed in the middle of: rows and
 * position were committed together, so it goes on where it was.
 */
export function openShadow(pool: pg.Pool, projection: Projection, claim: Claim): Promise<Shadow> {
  const schema = shadowSchema(projection);
  return inTransaction(pool, async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1)', [TABLES_LOCK]);
    await transaction.query(`create schema if not exists ${schema}`);
    if (claim.position < 0n) {
      for (const table of projection.tableNames) {
        await transaction.query(`drop table if exists ${schema}.${table} cascade`);
      }
      await transaction.query('delete from read_model.rebuild_parked_streams where projection = $1', [
        projection.name,
      ]);
    }
    await transaction.query(`set local search_path to ${schema}`);
    await transaction.query(projection.tables);
    const { rows } = await transaction.query<{ stream: string }>(
      'select stream from read_model.rebuild_parked_streams where projection = $1',
      [projection.name],
    );
    const parked = new Set(rows.map(({ stream }) => stream));
    const insertNew = claim.position < 0n ? createBulkInsert() : undefined;
    return { projection, claim, schema, position: claim.position, parked, insertNew };
  });
}

/** Drops what was built, of a rebuild that failed. */
export async function dropShadow(pool: pg.Pool, projection: Projection): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    for (const table of projection.tableNames) {
      await transaction.query(`drop table if exists ${shadowSchema(projection)}.${table} cascade`);
    }
    await transaction.query('delete from read_model.rebuild_parked_streams where projection = $1', [
      projection.name,
    ]);
  });
}

/**
 * Writes what the steps say up to `end`, rows and position in one transaction. An event that cannot be applied is found
 * by halving, and its stream parked, as the engine does.
 * @throws ClaimLost; an error of the database that may be gone when tried again, with nothing written
 */
export async function applyToShadow(
  pool: pg.Pool,
  shadow: Shadow,
  steps: readonly ReadStep[],
  end: bigint,
): Promise<void> {
  const theirs = steps.filter((step) => concerns(shadow, step));
  if (end <= shadow.position) return;
  try {
    await commit(pool, shadow, theirs, end);
  } catch (error) {
    if (error instanceof ClaimLost || isTransientDatabaseError(error)) throw error;
    const [first] = theirs;
    if (!first) throw error;
    if (theirs.length === 1) {
      if (!('event' in first)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const unreadable = { stream: first.event.stream, reason };
      await commit(pool, shadow, [{ position: first.position, unreadable }], end);
      return;
    }
    const half = theirs.length >> 1;
    await applyToShadow(pool, shadow, theirs.slice(0, half), theirs[half - 1]?.position ?? end);
    await applyToShadow(pool, shadow, theirs.slice(half), end);
  }
}

function concerns(shadow: Shadow, step: ReadStep): boolean {
  if (step.position <= shadow.position) return false;
  const stream = 'event' in step ? step.event.stream : step.unreadable.stream;
  // A stream of another category is not in the set, whatever its name.
  return (
    shadow.projection.categories.has(streamCategory(stream) as StreamCategory) && !shadow.parked.has(stream)
  );
}

async function commit(pool: pg.Pool, shadow: Shadow, steps: readonly ReadStep[], end: bigint): Promise<void> {
  const { projection, claim, schema, position } = shadow;
  const { events, toPark } = sortOut(steps);
  await inTransaction(pool, async (transaction) => {
    // What the last seconds built is built again after a crash of the database: rows and position are lost together.
    await transaction.query(`set local search_path to ${schema}; set local synchronous_commit to off`);
    if (events.length > 0) {
      await projection.project(
        { events, live: false, rebuilding: true },
        bulkTransaction(shadow, transaction),
      );
    }
    for (const parked of toPark) {
      await transaction.query(
        `insert into read_model.rebuild_parked_streams (projection, stream, position, reason)
         values ($1, $2, $3, $4) on conflict (projection, stream) do nothing`,
        [projection.name, parked.stream, parked.position, parked.reason.slice(0, 2_000)],
      );
    }
    const moved = await transaction.query(
      `update read_model.rebuilds set position = $4, events = events + $5,
         lease_until = clock_timestamp() + make_interval(secs => $6)
       where projection = $1 and epoch = $2 and position = $3`,
      [projection.name, claim.epoch, position, end, events.length, claim.leaseSeconds],
    );
    if (moved.rowCount !== 1) throw new ClaimLost(projection.name);
  });
  shadow.position = end;
  for (const { stream } of toPark) shadow.parked.add(stream);
}

function bulkTransaction({ insertNew }: Shadow, client: pg.PoolClient): Transaction {
  if (!insertNew) return client;
  return { query: client.query.bind(client), insertNew: insertNew(client) };
}

function sortOut(steps: readonly ReadStep[]): { events: RecordedEvent[]; toPark: ParkedStream[] } {
  const events: RecordedEvent[] = [];
  const toPark: ParkedStream[] = [];
  const parked = new Set<string>();
  for (const step of steps) {
    const stream = 'event' in step ? step.event.stream : step.unreadable.stream;
    if (parked.has(stream)) continue;
    if ('event' in step) {
      events.push(step.event);
    } else {
      parked.add(stream);
      toPark.push({ stream, position: step.position, reason: step.unreadable.reason });
    }
  }
  return { events, toPark };
}

/** Makes the indexes and has the planner know the tables, before anybody reads them. */
export async function finishShadow(pool: pg.Pool, { projection, schema }: Shadow): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    await transaction.query(`set local search_path to ${schema}; set local maintenance_work_mem to '256MB'`);
    await transaction.query(projection.indexes);
    for (const table of projection.tableNames) await transaction.query(`analyze ${table}`);
  });
}
