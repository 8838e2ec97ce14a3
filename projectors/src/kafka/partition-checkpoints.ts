import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { engineTables } from '../engine/checkpoint-table.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { TABLES_LOCK } from '../engine/take-over.ts';

/**
 * A projection that is fed by partition has a checkpoint for each, named `board/3`, fenced like any other. While it has
 * them, its own checkpoint is held by nobody's process: what follows the log finds it led and keeps off.
 */
export const FED_BY_KAFKA = 'kafka';

export const partitionName = (projection: string, partition: number): string => `${projection}/${partition}`;

/** What a projection of one partition is to the engine: the same, under the name of its own checkpoint. */
export const ofPartition = (projection: Projection, partition: number): Projection => ({
  ...projection,
  name: partitionName(projection.name, partition),
});

/** `led`: a process that follows the log has it. `newer`: its tables are of a newer version than this process's. */
export type Entered = 'entered' | 'led' | 'newer';

type Stored = {
  readonly version: number;
  readonly position: bigint;
  readonly owner: string | null;
  readonly running: boolean;
};

/**
 * Makes the checkpoints of the partitions, where the projection's own stands, unless they are there.
 * @param alone true when no other process can be at this database, whatever leases say
 */
export function enterKafka(
  pool: pg.Pool,
  projection: Projection,
  partitions: number,
  alone = false,
): Promise<Entered> {
  const { name, version, schema } = projection;
  return inTransaction(pool, async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1)', [TABLES_LOCK]);
    await transaction.query(engineTables);
    const stored = await lockOwn(transaction, name);
    if (stored && stored.version > version) return 'newer';
    const same = stored?.version === version;
    const fed = stored?.owner === FED_BY_KAFKA;
    if (fed && same) return 'entered';
    if (stored && !fed && stored.running && !alone) return 'led';
    await transaction.query(`create schema if not exists ${schema}`);
    await transaction.query(`set local search_path to ${schema}`);
    if (stored && !same) {
      for (const table of projection.tableNames) {
        await transaction.query(`drop table if exists ${schema}.${table} cascade`);
      }
      await transaction.query(
        `delete from read_model.parked_streams where split_part(projection, '/', 1) = $1`,
        [name],
      );
      await forgetPartitions(transaction, name);
    }
    await transaction.query(projection.tables);
    // Several workers write at once here, and would be in each other's way making them.
    await transaction.query(projection.indexes);
    const position = stored && same ? stored.position : -1n;
    await transaction.query(
      `insert into read_model.projection_checkpoints as held
         (name, version, position, owner_epoch, owner, lease_until)
       values ($1, $2, $3, 1, $4, 'infinity')
       on conflict (name) do update set version = excluded.version, position = excluded.position,
         owner_epoch = held.owner_epoch + 1, owner = excluded.owner, lease_until = excluded.lease_until, updated_at = now()`,
      [name, version, position, FED_BY_KAFKA],
    );
    const names = Array.from({ length: partitions }, (_, partition) => partitionName(name, partition));
    await transaction.query(
      `insert into read_model.projection_checkpoints (name, version, position, owner_epoch)
       select partition, $2, $3, 0 from unnest($1::text[]) as partition`,
      [names, version, position],
    );
    return 'entered';
  });
}

/**
 * Gives a projection back to the log, at the position that all its partitions have reached: some of them are given a
 * little of it again, which changes nothing.
 * @returns false while a process still feeds it from Kafka
 */
export function leaveKafka(pool: pg.Pool, projection: Projection, alone = false): Promise<boolean> {
  const { name } = projection;
  return inTransaction(pool, async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1)', [TABLES_LOCK]);
    await transaction.query(engineTables);
    const stored = await lockOwn(transaction, name);
    if (stored?.owner !== FED_BY_KAFKA) return true;
    const fed = await transaction.query(
      `select from read_model.projection_checkpoints
       where starts_with(name, $1 || '/') and owner is not null and lease_until > clock_timestamp()`,
      [name],
    );
    if (fed.rowCount !== 0 && !alone) return false;
    await transaction.query(
      `update read_model.projection_checkpoints c set position = told.position, owner = null, lease_until = null,
         owner_epoch = owner_epoch + 1, updated_at = now()
       from read_model.projection_positions told where c.name = $1 and told.name = $1`,
      [name],
    );
    // What is parked of a partition is parked of the whole.
    await transaction.query(
      `insert into read_model.parked_streams (projection, stream, position, reason)
       select $1, stream, position, reason from read_model.parked_streams where starts_with(projection, $1 || '/')
       on conflict (projection, stream) do nothing`,
      [name],
    );
    await transaction.query(
      `delete from read_model.parked_streams where starts_with(projection, $1 || '/')`,
      [name],
    );
    await forgetPartitions(transaction, name);
    return true;
  });
}

/** @throws Error with what to do instead */
export async function refuseIfFedByKafka(pool: pg.Pool, { name }: Projection): Promise<void> {
  const fed = await pool.query(
    'select from read_model.projection_checkpoints where name = $1 and owner = $2',
    [name, FED_BY_KAFKA],
  );
  if (fed.rowCount === 0) return;
  throw new Error(
    `"${name}" is fed from Kafka by partition and cannot be rebuilt beside its tables: run the projectors with ` +
      'PROJECTOR_SOURCE=log, rebuild it, and go back',
  );
}

export type TakenPartition = {
  readonly epoch: bigint;
  readonly position: bigint;
  /** True when its predecessor gave it back a moment ago, having told all of it. */
  readonly handedOver: boolean;
};

/** A successor that comes later than this lets the clients fetch again. */
const HANDED_OVER_FOR_S = 15;

/**
 * Takes a partition over, from whoever had it: the group has given it to this process. Undefined when the projection is
 * not fed by partition any more.
 */
export async function takePartition(
  pool: pg.Pool,
  { name, version }: Projection,
  owner: string,
  ttlMs: number,
): Promise<TakenPartition | undefined> {
  const taken = await pool.query<TakenPartition>(
    `update read_model.projection_checkpoints c set owner_epoch = c.owner_epoch + 1, owner = $3,
       lease_until = clock_timestamp() + make_interval(secs => $4::double precision / 1000), updated_at = now()
     from (select name, owner is null and coalesce(lease_until > clock_timestamp() - make_interval(secs => $5), false)
         as handed_over
       from read_model.projection_checkpoints where name = $1 and version = $2 for update) as before
     where c.name = before.name
     returning c.owner_epoch as epoch, c.position, before.handed_over as "handedOver"`,
    [name, version, owner, ttlMs, HANDED_OVER_FOR_S],
  );
  return taken.rows[0];
}

async function lockOwn(transaction: Transaction, name: string): Promise<Stored | undefined> {
  const stored = await transaction.query<Stored>(
    `select version, position, owner,
       owner is not null and coalesce(lease_until > clock_timestamp(), false) as running
     from read_model.projection_checkpoints where name = $1 for update`,
    [name],
  );
  return stored.rows[0];
}

async function forgetPartitions(transaction: Transaction, name: string): Promise<void> {
  await transaction.query(
    `delete from read_model.projection_checkpoints where starts_with(name, $1 || '/')`,
    [name],
  );
}
