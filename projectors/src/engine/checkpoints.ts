import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { LeaseLost, type Projection, type Transaction } from './projection.ts';

/** What a worker holds after taking a projection over. */
export type Lease = { readonly epoch: bigint; readonly position: bigint };

/** What came with the log up to a checkpoint. */
export type Applied = { readonly events: number; readonly recordedAt: Date | undefined };

const NOTHING: Applied = { events: 0, recordedAt: undefined };

/** Makes what readers need and a projection that catches up from the beginning does better without. */
export function makeIndexes(pool: pg.Pool, { schema, indexes }: Projection): Promise<void> {
  return inTransaction(pool, async (transaction) => {
    await transaction.query(`set local search_path to ${schema}`);
    await transaction.query(indexes);
  });
}

/**
 * Moves the checkpoint, if this worker still owns it and it is where the worker left it.
 * @throws LeaseLost
 */
export async function advance(
  transaction: Transaction,
  name: string,
  epoch: bigint,
  from: bigint,
  to: bigint,
  { events, recordedAt }: Applied = NOTHING,
): Promise<void> {
  const moved = await transaction.query({
    name: 'engine_advance',
    // A crash of the database may lose the last commits, but rows and checkpoint together: they are projected
    // again. Not waiting for the disk is most of a live change's way to the screen.
    text: `update read_model.projection_checkpoints
           set position = $4, applied = applied + $5, applied_recorded_at = coalesce($6, applied_recorded_at),
             updated_at = now()
           from (select set_config('synchronous_commit', 'off', true) as off) as without_disk
           where name = $1 and owner_epoch = $2 and position = $3 and without_disk.off is not null`,
    values: [name, epoch, from, to, events, recordedAt ?? null],
  });
  if (moved.rowCount !== 1) throw new LeaseLost(name);
}

/** @throws LeaseLost when another worker owns the projection */
export async function storedPosition(transaction: Transaction, name: string, epoch: bigint): Promise<bigint> {
  const stored = await transaction.query<{ position: bigint }>({
    name: 'engine_position',
    text: `select position from read_model.projection_checkpoints where name = $1 and owner_epoch = $2`,
    values: [name, epoch],
  });
  const row = stored.rows[0];
  if (!row) throw new LeaseLost(name);
  return row.position;
}

/** A checkpoint that nobody can move before the transaction ends. */
export type LockedCheckpoint = {
  readonly version: number;
  readonly position: bigint;
  readonly epoch: bigint;
  readonly owner: string | null;
};

/**
 * For what changes a projection's tables beside its worker: while the transaction lasts, the worker's batches wait
 * at their checkpoint. Give it back soon.
 */
export async function lockCheckpoint(
  transaction: Transaction,
  name: string,
): Promise<LockedCheckpoint | undefined> {
  const locked = await transaction.query<LockedCheckpoint>(
    `select version, position, owner_epoch as epoch, owner
     from read_model.projection_checkpoints where name = $1 for update`,
    [name],
  );
  return locked.rows[0];
}

/**
 * Puts a locked checkpoint elsewhere, for instance because its tables were exchanged. The epoch moves on and the owner
 * stays, so the worker finds its next batch refused, and its process begins anew at once with what it finds then:
 * position, parked streams. `Engine.reload` does the same without waiting for a batch.
 */
export async function replaceCheckpoint(
  transaction: Transaction,
  name: string,
  { version, position }: { readonly version: number; readonly position: bigint },
): Promise<void> {
  await transaction.query(
    `update read_model.projection_checkpoints
     set version = $2, position = $3, owner_epoch = owner_epoch + 1, updated_at = now() where name = $1`,
    [name, version, position],
  );
}
