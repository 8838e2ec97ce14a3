import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { engineTables } from './checkpoint-table.ts';
import { LeaseLost, type Projection, type Transaction } from './projection.ts';

/** What a worker holds after taking a projection over. */
export type Lease = { readonly epoch: bigint; readonly position: bigint };

/** Serialises the making of tables between processes: `create … if not exists` alone is not safe for that. */
const TABLES_LOCK = 7_316_001;

/**
 * Makes this process the owner of a projection: its tables stand, earlier owners are fenced off. Tables of
 * another version are dropped, and the projection starts from the beginning of the log.
 */
export function takeOver(pool: pg.Pool, projection: Projection): Promise<Lease> {
  return inTransaction(pool, async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1)', [TABLES_LOCK]);
    await transaction.query(engineTables);
    await transaction.query(`create schema if not exists ${projection.schema}`);
    await transaction.query(`set local search_path to ${projection.schema}`);
    const stored = await transaction.query<{ version: number }>(
      'select version from read_model.projection_checkpoints where name = $1 for update',
      [projection.name],
    );
    const version = stored.rows[0]?.version;
    if (version !== undefined && version !== projection.version) {
      for (const table of projection.tableNames) {
        await transaction.query(`drop table if exists ${projection.schema}.${table} cascade`);
      }
      await transaction.query('delete from read_model.parked_streams where projection = $1', [
        projection.name,
      ]);
    }
    await transaction.query(projection.tables);
    const taken = await transaction.query<{ owner_epoch: bigint; position: bigint }>(
      `insert into read_model.projection_checkpoints as held (name, version, position, owner_epoch)
       values ($1, $2, -1, 1)
       on conflict (name) do update set
         owner_epoch = held.owner_epoch + 1,
         position = case when held.version = excluded.version then held.position else -1 end,
         version = excluded.version,
         updated_at = now()
       returning owner_epoch, position`,
      [projection.name, projection.version],
    );
    const row = taken.rows[0];
    if (!row) throw new Error(`the checkpoint of ${projection.name} was not written`);
    if (row.position >= 0n) await transaction.query(projection.indexes);
    return { epoch: row.owner_epoch, position: row.position };
  });
}

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
): Promise<void> {
  const moved = await transaction.query({
    name: 'engine_advance',
    // A crash of the database may lose the last commits, but rows and checkpoint together: they are projected
    // again. Not waiting for the disk is most of a live change's way to the screen.
    text: `update read_model.projection_checkpoints set position = $4, updated_at = now()
           from (select set_config('synchronous_commit', 'off', true) as off) as without_disk
           where name = $1 and owner_epoch = $2 and position = $3 and without_disk.off is not null`,
    values: [name, epoch, from, to],
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
