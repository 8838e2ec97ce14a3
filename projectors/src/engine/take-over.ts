import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { engineTables } from './checkpoint-table.ts';
import type { Lease } from './checkpoints.ts';
import type { Projection, Transaction } from './projection.ts';

/** Serialises the making of tables between processes: `create … if not exists` alone is not safe for that. */
export const TABLES_LOCK = 7_316_001;

/** A successor that comes later than this lets the clients fetch again instead of telling them what they missed. */
const HANDED_OVER_FOR_S = 15;

export type Candidate = {
  /** Names the process; no two have the same. */
  readonly owner: string;
  readonly ttlMs: number;
  /** True when no other process can be at this database: whatever lease there is was left by a process that died. */
  readonly alone: boolean;
  /** True when tables of an older version are rebuilt beside those that are in use, which are left alone until then. */
  readonly rebuilds?: boolean;
};

/** Why a projection could be taken. `again`: it was this process's own already. */
export type TakeOverCause = 'first' | 'released' | 'expired' | 'again' | 'alone';

export type Taken = Lease & {
  readonly cause: TakeOverCause;
  /** True when the predecessor told all of it a moment ago: whoever listens only needs what follows. */
  readonly handedOver: boolean;
};

/**
 * `led`: somebody else leads it. `newer`: the tables are of a newer version than this process's, which keeps off.
 * `older`: they are of an older one, and are read until they have been rebuilt.
 */
export type TakeOverRefusal = 'led' | 'newer' | 'older';

type Stored = {
  readonly version: number;
  readonly position: bigint;
  readonly owner: string | null;
  readonly running: boolean;
  readonly handed_over: boolean;
};

/** Makes the engine's own tables, so that leases can be looked at. */
export function makeEngineTables(pool: pg.Pool): Promise<void> {
  return inTransaction(pool, async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1)', [TABLES_LOCK]);
    await transaction.query(engineTables);
  });
}

/** Makes the caller the owner of a projection, whoever has it, without a lease that must be renewed. */
export async function takeOver(pool: pg.Pool, projection: Projection): Promise<Lease> {
  const taken = await take(pool, projection, { owner: 'alone', ttlMs: 0, alone: true });
  if (typeof taken === 'string') throw new Error(`${projection.name} could not be taken: ${taken}`);
  return taken;
}

/**
 * Makes a process the owner of a projection, if nobody leads it: its tables stand, earlier owners are fenced off. Tables
 * of an older version are left alone where they are rebuilt; otherwise they are dropped, and the projection starts from the
 * beginning of the log.
 */
export function takeOverIfFree(
  pool: pg.Pool,
  projection: Projection,
  candidate: Candidate,
): Promise<Taken | TakeOverRefusal> {
  return take(pool, projection, candidate);
}

function take(pool: pg.Pool, projection: Projection, candidate: Candidate): Promise<Taken | TakeOverRefusal> {
  return inTransaction(pool, async (transaction) => {
    // Whoever holds one projection's checkpoint must not keep this process from the others.
    if (!candidate.alone) await transaction.query(`set local lock_timeout = '2s'`);
    await transaction.query('select pg_advisory_xact_lock($1)', [TABLES_LOCK]);
    await transaction.query(engineTables);
    const stored = await storedLease(transaction, projection.name);
    const cause = causeToTake(stored, projection, candidate);
    if (cause === 'led' || cause === 'newer' || cause === 'older') return cause;
    await transaction.query(`create schema if not exists ${projection.schema}`);
    await transaction.query(`set local search_path to ${projection.schema}`);
    const same = stored !== undefined && stored.version === projection.version;
    if (stored && !same) await dropTables(transaction, projection);
    await transaction.query(projection.tables);
    if (same && stored.position >= 0n) await transaction.query(projection.indexes);
    // Last, so that the lease is as long as it says, however long the tables took.
    const taken = await transaction.query<{ epoch: bigint; position: bigint }>(
      `insert into read_model.projection_checkpoints as held
         (name, version, position, owner_epoch, owner, lease_until)
       values ($1, $2, -1, 1, $3, clock_timestamp() + make_interval(secs => $4::double precision / 1000))
       on conflict (name) do update set
         owner_epoch = held.owner_epoch + 1,
         position = case when held.version = excluded.version then held.position else -1 end,
         applied = case when held.version = excluded.version then held.applied else 0 end,
         applied_recorded_at = case when held.version = excluded.version then held.applied_recorded_at end,
         version = excluded.version,
         owner = excluded.owner,
         lease_until = excluded.lease_until,
         updated_at = now()
       returning owner_epoch as epoch, position`,
      [projection.name, projection.version, candidate.owner, candidate.ttlMs],
    );
    const row = taken.rows[0];
    if (!row) throw new Error(`the checkpoint of ${projection.name} was not written`);
    return { ...row, cause, handedOver: same && stored.handed_over };
  });
}

async function storedLease(transaction: Transaction, name: string): Promise<Stored | undefined> {
  const stored = await transaction.query<Stored>(
    `select version, position, owner,
       owner is not null and coalesce(lease_until > clock_timestamp(), false) as running,
       owner is null and coalesce(lease_until > clock_timestamp() - make_interval(secs => $2), false) as handed_over
     from read_model.projection_checkpoints where name = $1 for update`,
    [name, HANDED_OVER_FOR_S],
  );
  return stored.rows[0];
}

function causeToTake(
  stored: Stored | undefined,
  { version }: Projection,
  { owner, alone, rebuilds = false }: Candidate,
): TakeOverCause | TakeOverRefusal {
  if (!stored) return 'first';
  if (rebuilds && waitsForRebuild(stored, version)) return 'older';
  if (alone) return stored.owner === owner ? 'again' : stored.owner === null ? 'released' : 'alone';
  if (stored.version > version) return 'newer';
  if (stored.owner === owner) return 'again';
  if (stored.running) return 'led';
  return stored.owner === null ? 'released' : 'expired';
}

/** True for tables with something in them that an older version built. What holds nothing yet can as well be dropped. */
export const waitsForRebuild = (
  stored: { readonly version: number; readonly position: bigint },
  version: number,
): boolean => stored.version < version && stored.position >= 0n;

async function dropTables(transaction: Transaction, { name, schema, tableNames }: Projection): Promise<void> {
  for (const table of tableNames) await transaction.query(`drop table if exists ${schema}.${table} cascade`);
  await transaction.query('delete from read_model.parked_streams where projection = $1', [name]);
}
